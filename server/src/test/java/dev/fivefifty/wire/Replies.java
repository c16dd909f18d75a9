package dev.fivefifty.wire;

import java.io.IOException;
import java.io.InputStream;

/** Reads replies off a stream, one character a byte, and not a byte more. */
public final class Replies {
  private Replies() {}

  /** One reply of one or more lines, or what came before the end of the stream. */
  public static String reply(InputStream in) throws IOException {
    StringBuilder reply = new StringBuilder();
    while (true) {
      String line = line(in);
      reply.append(line);
      if (!line.endsWith("\n") || line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
    }
  }

  /** Up to and with a LF, or to the end of the stream. */
  public static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c;
    while ((c = in.read()) >= 0) {
      line.append((char) c);
      if (c == '\n') {
        break;
      }
    }
    return line.toString();
  }
}
