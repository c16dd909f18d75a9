package dev.fivefifty.file;

import dev.fivefifty.rule.TagSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rule files say under {@code server}. Immutable; what is null was left out.
 *
 * @param hostname what the server calls itself
 * @param port the port to listen on, 0 to 65,535; 0 takes a free one
 * @param bind the address to listen on, an IP address
 * @param size the most bytes of a message, 1 or more
 * @param seed from which chances and random delays are drawn
 * @param journalLimit how many entries the journal keeps, 1 or more
 * @param journalBytes how many bytes of messages the journal keeps, 1 or more
 * @param idleTimeout how long a client may be silent, more than 0
 * @param maxConnections how many sessions may be open at once, 1 or more
 * @param maxRecipients how many recipients a transaction may have, 1 or more; RFC 5321 §4.5.3.1.8
 *     asks for 100
 * @param tags where sessions carry the tags of the tests that share the server
 * @param auth whether and how clients authenticate
 * @param tls TLS
 * @param listen where to listen, instead of port and bind
 * @param http the control API
 * @param bouncesTo where bounces are sent, a host and a port such as {@code mail.example.test:25}
 */
public record ServerSettings(
    @Nullable String hostname,
    @Nullable Integer port,
    @Nullable String bind,
    @Nullable Long size,
    @Nullable Long seed,
    @Nullable Integer journalLimit,
    @Nullable Long journalBytes,
    @Nullable Duration idleTimeout,
    @Nullable Integer maxConnections,
    @Nullable Integer maxRecipients,
    @Nullable List<TagSource> tags,
    @Nullable AuthSettings auth,
    @Nullable TlsSettings tls,
    @Nullable List<ListenSettings> listen,
    @Nullable ApiSettings http,
    @Nullable String bouncesTo) {

  /** Nothing said. */
  public static final ServerSettings NONE =
      new ServerSettings(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null);
}
