package dev.fivefifty.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * Messages of one size over sessions that stay open, by Postfix's load generator.
 *
 * @param sessions how many at a time
 * @param bytes of each message
 * @param messages how many in all
 */
record Load(int sessions, int bytes, int messages) {
  private static final long MOST_SECONDS = 300;

  /** Sends all; returns how long it took, in nanoseconds. */
  long send(int port) {
    long began = System.nanoTime();
    try {
      Children.await(
          Children.start(new ProcessBuilder(command("127.0.0.1:" + port))), MOST_SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return System.nanoTime() - began;
  }

  Load of(int otherMessages) {
    return new Load(sessions, bytes, otherMessages);
  }

  private List<String> command(String target) {
    return List.of(
        "smtp-source",
        "-d",
        "-s",
        Integer.toString(sessions),
        "-l",
        Integer.toString(bytes),
        "-m",
        Integer.toString(messages),
        "-f",
        "from@example.com",
        "-t",
        "to@example.com",
        "inet:" + target);
  }

  @Override
  public String toString() {
    return String.join(" ", command("127.0.0.1:PORT"));
  }

  /** For people. */
  String title() {
    String size = bytes >= 1 << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " KB";
    return String.format(Locale.ROOT, "%s messages on %d sessions", size, sessions);
  }
}
