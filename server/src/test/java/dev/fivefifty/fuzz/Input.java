package dev.fivefifty.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An input, taken from the front. When it is used up there are only zeros. */
final class Input {
  private final byte[] bytes;
  private int position;

  Input(byte[] bytes) {
    this.bytes = bytes;
  }

  int number() {
    return position < bytes.length ? bytes[position++] & 0xFF : 0;
  }

  boolean isUsedUp() {
    return position >= bytes.length;
  }

  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(bytes, Math.min(position, bytes.length), bytes.length);
    position = bytes.length;
    return rest;
  }

  /** Up to a byte FF, which is dropped, or to the end. */
  byte[] piece() {
    int end = position;
    while (end < bytes.length && bytes[end] != (byte) 0xFF) {
      end++;
    }
    byte[] piece = Arrays.copyOfRange(bytes, Math.min(position, end), end);
    position = end + 1;
    return piece;
  }

  /** Cuts bytes where a few numbers of the input say. */
  static List<byte[]> cut(byte[] bytes, int... lengths) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    for (int length : lengths) {
      int to = Math.min(bytes.length, from + length);
      pieces.add(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
    return pieces;
  }
}
