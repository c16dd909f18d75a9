package dev.fivefifty.bounce;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Writes header fields and parts, each line ended by CRLF. Not thread-safe. */
final class MailWriter {
  private static final int USUAL = 76;

  /** RFC 5322 §2.1.1 allows 998; in UTF-8 a character takes up to four of them. */
  private static final int MOST = 240;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean eightBit;

  /** RFC 5322 §3.3. */
  static String date(Instant at) {
    return DATE.format(at);
  }

  /** What can stand behind the @ of an address. */
  static String domain(String hostname) {
    return hostname.indexOf(':') >= 0 && !hostname.startsWith("[")
        ? "[IPv6:" + hostname + "]"
        : hostname;
  }

  static String messageId(Instant at, String hostname) {
    return "<"
        + Long.toString(at.toEpochMilli(), 36)
        + "."
        + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36)
        + "@"
        + domain(hostname)
        + ">";
  }

  /** A text in a header field, by RFC 2047 where it is not ASCII. */
  static String words(String text) {
    String line = Encodings.onOneLine(text);
    if (Encodings.isAscii(line)) {
      return line;
    }
    StringBuilder words = new StringBuilder();
    StringBuilder piece = new StringBuilder();
    for (int point : line.codePoints().toArray()) {
      if (Encodings.utf8(piece.toString()).length + Character.charCount(point) * 2 > 42) {
        words.append(words.isEmpty() ? "" : " ").append(word(piece.toString()));
        piece.setLength(0);
      }
      piece.appendCodePoint(point);
    }
    return words.append(words.isEmpty() ? "" : " ").append(word(piece.toString())).toString();
  }

  private static String word(String text) {
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(Encodings.utf8(text)) + "?=";
  }

  /** A field, folded at blanks; a word that is too long for a line is folded within. */
  void field(String name, String value) {
    StringBuilder line = new StringBuilder(name).append(':');
    for (String word : Encodings.onOneLine(value).strip().split("[ \t]")) {
      if (line.length() + 1 + word.length() > USUAL && !line.toString().equals(name + ":")) {
        line(line.toString());
        line.setLength(0);
      }
      String rest = word;
      while (rest.length() > MOST) {
        int end = Character.isHighSurrogate(rest.charAt(MOST - 1)) ? MOST - 1 : MOST;
        line(line.append(' ').append(rest, 0, end).toString());
        line.setLength(0);
        rest = rest.substring(end);
      }
      line.append(' ').append(rest);
    }
    line(line.toString());
  }

  void line(String text) {
    raw(Encodings.utf8(text));
    raw(new byte[] {'\r', '\n'});
  }

  void line() {
    line("");
  }

  void raw(byte[] more) {
    bytes.writeBytes(more);
    eightBit |= isEightBit(more);
  }

  /** A text of lines that end by LF: as it is where that can be sent, else quoted-printable. */
  void text(String text) {
    byte[] lines = Encodings.utf8(text.replace("\n", "\r\n"));
    boolean plain = !isEightBit(lines) && !hasLongLine(lines);
    boolean ascii = !isEightBit(lines);
    field("Content-Type", "text/plain; charset=" + (ascii ? "us-ascii" : "utf-8"));
    if (!plain) {
      field("Content-Transfer-Encoding", "quoted-printable");
    }
    line();
    raw(plain ? lines : Encodings.quotedPrintable(lines).getBytes(StandardCharsets.US_ASCII));
  }

  boolean eightBit() {
    return eightBit;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  static boolean isEightBit(byte[] bytes) {
    for (byte octet : bytes) {
      if (octet < 0) {
        return true;
      }
    }
    return false;
  }

  static boolean hasLongLine(byte[] bytes) {
    int length = 0;
    for (byte octet : bytes) {
      length = octet == '\n' ? 0 : length + 1;
      // With its CR.
      if (length > 999) {
        return true;
      }
    }
    return false;
  }
}
