package dev.fivefifty.bounce;

import dev.fivefifty.rule.Reply;

/** What became of a delivery (RFC 3464 §2.3.3). */
public enum Action {
  /** It failed for good. */
  FAILED("failed", 5, "Delivery failed", "could not be delivered to"),
  /** It has not worked so far and is tried again. */
  DELAYED("delayed", 4, "Delivery delayed", "could not be delivered yet, and is tried again, to"),
  /** It is in the mailbox. */
  DELIVERED("delivered", 2, "Delivery confirmed", "was delivered to"),
  /** It was handed to a server that does not send notifications of success. */
  RELAYED("relayed", 2, "Delivery relayed", "was handed on, without further notice, for"),
  /** It was delivered to an alias that stands for several recipients. */
  EXPANDED("expanded", 2, "Delivery expanded", "was handed on to all that are behind");

  private final String keyword;
  private final int statusClass;
  private final String subject;
  private final String sentence;

  Action(String keyword, int statusClass, String subject, String sentence) {
    this.keyword = keyword;
    this.statusClass = statusClass;
    this.subject = subject;
    this.sentence = sentence;
  }

  /**
   * The value of the field {@code Action}.
   *
   * @return such as {@code failed}
   */
  public String keyword() {
    return keyword;
  }

  /**
   * What a reply means for a recipient.
   *
   * @param reply of 2yz, 4yz or 5yz
   * @return delivered, delayed or failed
   * @throws IllegalArgumentException if the reply is of 3yz
   */
  public static Action of(Reply reply) {
    return switch (reply.code() / 100) {
      case 2 -> DELIVERED;
      case 4 -> DELAYED;
      case 5 -> FAILED;
      default ->
          throw new IllegalArgumentException(
              reply.code() + " says nothing of a delivery (expected 2yz, 4yz or 5yz)");
    };
  }

  /**
   * Whether a status of that class can go with it: a failure may be for good or of a kind that was
   * tried for too long (RFC 3464 §2.3.3).
   */
  boolean fits(int statusClass) {
    return statusClass == this.statusClass || this == FAILED && statusClass == 4;
  }

  int statusClass() {
    return statusClass;
  }

  String subject() {
    return subject;
  }

  String sentence() {
    return sentence;
  }
}
