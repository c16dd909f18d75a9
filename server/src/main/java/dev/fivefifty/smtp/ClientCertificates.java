package dev.fivefifty.smtp;

import javax.net.ssl.SSLParameters;

/** Whether a server asks its clients for a certificate. */
public enum ClientCertificates {
  /** It does not ask. */
  NONE,
  /** It asks, and takes any certificate, trusted or not, or none: the journal says what came. */
  REQUESTED,
  /** It asks, and the handshake fails without a certificate that it trusts. */
  REQUIRED;

  /**
   * Sets a server's socket or engine to ask.
   *
   * @param parameters the socket's parameters; only whether the client must authenticate is set
   */
  public void applyTo(SSLParameters parameters) {
    // Each setter clears the other's value.
    switch (this) {
      case NONE -> parameters.setNeedClientAuth(false);
      case REQUESTED -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
    }
  }
}
