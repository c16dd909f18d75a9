package dev.fivefifty.journal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the lines that part a multipart (RFC 2046 §5.1.1). */
final class Boundary {
  private final byte[] content;
  private final int to;
  private final byte[] delimiter;

  /** What a line is. */
  enum Kind {
    NONE,
    BETWEEN,
    LAST
  }

  private Boundary(byte[] content, int to, byte[] delimiter) {
    this.content = content;
    this.to = to;
    this.delimiter = delimiter;
  }

  /** Where none is named, the first line that looks like one is taken. */
  static Boundary of(Optional<String> named, byte[] content, int from, int to) {
    byte[] delimiter =
        named.map(text -> ("--" + text).getBytes(StandardCharsets.UTF_8)).orElse(new byte[0]);
    Boundary boundary = new Boundary(content, to, delimiter);
    for (int line = from; delimiter.length == 0 && line < to; line = boundary.next(line)) {
      if (line + 2 < to && content[line] == '-' && content[line + 1] == '-') {
        String text =
            new String(content, line, boundary.next(line) - line, StandardCharsets.ISO_8859_1);
        delimiter = text.stripTrailing().getBytes(StandardCharsets.ISO_8859_1);
      }
    }
    return new Boundary(content, to, delimiter);
  }

  /** Where the line after this one starts. */
  int next(int line) {
    int i = line;
    while (i < to && content[i] != '\n') {
      i++;
    }
    return Math.min(i + 1, to);
  }

  /** What the line is that starts there. */
  Kind at(int line) {
    int end = line + delimiter.length;
    if (delimiter.length == 0 || end > to || !startsWithDelimiter(line)) {
      return Kind.NONE;
    }
    boolean last = end + 1 < to && content[end] == '-' && content[end + 1] == '-';
    int rest = last ? end + 2 : end;
    while (rest < to && (content[rest] == ' ' || content[rest] == '\t' || content[rest] == '\r')) {
      rest++;
    }
    if (rest < to && content[rest] != '\n') {
      return Kind.NONE;
    }
    return last ? Kind.LAST : Kind.BETWEEN;
  }

  private boolean startsWithDelimiter(int line) {
    for (int i = 0; i < delimiter.length; i++) {
      if (content[line + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }
}
