package dev.fivefifty.smtp;

/** Takes so many bytes of content, as they are (RFC 3030 §2). */
final class ChunkReader implements RawInput.Scanner {
  private final ContentBuffer content;
  private long left;

  ChunkReader(ContentBuffer content, long size) {
    this.content = content;
    this.left = size;
  }

  boolean done() {
    return left == 0;
  }

  @Override
  public int scan(byte[] bytes, int from, int to) {
    int count = (int) Math.min(left, to - from);
    content.append(bytes, from, from + count);
    left -= count;
    return from + count;
  }
}
