package dev.fivefifty.rule;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Exact bytes, sent with nothing added. Immutable. */
public final class Raw {
  private final byte[] bytes;

  private Raw(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Bytes written as text.
   *
   * @param text code points up to FF, each a byte
   * @return the bytes
   * @throws IllegalArgumentException if a code point is above FF
   */
  public static Raw of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        throw new IllegalArgumentException(
            "raw holds bytes: code points up to FF, not '"
                + text.charAt(i)
                + "' at character "
                + (i + 1)
                + " (other bytes can be given as {base64: …})");
      }
    }
    return new Raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Bytes written in base64 (RFC 4648 §4).
   *
   * @param text base64
   * @return the bytes
   * @throws IllegalArgumentException if it is none
   */
  public static Raw base64(String text) {
    try {
      return new Raw(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is no base64", e);
    }
  }

  /**
   * The bytes.
   *
   * @return a copy
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /**
   * The bytes as text.
   *
   * @return one character a byte
   */
  public String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Raw raw && Arrays.equals(raw.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
