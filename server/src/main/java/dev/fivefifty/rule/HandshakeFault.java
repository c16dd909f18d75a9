package dev.fivefifty.rule;

/** What happens instead of, or right after, a TLS handshake. */
public enum HandshakeFault {
  /** The connection ends by FIN instead of a ServerHello. */
  CLOSE("close"),
  /** Bytes that are no TLS. */
  GARBAGE("garbage"),
  /** A plaintext SMTP reply. */
  PLAINTEXT("plaintext"),
  /** Silence until the client leaves. */
  STALL("stall"),
  /** The handshake succeeds, and the connection ends right after it. */
  THEN_CLOSE("then-close");

  private final String keyword;

  HandshakeFault(String keyword) {
    this.keyword = keyword;
  }

  /**
   * The value as rule files write it.
   *
   * @return such as {@code then-close}
   */
  public String keyword() {
    return keyword;
  }
}
