package dev.fivefifty.journal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads bytes that do not say what text they are. */
final class Texts {
  private static final int SHOWN = 200;

  private Texts() {}

  /** As UTF-8 if they are that, else one character a byte, so that nothing is lost. */
  static String decode(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
  }

  static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** For a message to people: one line, cut if it is long. */
  static String shortened(String text) {
    String line = text.replace("\r", "\\r").replace("\n", "\\n");
    return line.length() <= SHOWN
        ? line
        : line.substring(0, SHOWN) + "… " + text.length() + " characters";
  }
}
