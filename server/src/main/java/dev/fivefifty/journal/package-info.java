/**
 * What happened: sessions, exchanges, attempts and messages, held within limits.
 *
 * <p>{@link dev.fivefifty.journal.Journal} holds it all. The rest are values that never change once
 * they are handed out, so a test may read them while mail keeps coming.
 */
@NullMarked
package dev.fivefifty.journal;

import org.jspecify.annotations.NullMarked;
