package dev.fivefifty.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds a message's Message-ID without parsing the message, since every attempt is to know it. */
final class MessageIds {
  private static final byte[] NAME = "message-id:".getBytes(StandardCharsets.US_ASCII);

  private MessageIds() {}

  static Optional<String> in(byte[] content, int length) {
    int line = 0;
    while (line < length && content[line] != '\r' && content[line] != '\n') {
      int end = line;
      while (end < length && content[end] != '\n') {
        end++;
      }
      if (isNamed(content, line, end)) {
        return value(content, line + NAME.length, end, length);
      }
      line = end + 1;
    }
    return Optional.empty();
  }

  private static boolean isNamed(byte[] content, int from, int to) {
    if (to - from < NAME.length) {
      return false;
    }
    for (int i = 0; i < NAME.length; i++) {
      int c = content[from + i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != NAME[i]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> value(byte[] content, int from, int to, int length) {
    int end = to;
    // A long identifier may stand on a folded line of its own (RFC 5322 §2.2.3).
    while (end + 1 < length && (content[end + 1] == ' ' || content[end + 1] == '\t')) {
      end++;
      while (end < length && content[end] != '\n') {
        end++;
      }
    }
    String value =
        new String(content, from, Math.min(end, length) - from, StandardCharsets.UTF_8).strip();
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
