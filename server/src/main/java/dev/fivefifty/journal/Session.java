package dev.fivefifty.journal;

import dev.fivefifty.rule.Stage;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One TCP connection of a client, as it was when asked. Immutable and thread-safe.
 *
 * @param id its number, from 1 in the order of connection
 * @param client the client's address
 * @param clientPort the client's port, 1 to 65535
 * @param listener the name of the listener, such as {@code smtp}
 * @param begun when the client connected, by the server's clock
 * @param ended when the connection ended, or empty while it is open
 * @param end how it ended, or empty while it is open
 * @param helo what the client last called itself at EHLO or HELO, or empty
 * @param tls whether it is, or at the end was, under TLS
 * @param clientCertificate the subject of the client's certificate (RFC 2253), or empty
 * @param user who has authenticated, or empty
 * @param exchanges what was said, in order, as far as the journal still holds it
 * @param discardedExchanges how many earlier exchanges went by the journal's limits since it was
 *     last cleared
 * @param attempts the attempts that were decided, in order, as far as the journal still holds them
 */
public record Session(
    long id,
    InetAddress client,
    int clientPort,
    String listener,
    Instant begun,
    Optional<Instant> ended,
    Optional<End> end,
    Optional<String> helo,
    boolean tls,
    Optional<String> clientCertificate,
    Optional<String> user,
    List<Exchange> exchanges,
    long discardedExchanges,
    List<Attempt> attempts) {

  /** How a session ended. */
  public enum End {
    /** By 221 after QUIT. */
    QUIT,
    /** The client closed the connection without QUIT. */
    CLIENT_CLOSED,
    /** The client reset the connection. */
    CLIENT_RESET,
    /** The server closed it: a rule, 421 or a time-out. */
    SERVER_CLOSED,
    /** The server was stopped. */
    SERVER_STOPPED,
    /** By an error, such as a failed TLS handshake. */
    FAILED
  }

  /** Copies the lists. */
  public Session {
    exchanges = List.copyOf(exchanges);
    attempts = List.copyOf(attempts);
  }

  /**
   * Whether the connection was still open.
   *
   * @return true if so
   */
  public boolean isOpen() {
    return end.isEmpty();
  }

  /**
   * The verbs of the client's commands, in order and in upper case. Nothing that is no command:
   * neither content nor the answers to challenges.
   *
   * @return such as {@code [EHLO, MAIL, RCPT, DATA, QUIT]}
   */
  public List<String> commands() {
    return Transcript.commands(exchanges);
  }

  /**
   * Whether the client's commands were these and no others, so far.
   *
   * @param verbs such as {@code "EHLO", "MAIL", "RCPT", "DATA", "QUIT"}, ignoring case; see {@link
   *     #commands()}
   * @return true if so; never where exchanges were discarded
   */
  public boolean says(String... verbs) {
    List<String> expected =
        Arrays.stream(verbs).map(verb -> verb.toUpperCase(Locale.ROOT)).toList();
    return discardedExchanges == 0 && commands().equals(expected);
  }

  /**
   * Whether the client said QUIT, whatever was answered. How the connection ended is {@link
   * #end()}.
   *
   * @return true if so
   */
  public boolean saidQuit() {
    return exchanges.stream().anyMatch(exchange -> exchange.stage() == Stage.QUIT);
  }

  /**
   * The session for people: what the client ({@code C:}) and the server ({@code S:}) said, with the
   * rule's name beside the reply it decided. Content and credentials are left out.
   *
   * @return lines, each ended by a line feed
   */
  public String transcript() {
    return Transcript.of(this);
  }

  /**
   * The session in one line for people.
   *
   * @return such as {@code session 1 from 127.0.0.1:40312 on smtp, 6 exchanges, QUIT}
   */
  @Override
  public String toString() {
    return "session "
        + id
        + " from "
        + client.getHostAddress()
        + ":"
        + clientPort
        + " on "
        + listener
        + (tls ? " under TLS" : "")
        + ", "
        + exchanges.size()
        + (exchanges.size() == 1 ? " exchange, " : " exchanges, ")
        + end.map(End::toString).orElse("open");
  }
}
