package dev.fivefifty.rule;

/** How a connection ends, or that it does not. */
public enum Close {
  /** An orderly end (FIN); under TLS close_notify comes first. */
  FIN("fin"),
  /** An RST of the TCP connection. */
  RESET("reset"),
  /** FIN, then go on reading without answering. */
  HALF("half"),
  /** FIN without TLS's close_notify. */
  TRUNCATE("truncate"),
  /** Keep the session open, even after 421. */
  NONE("none");

  private final String keyword;

  Close(String keyword) {
    this.keyword = keyword;
  }

  /**
   * The value as rule files write it.
   *
   * @return such as {@code fin}
   */
  public String keyword() {
    return keyword;
  }
}
