package dev.fivefifty.smtp;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import org.jspecify.annotations.Nullable;

/** Where a session stands (RFC 5321 §4.1.4). Used by one thread at a time. */
final class SessionState {
  private @Nullable String helo;
  private boolean extended;
  private @Nullable String user;
  private boolean turnedAway;
  private boolean quit;
  private boolean tls;
  private @Nullable String clientCertificate;
  private boolean followsAuth;
  private @Nullable Transaction transaction;

  @Nullable String helo() {
    return helo;
  }

  void helo(String name, boolean extended) {
    this.helo = name;
    this.extended = extended;
  }

  /** Whether it was EHLO, so that parameters may be used. */
  boolean extended() {
    return extended;
  }

  @Nullable String user() {
    return user;
  }

  void user(String name) {
    this.user = name;
  }

  boolean tls() {
    return tls;
  }

  /** The subject of the client's certificate, or null. */
  @Nullable String clientCertificate() {
    return clientCertificate;
  }

  /** Under TLS all that was known of the client is forgotten (RFC 3207 §4.2). */
  void startedTls(@Nullable String certificate) {
    tls = true;
    clientCertificate = certificate;
    helo = null;
    extended = false;
    user = null;
  }

  /** Whether the greeting was 4yz or 5yz: only QUIT is answered otherwise (RFC 5321 §3.1). */
  boolean turnedAway() {
    return turnedAway;
  }

  /** Whether QUIT was the last command. */
  boolean quit() {
    return quit;
  }

  /**
   * Whether the last command was AUTH, or one that may be a credential sent without being asked
   * for.
   */
  boolean followsAuth() {
    return followsAuth;
  }

  @Nullable Transaction transaction() {
    return transaction;
  }

  void transaction(@Nullable Transaction transaction) {
    this.transaction = transaction;
  }

  /** Notes what was said at a stage. */
  void answered(Stage stage, @Nullable Reply reply) {
    if (stage == Stage.IDLE) {
      // It answers no command: a client that is asked for a credential may still send it.
      return;
    }
    if (stage == Stage.CONNECT) {
      turnedAway = reply != null && (reply.isTemporary() || reply.isPermanent());
    }
    followsAuth =
        stage == Stage.AUTH || stage == Stage.CHALLENGE || followsAuth && stage == Stage.UNKNOWN;
    quit = stage == Stage.QUIT;
  }
}
