/**
 * FiveFifty beside GreenMail, bare SubEtha and Wiser: each in its own process, loaded by the same
 * client, in turns.
 */
@NullMarked
package dev.fivefifty.benchmarks;

import org.jspecify.annotations.NullMarked;
