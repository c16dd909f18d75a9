package dev.fivefifty.smtp;

import java.util.Base64;

/** What a client sends within AUTH, out of its base64 (RFC 4954 §4). */
sealed interface AuthLine {

  /** The longest line in octets, with its end (RFC 4954 §4.5). */
  int LONGEST = 12_288;

  /**
   * A response.
   *
   * @param bytes secret as a rule, so never shown
   */
  record Bytes(byte[] bytes) implements AuthLine {
    @Override
    public String toString() {
      return "Bytes[***]";
    }
  }

  /** The client gave up: 501. */
  record Cancelled() implements AuthLine {}

  /**
   * No base64: 501 5.5.2.
   *
   * @param why for the reply's text; quotes nothing of what came
   */
  record Malformed(String why) implements AuthLine {}

  /** Longer than {@link #LONGEST}: 500 5.5.6. */
  record TooLong() implements AuthLine {}

  /**
   * Decodes the answer to a 334. Here an empty response is an empty line and "=" is not base64.
   *
   * @param line without its end
   */
  static AuthLine decode(String line) {
    return line.equals("*") ? new Cancelled() : base64(line);
  }

  /**
   * Decodes the initial response in the AUTH command itself. Here an empty response is "=", and
   * nothing can be cancelled yet.
   */
  static AuthLine decodeInitial(String argument) {
    if (argument.isEmpty()) {
      return new Malformed("An empty initial response is written =");
    }
    return argument.equals("=") ? new Bytes(new byte[0]) : base64(argument);
  }

  /** Strict, where Java's decoder does without padding and ignores left-over bits. */
  private static AuthLine base64(String text) {
    if (text.length() > LONGEST - 2) {
      return new TooLong();
    }
    int end = text.length();
    for (int pads = 0; pads < 2 && end > 0 && text.charAt(end - 1) == '='; pads++) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      if (!isInAlphabet(text.charAt(i))) {
        return new Malformed("Not base64 at character " + (i + 1));
      }
    }
    if (text.length() % 4 != 0) {
      return new Malformed("Not base64: the length is no multiple of 4");
    }
    byte[] bytes = Base64.getDecoder().decode(text);
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      return new Malformed("Not base64: the last character has bits left over");
    }
    return new Bytes(bytes);
  }

  private static boolean isInAlphabet(char c) {
    return c >= 'A' && c <= 'Z'
        || c >= 'a' && c <= 'z'
        || c >= '0' && c <= '9'
        || c == '+'
        || c == '/';
  }
}
