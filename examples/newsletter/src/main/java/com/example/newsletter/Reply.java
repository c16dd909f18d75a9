package com.example.newsletter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server said.
 *
 * @param stage to what
 * @param code its code, 400 to 599
 * @param status its enhanced code (RFC 3463), or empty
 * @param words all of it
 */
record Reply(Stage stage, int code, String status, String words) {
  enum Stage {
    /** Whether it takes mail from us. */
    MAIL,
    /** Whether it takes mail to the subscriber. */
    RCPT,
    /** Whether it takes this mail. */
    CONTENT
  }

  private static final Pattern STATUS =
      Pattern.compile("\\d{3}[ -]([245]\\.\\d{1,3}\\.\\d{1,3})(?!\\S)");

  static Reply of(Stage stage, int code, String words) {
    Matcher matcher = STATUS.matcher(words);
    boolean known = matcher.lookingAt() && words.charAt(0) == matcher.group(1).charAt(0);
    return new Reply(stage, code, known ? matcher.group(1) : "", words.strip());
  }
}
