/**
 * FiveFifty: an SMTP server that says no, on purpose. Start one with {@link
 * dev.fivefifty.FiveFifty#start()}.
 */
@NullMarked
package dev.fivefifty;

import org.jspecify.annotations.NullMarked;
