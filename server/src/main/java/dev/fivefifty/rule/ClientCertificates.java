package dev.fivefifty.rule;

/** Whether clients are asked for a certificate. */
public enum ClientCertificates {
  /** They are not. */
  NONE,
  /** They are, and may show any or none. */
  REQUESTED,
  /** They must show one that is trusted, or the handshake fails. */
  REQUIRED
}
