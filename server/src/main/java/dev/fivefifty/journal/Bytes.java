package dev.fivefifty.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes as they went over the wire. Immutable and thread-safe. */
public final class Bytes {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final int SHOWN = 400;

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies an array.
   *
   * @param bytes any bytes
   * @return the bytes as they are now
   */
  public static Bytes of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  /**
   * Takes an array over without a copy.
   *
   * @param bytes any bytes; the caller must not change them any more
   * @return the bytes
   */
  public static Bytes wrap(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes);
  }

  /**
   * How many there are.
   *
   * @return 0 or more
   */
  public int length() {
    return bytes.length;
  }

  /**
   * The bytes.
   *
   * @return a new array
   */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /**
   * The bytes as text, one character a byte (ISO-8859-1), so that nothing is lost.
   *
   * @return the text, with its line ends
   */
  public String text() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /**
   * The bytes for people: {@code \r}, {@code \n}, {@code \t} and {@code \\} as such, what cannot be
   * printed as {@code \xNN}; after 400 bytes it is cut and says how many there are.
   *
   * @return such as {@code QUIT\r\n}
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length && i < SHOWN; i++) {
      text.append(escaped(bytes[i] & 0xFF));
    }
    if (bytes.length > SHOWN) {
      text.append("… ").append(bytes.length).append(" bytes");
    }
    return text.toString();
  }

  private static String escaped(int octet) {
    return switch (octet) {
      case '\r' -> "\\r";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\\' -> "\\\\";
      default ->
          octet >= ' ' && octet < 0x7F
              ? Character.toString(octet)
              : String.format("\\x%02X", octet);
    };
  }
}
