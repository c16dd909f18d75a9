package dev.fivefifty.rule;

import java.util.Locale;
import java.util.Optional;

/**
 * A kind of point in an SMTP session where the server may answer, and so where a rule may apply.
 *
 * @see Rule#at(Stage)
 */
public enum Stage {
  /** Before the greeting; the rule's reply is the greeting (RFC 5321 §3.1). */
  CONNECT,
  /** At HELO (RFC 5321 §4.1.1.1). */
  HELO,
  /** At EHLO (RFC 5321 §4.1.1.1). */
  EHLO,
  /** At STARTTLS (RFC 3207). */
  STARTTLS,
  /** The final answer to AUTH (RFC 4954). */
  AUTH,
  /** Before each 334 of an authentication (RFC 4954 §4). */
  CHALLENGE,
  /** When a TLS handshake starts, after STARTTLS or on an implicit-TLS listener. */
  HANDSHAKE,
  /** At MAIL (RFC 5321 §4.1.1.2). */
  MAIL,
  /** At RCPT, once a recipient (RFC 5321 §4.1.1.3). */
  RCPT,
  /** The answer to DATA, before any content (RFC 5321 §4.1.1.4). */
  DATA,
  /** When the header section is complete, and at each size threshold that a rule names. */
  CONTENT,
  /** At each BDAT chunk but the last (RFC 3030). */
  BDAT,
  /** At the final dot, or at BDAT LAST; one reply decides for every recipient. */
  MESSAGE,
  /** At RSET (RFC 5321 §4.1.1.5). */
  RSET,
  /** At NOOP (RFC 5321 §4.1.1.9). */
  NOOP,
  /** At VRFY (RFC 5321 §4.1.1.6). */
  VRFY,
  /** At EXPN (RFC 5321 §4.1.1.7). */
  EXPN,
  /** At HELP (RFC 5321 §4.1.1.8). */
  HELP,
  /** At QUIT (RFC 5321 §4.1.1.10). */
  QUIT,
  /** After a silence between commands: an unsolicited reply or a close. */
  IDLE,
  /** At any other verb, and at what cannot be parsed as a command. */
  UNKNOWN;

  private final String keyword = name().toLowerCase(Locale.ROOT);

  /**
   * The stage's name in rule files: its constant's name in lower case.
   *
   * @return such as {@code rcpt}
   */
  public String keyword() {
    return keyword;
  }

  /**
   * Finds a stage by its name in rule files, ignoring case.
   *
   * @param keyword such as {@code rcpt}
   * @return the stage, or empty where there is none of that name
   */
  public static Optional<Stage> of(String keyword) {
    for (Stage stage : values()) {
      if (stage.keyword.equalsIgnoreCase(keyword)) {
        return Optional.of(stage);
      }
    }
    return Optional.empty();
  }
}
