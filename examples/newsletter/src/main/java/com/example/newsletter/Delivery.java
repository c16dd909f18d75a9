package com.example.newsletter;

import java.time.Instant;

/**
 * An issue on its way to a subscriber.
 *
 * @param issue what
 * @param subscriber to whom
 * @param messageId of the mail, at each try the same
 * @param state how far it has come
 * @param tries how often it was tried
 * @param inDoubt whether a server may have it, for its answer was lost
 * @param due when it is to be tried, while it waits
 * @param lastWord what was last heard of it; empty at first
 */
public record Delivery(
    Issue issue,
    String subscriber,
    String messageId,
    State state,
    int tries,
    boolean inDoubt,
    Instant due,
    String lastWord) {

  /** How far a delivery has come. */
  public enum State {
    /** To be tried, or tried again. */
    WAITING,
    /** A server took it over. */
    ACCEPTED,
    /** A server refused it for good. */
    REFUSED,
    /** Not tried, or not again, since the subscriber is on the suppression list. */
    SUPPRESSED,
    /** Put off until it was not worth another try. */
    GIVEN_UP,
    /** Sent twice, and both times the answer was lost: it is better not to send a third. */
    UNCONFIRMED
  }

  static Delivery of(Issue issue, String subscriber, String messageId, Instant now) {
    return new Delivery(issue, subscriber, messageId, State.WAITING, 0, false, now, "");
  }

  Delivery tried() {
    return new Delivery(issue, subscriber, messageId, state, tries + 1, inDoubt, due, lastWord);
  }

  Delivery ended(State state, String words) {
    return new Delivery(issue, subscriber, messageId, state, tries, inDoubt, due, words);
  }

  Delivery waiting(Instant due, String words) {
    return new Delivery(issue, subscriber, messageId, State.WAITING, tries, inDoubt, due, words);
  }

  Delivery doubted() {
    return new Delivery(issue, subscriber, messageId, state, tries, true, due, lastWord);
  }
}
