/**
 * Tests of how mail code takes each reply: {@link dev.fivefifty.junit.FiveFiftyTest}, {@link
 * dev.fivefifty.junit.FiveFiftyExtension}, {@link dev.fivefifty.junit.ReplyTest}, {@link
 * dev.fivefifty.junit.FaultTest} and the assertions in {@link
 * dev.fivefifty.junit.FiveFiftyAssertions}.
 */
@NullMarked
package dev.fivefifty.junit;

import org.jspecify.annotations.NullMarked;
