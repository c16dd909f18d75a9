package dev.fivefifty.http;

import java.io.IOException;
import java.io.Writer;

/** Hands on what a buffer has collected. */
final class PieceWriter extends Writer {
  private final Answer.Sink sink;

  PieceWriter(Answer.Sink sink) {
    this.sink = sink;
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    sink.write(new String(text, offset, length));
  }

  @Override
  public void flush() {
    // Each piece is on its way already.
  }

  @Override
  public void close() {
    // The server ends the answer.
  }
}
