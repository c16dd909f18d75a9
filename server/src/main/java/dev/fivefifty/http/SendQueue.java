package dev.fivefifty.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How much of what was written a client has yet to take. The kernel holds megabytes, and wakes a
 * writer only when a third of them is taken: who waits for that does not see a reader that takes a
 * little at a time. Linux tells; elsewhere it is not known.
 */
final class SendQueue {
  /** What is returned where it is not known. */
  static final long UNKNOWN = -1;

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

  private SendQueue() {}

  /**
   * Asks the kernel.
   *
   * @param local our end
   * @param remote the client's end
   * @return bytes written and not acknowledged, or {@link #UNKNOWN}
   */
  static long bytes(InetSocketAddress local, InetSocketAddress remote) {
    String ours = String.format(Locale.ROOT, ":%04X", local.getPort());
    String theirs = String.format(Locale.ROOT, ":%04X", remote.getPort());
    for (Path table : TABLES) {
      try (BufferedReader lines = Files.newBufferedReader(table)) {
        for (String line; (line = lines.readLine()) != null; ) {
          // sl local_address rem_address st tx_queue:rx_queue …
          String[] fields = line.strip().split("\\s+", 6);
          if (fields.length == 6 && fields[1].endsWith(ours) && fields[2].endsWith(theirs)) {
            return Long.parseLong(fields[4].substring(0, fields[4].indexOf(':')), 16);
          }
        }
      } catch (IOException | RuntimeException e) {
        // Not on this system, or no IPv6.
        continue;
      }
    }
    return UNKNOWN;
  }
}
