package dev.fivefifty.rule;

import java.time.Duration;

/**
 * A message is accepted, and its sender is told of it later by a delivery status notification (RFC
 * 3464).
 *
 * @param reply what is said to have become of the delivery, as if a server had replied so; may hold
 *     placeholders, of which <code>${to}</code> is the recipient that is told of
 * @param after how long after the message was accepted, by the server's clock, 0 or more
 * @param action what became of it
 */
public record Bounce(Reply reply, Duration after, DsnAction action) {
  /**
   * Makes a bounce.
   *
   * @throws IllegalArgumentException if a duration is negative, or the reply cannot go with the
   *     action
   */
  public Bounce {
    if (after.isNegative()) {
      throw new IllegalArgumentException("a duration is 0 or more, not " + after);
    }
    DsnAction.of(reply);
    action.check(DsnAction.statusOf(reply));
  }

  /**
   * A bounce at once: 5yz says that the delivery failed, 4yz that it is delayed, 2yz that it
   * succeeded.
   *
   * @param reply such as {@code 550 5.1.1 User unknown}
   * @return the bounce
   * @throws IllegalArgumentException if it is no reply, or one of 3yz
   */
  public static Bounce of(String reply) {
    return of(Reply.parse(reply));
  }

  /**
   * A bounce at once.
   *
   * @param reply of 2yz, 4yz or 5yz
   * @return the bounce
   * @throws IllegalArgumentException if it is one of 3yz
   */
  public static Bounce of(Reply reply) {
    return new Bounce(reply, Duration.ZERO, DsnAction.of(reply));
  }

  /**
   * The same later.
   *
   * @param duration how long after the message was accepted, 0 or more
   * @return a copy
   */
  public Bounce after(Duration duration) {
    return new Bounce(reply, duration, action);
  }

  /**
   * The same with another action, such as a failure after a 4yz.
   *
   * @param other the action
   * @return a copy
   * @throws IllegalArgumentException if the reply cannot go with it
   */
  public Bounce action(DsnAction other) {
    return new Bounce(reply, after, other);
  }

  @Override
  public String toString() {
    return action.keyword()
        + " "
        + reply
        + (after.isZero() ? "" : " after " + Durations.format(after));
  }
}
