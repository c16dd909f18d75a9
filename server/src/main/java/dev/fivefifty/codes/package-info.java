/**
 * What reply codes and enhanced status codes mean, for people: {@link
 * dev.fivefifty.codes.ReplyCodes}. Reads one table of the jar when it is first asked.
 */
@NullMarked
package dev.fivefifty.codes;

import org.jspecify.annotations.NullMarked;
