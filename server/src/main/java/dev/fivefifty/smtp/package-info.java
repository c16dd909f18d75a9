/**
 * From bytes to reply: listeners, sessions, verbs, the wire. The only room that imports SubEtha.
 * Internal: what an embedding test needs is in {@code dev.fivefifty}.
 */
@NullMarked
package dev.fivefifty.smtp;

import org.jspecify.annotations.NullMarked;
