package com.example.invoices;

import java.time.Instant;

/**
 * A mail on its way to one of its recipients.
 *
 * @param mail what
 * @param recipient to whom
 * @param state how far it has come
 * @param since when it was put into the outbox
 * @param due when it is to be tried, while it waits
 * @param lastWord what was last heard of it, such as a server's reply; empty at first
 */
public record Delivery(
    Mail mail, String recipient, State state, Instant since, Instant due, String lastWord) {

  /** How far a delivery has come. */
  public enum State {
    /** To be tried, or tried again. */
    WAITING,
    /** A server took it over. */
    SENT,
    /** A server refused it for good. */
    BOUNCED,
    /** Tried for days, in vain. */
    GIVEN_UP
  }

  Delivery ended(State state, String lastWord) {
    return new Delivery(mail, recipient, state, since, due, lastWord);
  }

  Delivery dueAt(Instant due, String lastWord) {
    return new Delivery(mail, recipient, State.WAITING, since, due, lastWord);
  }
}
