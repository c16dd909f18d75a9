package dev.fivefifty.http;

import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Gap;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import java.util.Optional;

/** What a server elsewhere tells. Immutable and thread-safe. */
public sealed interface Event {
  /**
   * A session began.
   *
   * @param session as it was then
   */
  record Began(Session session) implements Event {}

  /**
   * An exchange was recorded.
   *
   * @param exchange the exchange
   * @param message what was stored at it, or empty if nothing was, or the journal has let it go
   */
  record Exchanged(Exchange exchange, Optional<ReceivedMessage> message) implements Event {}

  /**
   * A session ended.
   *
   * @param session as far as it was still held
   */
  record Ended(Session session) implements Event {}

  /**
   * Something was not told here.
   *
   * @param gap how much, and why
   */
  record Missed(Gap gap) implements Event {}

  /** The server is being stopped, and tells nothing more. */
  record Stopped() implements Event {}
}
