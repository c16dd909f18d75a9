package dev.fivefifty.rule;

/** How a connection ends, or that it does not. */
public enum Close {
  /** An orderly end (FIN); under TLS close_notify comes first. */
  FIN("fin", true),
  /** An RST of the TCP connection. */
  RESET("reset", false),
  /** FIN, then go on reading without answering. */
  HALF("half", false),
  /** FIN without TLS's close_notify. */
  TRUNCATE("truncate", false),
  /** Keep the session open, even after 421. */
  NONE("none", true);

  private final String keyword;
  private final boolean built;

  Close(String keyword, boolean built) {
    this.keyword = keyword;
    this.built = built;
  }

  /**
   * The value as rule files write it.
   *
   * @return such as {@code fin}
   */
  public String keyword() {
    return keyword;
  }

  /**
   * Whether this version knows how to do it; what is not built is refused by name.
   *
   * @return true if so
   */
  public boolean isBuilt() {
    return built;
  }
}
