package dev.fivefifty.rule;

/** What becomes of a message, whatever the reply says. */
public enum MessageFate {
  /** It is stored in the journal. */
  KEEP("keep"),
  /** It is thrown away. */
  DISCARD("discard");

  private final String keyword;

  MessageFate(String keyword) {
    this.keyword = keyword;
  }

  /**
   * The value as rule files write it.
   *
   * @return such as {@code keep}
   */
  public String keyword() {
    return keyword;
  }
}
