package dev.fivefifty.journal;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records one session into the journal. Thread-safe, though the order of what one session records
 * is only that of its calls.
 */
public final class SessionRecorder {
  private final JournalRecorder journal;
  private final long id;
  private final AtomicInteger lastExchange = new AtomicInteger();

  /** Another one after each clearing, so that what was removed changes no more. */
  private volatile SessionLog log;

  SessionRecorder(JournalRecorder journal, SessionLog log) {
    this.journal = journal;
    this.id = log.id;
    this.log = log;
  }

  SessionLog log() {
    return log;
  }

  /** Starts over with nothing said; called under the journal's lock. */
  SessionLog renew() {
    log = log.renewed();
    return log;
  }

  /**
   * The session's number.
   *
   * @return from 1 in the order of connection
   */
  public long id() {
    return id;
  }

  /**
   * The number for the session's next exchange.
   *
   * @return from 1, each once
   */
  public int nextExchangeNumber() {
    return lastExchange.incrementAndGet();
  }

  /**
   * Records an exchange. If its occasion has a {@link ParsedMessage}, that is released as soon as
   * the message it shows is not held by the journal: at once if it was not stored, so store a
   * message before its exchange.
   *
   * @param exchange the exchange
   */
  public void add(Exchange exchange) {
    journal.add(this, exchange);
  }

  /**
   * Records an attempt.
   *
   * @param attempt the attempt
   */
  public void add(Attempt attempt) {
    journal.add(this, attempt);
  }

  /**
   * Corrects an exchange that was recorded before its end was known, such as that its answer could
   * not be written. Does nothing if the journal no longer holds it. Listeners are not called again.
   *
   * @param recorded the very object that was recorded
   * @param corrected what to hold instead, with the same bytes
   */
  public void replace(Exchange recorded, Exchange corrected) {
    journal.replace(this, recorded, corrected);
  }

  /**
   * Corrects an attempt, as {@link #replace(Exchange, Exchange)} does an exchange.
   *
   * @param recorded the very object that was recorded
   * @param corrected what to hold instead
   */
  public void replace(Attempt recorded, Attempt corrected) {
    journal.replace(this, recorded, corrected);
  }

  /**
   * Stores a message. When this returns, it is in the journal and can be taken.
   *
   * @param message the message, with a number from {@link JournalRecorder#nextMessageNumber()}
   */
  public void store(ReceivedMessage message) {
    journal.store(this, message);
  }

  /**
   * Records the client behind a proxy.
   *
   * @param address its address
   * @param port its port
   */
  public void client(InetAddress address, int port) {
    journal.change(this, state -> state.withClient(address, port));
  }

  /**
   * Records what the client called itself.
   *
   * @param name as written
   */
  public void helo(String name) {
    journal.change(this, state -> state.withHelo(name));
  }

  /**
   * Records that the session is under TLS.
   *
   * @param clientCertificate the subject of the client's certificate, or empty
   */
  public void tls(Optional<String> clientCertificate) {
    journal.change(this, state -> state.withTls(clientCertificate.orElse(null)));
  }

  /** Forgets the client's name and user, as a server must after STARTTLS (RFC 3207 §4.2). */
  public void forgetClient() {
    journal.change(this, state -> state.withHelo(null).withUser(null));
  }

  /**
   * Records who has authenticated.
   *
   * @param name the user
   */
  public void user(String name) {
    journal.change(this, state -> state.withUser(name));
  }

  /**
   * Records the end of the session. Only the first call counts.
   *
   * @param at when, by the server's clock
   * @param how how
   */
  public void end(Instant at, Session.End how) {
    journal.end(this, at, how);
  }

  /**
   * The session as it is now, as far as the journal still holds it.
   *
   * @return a value that does not change any more
   */
  public Session snapshot() {
    return log.snapshot();
  }
}
