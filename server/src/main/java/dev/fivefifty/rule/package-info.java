/**
 * The vocabulary and the decision: what a rule is, what it is asked about and what it answers.
 *
 * <p>Everything here is a pure value, or is computed from values; no type knows of sockets, files
 * or SubEtha. A rule in a file, in an HTTP body and in Java is the same {@link
 * dev.fivefifty.rule.Rule}.
 */
@NullMarked
package dev.fivefifty.rule;

import org.jspecify.annotations.NullMarked;
