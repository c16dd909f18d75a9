package com.example.invoices;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A mail server that takes our mail.
 *
 * @param host its name or address
 * @param port its port
 * @param login who we are, or empty to send without AUTH
 * @param tls whom its certificate must be signed by, or empty to send in plaintext; with it,
 *     neither mail nor a password is sent before STARTTLS has succeeded
 * @param timeout how long it may be silent
 */
public record Relay(
    String host, int port, Optional<Login> login, Optional<SSLContext> tls, Duration timeout) {

  /**
   * A name and a password.
   *
   * @param user the name
   * @param password the password
   */
  public record Login(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * A server that asks for nothing. It may be silent for 10 minutes, as RFC 5321 §4.5.3.2.6 asks of
   * whoever waits for the answer to a message.
   *
   * @param host its name or address
   * @param port its port
   */
  public Relay(String host, int port) {
    this(host, port, Optional.empty(), Optional.empty(), Duration.ofMinutes(10));
  }

  /**
   * The same, with AUTH.
   *
   * @param user a name
   * @param password its password
   * @return a copy
   */
  public Relay login(String user, String password) {
    return new Relay(host, port, Optional.of(new Login(user, password)), tls, timeout);
  }

  /**
   * The same, with TLS, or not at all.
   *
   * @param trust whom the server's certificate must be signed by
   * @return a copy
   */
  public Relay tlsRequired(SSLContext trust) {
    return new Relay(host, port, login, Optional.of(trust), timeout);
  }

  /**
   * The same, with less patience.
   *
   * @param timeout how long it may be silent
   * @return a copy
   */
  public Relay timeout(Duration timeout) {
    return new Relay(host, port, login, tls, timeout);
  }
}
