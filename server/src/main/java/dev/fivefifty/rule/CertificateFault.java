package dev.fivefifty.rule;

/** What is wrong with the certificate that the server shows. */
public enum CertificateFault {
  /** Its time is over. */
  EXPIRED("expired"),
  /** Its time has not come. */
  NOT_YET_VALID("not-yet-valid"),
  /** It names another host. */
  WRONG_HOST("wrong-host"),
  /** It is signed by itself. */
  SELF_SIGNED("self-signed"),
  /** It is signed by a CA that nobody was told of. */
  UNKNOWN_CA("unknown-ca");

  private final String keyword;

  CertificateFault(String keyword) {
    this.keyword = keyword;
  }

  /**
   * The value as rule files write it.
   *
   * @return such as {@code not-yet-valid}
   */
  public String keyword() {
    return keyword;
  }
}
