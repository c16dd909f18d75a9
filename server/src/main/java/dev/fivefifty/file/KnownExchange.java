package dev.fivefifty.file;

import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.ReceivedMessage;
import java.util.Optional;

/**
 * An exchange as it travels alone. Immutable and thread-safe.
 *
 * @param exchange the exchange
 * @param message what was stored at it, or empty if nothing was, or the journal has let it go
 */
public record KnownExchange(Exchange exchange, Optional<ReceivedMessage> message) {}
