package com.example.invoices;

import java.time.Instant;

/**
 * An invoice on its way to one recipient.
 *
 * @param messageId of the mail, at each try the same
 * @param number the invoice's number
 * @param recipient to whom
 * @param state how far it has come
 * @param since when it was ordered
 * @param due when it is to be tried, while it waits
 * @param lastWord what was last heard of it; empty at first
 */
public record Delivery(
    String messageId,
    String number,
    String recipient,
    State state,
    Instant since,
    Instant due,
    String lastWord) {

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

  Delivery now(State state, Instant due, String lastWord) {
    return new Delivery(messageId, number, recipient, state, since, due, lastWord);
  }
}
