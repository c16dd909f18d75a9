package dev.fivefifty.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Whether a client has closed its connection. The JDK's server does not say so before something is
 * written, and what shall be written is not known before a wait is over. Linux tells; elsewhere a
 * wait goes on until its own time is over.
 */
final class Connections {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

  private static final String ESTABLISHED = "01";

  private Connections() {}

  /**
   * Asks the kernel.
   *
   * @param local our end
   * @param remote the client's end
   * @return true if the client has closed or reset it; false also where that is not known
   */
  static boolean isClosed(InetSocketAddress local, InetSocketAddress remote) {
    String ours = String.format(Locale.ROOT, ":%04X", local.getPort());
    String theirs = String.format(Locale.ROOT, ":%04X", remote.getPort());
    boolean read = false;
    for (Path table : TABLES) {
      try (BufferedReader lines = Files.newBufferedReader(table)) {
        read = true;
        for (String line; (line = lines.readLine()) != null; ) {
          // sl local_address rem_address st …
          String[] fields = line.strip().split("\\s+", 5);
          if (fields.length == 5
              && fields[1].endsWith(ours)
              && fields[2].endsWith(theirs)
              && fields[3].equals(ESTABLISHED)) {
            return false;
          }
        }
      } catch (IOException | UncheckedIOException e) {
        // Not on this system, or no IPv6.
        continue;
      }
    }
    return read;
  }
}
