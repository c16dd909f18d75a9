package dev.fivefifty.bounce;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How addresses and identifiers are written in parameters of SMTP and in notifications. */
final class Encodings {
  private static final Pattern XTEXT = Pattern.compile("\\+([0-9A-F]{2})");
  private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})\\}");

  private Encodings() {}

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  /** RFC 3461 §4: {@code +2B} is a plus. */
  static String fromXtext(String text) {
    return XTEXT
        .matcher(text)
        .replaceAll(
            hex ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(hex.group(1), 16))));
  }

  /** RFC 6533 §3: <code>\x{F6}</code> is an ö. */
  static String fromEmbedded(String text) {
    return EMBEDDED
        .matcher(text)
        .replaceAll(
            hex -> {
              int point = Integer.parseInt(hex.group(1), 16);
              return Matcher.quoteReplacement(
                  Character.isValidCodePoint(point) ? Character.toString(point) : "?");
            });
  }

  /** RFC 6533 §3: in what is ASCII only, an ö is <code>\x{F6}</code>. */
  static String toAscii(String text) {
    StringBuilder ascii = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (point < 128) {
                ascii.append((char) point);
              } else {
                ascii.append("\\x{").append(Integer.toHexString(point).toUpperCase()).append('}');
              }
            });
    return ascii.toString();
  }

  /** A value never adds a line to a header section. */
  static String onOneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.appendCodePoint(c < 32 && c != '\t' || c == 127 ? '?' : c));
    return line.toString();
  }

  /** RFC 2045 §6.7, of lines that end by CRLF. */
  static String quotedPrintable(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length + bytes.length / 8);
    int column = 0;
    for (int i = 0; i < bytes.length; i++) {
      int octet = bytes[i] & 0xFF;
      boolean endsLine =
          i + 1 == bytes.length
              || bytes[i + 1] == '\r' && i + 2 < bytes.length && bytes[i + 2] == '\n';
      if (octet == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') {
        text.append("\r\n");
        column = 0;
        i++;
        continue;
      }
      boolean plain =
          octet > 32 && octet < 127 && octet != '=' || (octet == ' ' || octet == '\t') && !endsLine;
      int width = plain ? 1 : 3;
      if (column + width > 75) {
        text.append("=\r\n");
        column = 0;
      }
      if (plain) {
        text.append((char) octet);
      } else {
        text.append(String.format("=%02X", octet));
      }
      column += width;
    }
    return text.toString();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
