package dev.fivefifty.rule;

/** What became of a delivery, as a delivery status notification says it (RFC 3464 §2.3.3). */
public enum DsnAction {
  /** It failed for good. */
  FAILED("failed", 5),
  /** It has not worked so far and is tried again. */
  DELAYED("delayed", 4),
  /** It is in the mailbox. */
  DELIVERED("delivered", 2),
  /** It was handed to a server that does not send notifications of success. */
  RELAYED("relayed", 2),
  /** It was delivered to an alias that stands for several recipients. */
  EXPANDED("expanded", 2);

  private final String keyword;
  private final int statusClass;

  DsnAction(String keyword, int statusClass) {
    this.keyword = keyword;
    this.statusClass = statusClass;
  }

  /**
   * The value of the field {@code Action}, and as rule files write it.
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
  public static DsnAction of(Reply reply) {
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
   * The status code (RFC 3463) that a reply tells.
   *
   * @param reply the reply
   * @return its enhanced code, else its class with {@code .0.0}
   */
  public static String statusOf(Reply reply) {
    String enhanced = reply.enhanced();
    return enhanced == null ? reply.code() / 100 + ".0.0" : enhanced;
  }

  /**
   * Checks that a status can go with it; a failure may also be of a kind that was tried for too
   * long (4.x.x).
   *
   * @param status a status code such as {@code 5.1.1}
   * @throws IllegalArgumentException if it cannot
   */
  public void check(String status) {
    int found = status.charAt(0) - '0';
    if (found != statusClass && !(this == FAILED && found == 4)) {
      throw new IllegalArgumentException(
          "status "
              + status
              + " does not go with '"
              + keyword
              + "' (expected "
              + statusClass
              + ".x.x"
              + (this == FAILED ? " or 4.x.x" : "")
              + ")");
    }
  }
}
