package dev.fivefifty.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A file's text and where its lines start. */
final class Source {
  /** The most bytes, or characters, of a file: some ten thousand rules. */
  static final int LIMIT = 1 << 20;

  static final String TOO_LARGE = "the file is larger than 1 MiB (split it)";

  private final String name;
  private final String text;
  private final int[] points;
  private final List<Integer> lineStarts = new ArrayList<>();

  /** Where code points of two characters have their second. */
  private final List<Integer> pairs = new ArrayList<>();

  private Source(String name, String text) {
    this.name = name;
    this.text = text;
    this.points = points(text);
    lineStarts.add(0);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean crBeforeLf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || c == '\r' && !crBeforeLf) {
        lineStarts.add(i + 1);
      }
      if (i > 0 && Character.isSurrogatePair(text.charAt(i - 1), c)) {
        pairs.add(i);
      }
    }
  }

  /** Without a stream, whose classes a cold start would have to load. */
  private static int[] points(String text) {
    int[] points = new int[text.codePointCount(0, text.length())];
    int at = 0;
    for (int i = 0; i < points.length; i++) {
      points[i] = text.codePointAt(at);
      at += Character.charCount(points[i]);
    }
    return points;
  }

  static Source of(String name, String text) throws Unreadable {
    if (text.length() > LIMIT) {
      throw new Unreadable(Place.whole(name), TOO_LARGE);
    }
    return new Source(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  static Source of(String name, byte[] bytes) throws Unreadable {
    if (bytes.length > LIMIT) {
      throw new Unreadable(Place.whole(name), TOO_LARGE);
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int first = bytes[in.position()] & 0xFF;
      boolean utf16 = in.position() == 0 && (first == 0xFE || first == 0xFF);
      throw new Unreadable(
          of(name, text).placeAt(text.startsWith("\uFEFF") ? text.length() - 1 : text.length()),
          utf16
              ? "the file looks like UTF-16 (save it as UTF-8)"
              : String.format("the byte 0x%02X is no UTF-8 (save the file as UTF-8)", first));
    }
    return of(name, text);
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  /** The place of a character; one behind the end is that behind the last. */
  Place placeAt(int offset) {
    int at = Math.max(0, Math.min(offset, text.length()));
    int line = below(lineStarts, at + 1);
    int start = lineStarts.get(line - 1);
    // Not counted one by one, because a file may be one line.
    int column = at - start - (below(pairs, at) - below(pairs, start)) + 1;
    return new Place(name, line, column);
  }

  /** How many of the sorted numbers are less than a limit. */
  private static int below(List<Integer> sorted, int limit) {
    int index = Collections.binarySearch(sorted, limit);
    return index < 0 ? -index - 1 : index;
  }

  /** A line without its end; empty where there is none. */
  String line(int number) {
    if (number < 1 || number > lineStarts.size()) {
      return "";
    }
    int end = number < lineStarts.size() ? lineStarts.get(number) : text.length();
    return text.substring(lineStarts.get(number - 1), end).replaceFirst("[\r\n]+$", "");
  }

  /** What is left of a line from a column on; empty behind its end. */
  String rest(int line, int column) {
    String whole = line(line);
    return column - 1 >= whole.codePointCount(0, whole.length())
        ? ""
        : whole.substring(whole.offsetByCodePoints(0, column - 1));
  }

  /**
   * The comment behind a text, with the blanks before it.
   *
   * @param point the index, in code points, behind the text's last
   * @return such as {@code " # why"}, empty if there is none
   */
  String commentBehind(int point) {
    int hash = point;
    while (hash < points.length && (points[hash] == ' ' || points[hash] == '\t')) {
      hash++;
    }
    if (hash == points.length || points[hash] != '#') {
      return "";
    }
    int end = hash;
    while (end < points.length && points[end] != '\n' && points[end] != '\r') {
      end++;
    }
    return new String(points, point, end - point);
  }

  /** The first code point at an index or behind it that is not blank; 0 at the end. */
  int nextAt(int point) {
    int next = point;
    while (next < points.length && Character.isWhitespace(points[next])) {
      next++;
    }
    return next < points.length ? points[next] : 0;
  }

  /** What is before a column on its line. */
  String before(int line, int column) {
    String whole = line(line);
    return whole.substring(0, whole.length() - rest(line, column).length());
  }
}
