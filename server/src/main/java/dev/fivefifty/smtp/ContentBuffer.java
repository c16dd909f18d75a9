package dev.fivefifty.smtp;

import java.util.Arrays;

/** A message's content while it arrives; what is over the limit is counted and dropped. */
final class ContentBuffer {
  private static final int FIRST = 4 * 1024;
  private static final int MOST_ON_TRUST = 4 * 1024 * 1024;
  private static final long PATIENCE = 64L * 1024 * 1024;

  private final long limit;
  private byte[] bytes;
  private int kept;
  private long received;
  private boolean dropping;

  /**
   * An empty buffer.
   *
   * @param limit how many bytes to keep
   * @param declared what the client says is to come, or -1
   */
  ContentBuffer(long limit, long declared) {
    this.limit = Math.min(limit, Integer.MAX_VALUE - 16);
    this.bytes =
        new byte[(int) Math.max(FIRST, Math.min(Math.min(declared, this.limit), MOST_ON_TRUST))];
  }

  void append(byte[] from, int start, int end) {
    received += end - start;
    int count = (int) Math.min(end - start, limit - kept);
    if (dropping || count <= 0) {
      return;
    }
    if (kept + count > bytes.length) {
      long wanted = Math.max((long) bytes.length * 2, (long) kept + count);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, limit));
    }
    System.arraycopy(from, start, bytes, kept, count);
    kept += count;
  }

  boolean overflowed() {
    return received > limit;
  }

  /** Keeps the first bytes only, however many more have come with them. */
  void truncate(long size) {
    kept = (int) Math.min(kept, size);
  }

  /** Keeps nothing of what still comes. */
  void dropRest() {
    dropping = true;
  }

  /** Whether so much has come that the client is not to be waited for any longer. */
  boolean endless() {
    return received > Math.max(limit * 2, limit + PATIENCE);
  }

  /** How much has come, kept or not. */
  long received() {
    return received;
  }

  int kept() {
    return kept;
  }

  /** The array itself; only the first {@link #kept()} bytes count. */
  byte[] array() {
    return bytes;
  }

  /** What was kept, in an array that wastes little. */
  byte[] trimmed() {
    if (bytes.length - kept > kept / 8 + 64) {
      bytes = Arrays.copyOf(bytes, kept);
    }
    return bytes;
  }

  /** Where the body begins: after the first empty line, or -1 if that has not come. */
  int endOfHeader(int from) {
    if (kept >= 2 && bytes[0] == '\r' && bytes[1] == '\n') {
      return 2;
    }
    for (int i = Math.max(0, from - 3); i + 3 < kept; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }
}
