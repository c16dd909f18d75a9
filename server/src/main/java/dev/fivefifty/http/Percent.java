package dev.fivefifty.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986 §2.1). */
final class Percent {
  private Percent() {}

  /**
   * Undoes it.
   *
   * @param form whether a plus sign stands for a blank, as in what forms send
   */
  static String decode(String text, boolean form) throws Refusal {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '%') {
        int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw Refusal.badRequest("a percent sign without two hexadecimal digits behind it");
        }
        bytes.write(high << 4 | low);
        at += 3;
      } else {
        byte[] plain = String.valueOf(form && c == '+' ? ' ' : c).getBytes(StandardCharsets.UTF_8);
        bytes.write(plain, 0, plain.length);
        at++;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw Refusal.badRequest("percent-encoded bytes that are no UTF-8");
    }
  }

  /** Encodes all but what never needs it. */
  static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", octet & 0xFF));
      }
    }
    return encoded.toString();
  }
}
