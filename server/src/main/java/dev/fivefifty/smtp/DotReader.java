package dev.fivefifty.smtp;

/**
 * Takes the content after DATA up to the final dot and undoes dot-stuffing (RFC 5321 §4.5.2). Only
 * CRLF ends a line: LF.LF is content (§4.1.1.4).
 */
final class DotReader implements RawInput.Scanner {
  private enum State {
    LINE_START,
    TEXT,
    CR,
    DOT,
    DOT_CR
  }

  private static final byte[] HELD_CR = {'\r'};

  private final ContentBuffer content;
  private State state = State.LINE_START;
  private boolean done;

  DotReader(ContentBuffer content) {
    this.content = content;
  }

  /** Whether the final dot has come. */
  boolean done() {
    return done;
  }

  @Override
  public int scan(byte[] bytes, int from, int to) {
    int start = from;
    int i = from;
    while (i < to) {
      switch (state) {
        case TEXT -> {
          while (i < to && bytes[i] != '\r') {
            i++;
          }
          if (i < to) {
            i++;
            state = State.CR;
          }
        }
        case CR -> {
          if (bytes[i] == '\n') {
            i++;
            state = State.LINE_START;
          } else {
            state = State.TEXT;
          }
        }
        case LINE_START -> {
          if (bytes[i] == '.') {
            content.append(bytes, start, i);
            start = ++i;
            state = State.DOT;
          } else {
            state = State.TEXT;
          }
        }
        case DOT -> {
          if (bytes[i] == '\r') {
            start = ++i;
            state = State.DOT_CR;
          } else {
            state = State.TEXT;
          }
        }
        case DOT_CR -> {
          if (bytes[i] == '\n') {
            done = true;
            return i + 1;
          }
          content.append(HELD_CR, 0, 1);
          state = State.TEXT;
        }
      }
    }
    content.append(bytes, start, i);
    return i;
  }
}
