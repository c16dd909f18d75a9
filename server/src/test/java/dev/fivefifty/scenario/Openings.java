package dev.fivefifty.scenario;

/** How the dialogues of many scenarios begin, each as far as its name says, and what is common. */
final class Openings {
  static final String EHLO =
      """
      S: 220 …
      C: EHLO client.example
      S: 250 …
      """;

  static final String MAIL =
      EHLO
          + """
          C: MAIL FROM:<a@example.com>
          S: 250 2.1.0 …
          """;

  static final String RCPT =
      MAIL
          + """
          C: RCPT TO:<bob@example.com>
          S: 250 2.1.5 …
          """;

  static final String DATA =
      RCPT
          + """
          C: DATA
          S: 354 …
          """;

  static final String CONTENT =
      DATA
          + """
          C: Subject: hello
          C:
          C: .
          """;

  /** A message that is accepted. */
  static final String SENT =
      CONTENT
          + """
          S: 250 2.0.0 …
          """;

  /** PLAIN with alice and secret. */
  static final String ALICE = "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\n";

  /** PLAIN with alice and wrong. */
  static final String WRONG = "C: AUTH PLAIN AGFsaWNlAHdyb25n\n";

  private Openings() {}
}
