package dev.fivefifty.smtp;

import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.StartTls;
import java.time.Duration;

/**
 * What all listeners of a server have in common.
 *
 * @param hostname what the server calls itself; never looked up
 * @param size the largest message, in bytes
 * @param maxRecipients the most recipients in a transaction
 * @param maxConnections the most open sessions
 * @param idleTimeout how long a session may be silent
 * @param starttls whether plain sessions can become TLS sessions
 * @param clientCertificates whether clients are asked for a certificate
 */
public record ServerOptions(
    String hostname,
    long size,
    int maxRecipients,
    int maxConnections,
    Duration idleTimeout,
    StartTls starttls,
    ClientCertificates clientCertificates) {

  boolean tlsRequired() {
    return starttls == StartTls.REQUIRED;
  }
}
