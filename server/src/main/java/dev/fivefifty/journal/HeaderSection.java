package dev.fivefifty.journal;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The header fields at the start of a message or of one of its parts. Takes what it can read of a
 * malformed one and is bounded, so that content without any empty line costs little. Immutable.
 *
 * <p>Jakarta Mail's own reader is not used for this: it needs its session for UTF-8, and a rule
 * that looks at a subject should not have to load it.
 */
final class HeaderSection {
  /** What lies beyond is not read as header fields. */
  static final int LONGEST = 1 << 20;

  private static final int MOST_FIELDS = 10_000;

  private final List<Field> fields;
  private final int end;
  private final int bodyStart;

  private record Field(String name, String value) {}

  private HeaderSection(List<Field> fields, int end, int bodyStart) {
    this.fields = fields;
    this.end = end;
    this.bodyStart = bodyStart;
  }

  /** Where the fields end: before the empty line, or at `to` if there is none yet. */
  static int end(byte[] bytes, int from, int to) {
    int limit = Math.min(to, from + LONGEST);
    int line = from;
    while (line < limit) {
      if (bytes[line] == '\n' || bytes[line] == '\r' && line + 1 < to && bytes[line + 1] == '\n') {
        return line;
      }
      line = nextLine(bytes, line, limit);
    }
    return limit;
  }

  private static int nextLine(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return to;
  }

  static HeaderSection parse(byte[] bytes, int from, int to) {
    int end = end(bytes, from, to);
    int firstLine = nextLine(bytes, from, end);
    if (end > from && colon(bytes, from, firstLine) < 0 && !isMboxLine(bytes, from)) {
      // No header section at all: what there is, is more useful as the body than as nothing.
      return new HeaderSection(List.of(), from, from);
    }
    List<Field> fields = new ArrayList<>();
    int start = from;
    while (start < end && fields.size() < MOST_FIELDS) {
      int next = nextLine(bytes, start, end);
      while (next < end && isBlank(bytes[next])) {
        next = nextLine(bytes, next, end);
      }
      int colon = colon(bytes, start, next);
      if (colon > 0) {
        String name = Texts.decode(bytes, start, colon).strip();
        fields.add(new Field(name, unfolded(Texts.decode(bytes, colon + 1, next))));
      }
      start = next;
    }
    return new HeaderSection(List.copyOf(fields), end, bodyStart(bytes, end, to));
  }

  private static int bodyStart(byte[] bytes, int end, int to) {
    if (end < to && bytes[end] == '\n') {
      return end + 1;
    }
    return end + 1 < to && bytes[end] == '\r' && bytes[end + 1] == '\n' ? end + 2 : end;
  }

  /** Where the field's name ends, or -1 if the line is no field. */
  private static int colon(byte[] bytes, int from, int to) {
    boolean ended = false;
    for (int i = from; i < to; i++) {
      byte octet = bytes[i];
      if (octet == ':') {
        return i > from ? i : -1;
      }
      if (isBlank(octet) && i > from) {
        // Obsolete syntax: blanks before the colon.
        ended = true;
      } else if (octet <= ' ' || octet == 0x7F || ended) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  private static boolean isMboxLine(byte[] bytes, int from) {
    return from + 5 <= bytes.length && Texts.decode(bytes, from, from + 5).equals("From ");
  }

  private static String unfolded(String value) {
    return value.replace("\r\n", "").replace("\n", "").strip();
  }

  /** Where the fields end in the bytes that were parsed. */
  int end() {
    return end;
  }

  /** Where the body starts in the bytes that were parsed; at their end if there is none. */
  int bodyStart() {
    return bodyStart;
  }

  /** The first field of that name, unfolded, not decoded. */
  Optional<String> raw(String name) {
    return fields.stream()
        .filter(field -> field.name.equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /** All fields of that name, unfolded and decoded. */
  List<String> values(String name) {
    return fields.stream()
        .filter(field -> field.name.equalsIgnoreCase(name))
        .map(field -> decoded(field.value))
        .toList();
  }

  /** All fields, unfolded and decoded, by the name as first written. */
  Map<String, List<String>> all() {
    Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (Field field : fields) {
      String name = names.computeIfAbsent(field.name, first -> first);
      all.computeIfAbsent(name, first -> new ArrayList<>()).add(decoded(field.value));
    }
    return Collections.unmodifiableMap(all);
  }

  /** Decodes RFC 2047; what cannot be decoded stays as written. */
  static String decoded(String value) {
    if (!value.contains("=?")) {
      return value;
    }
    try {
      return MimeUtility.decodeText(value);
    } catch (UnsupportedEncodingException | RuntimeException e) {
      return value;
    }
  }
}
