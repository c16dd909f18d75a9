package dev.fivefifty.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server in its own process, as seen from outside. */
final class HostProcess implements AutoCloseable {
  private static final String READY = "listening smtp ";

  private final Process process;
  private final BufferedReader output;
  private final int port;

  private HostProcess(List<String> command) throws IOException {
    process = Children.start(new ProcessBuilder(command));
    output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("ended before it listened: " + String.join(" ", command));
    }
    port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
  }

  /** Starts one; when this returns, it has said that it listens. */
  static HostProcess start(List<String> command) {
    try {
      return new HostProcess(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  long ask(String command) {
    try {
      process.outputWriter().write(command + "\n");
      process.outputWriter().flush();
      String answer = output.readLine();
      if (answer == null) {
        throw new IOException("a server's process has ended at: " + command);
      }
      return Long.parseLong(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it holds of real memory, in bytes (VmRSS). */
  long residentBytes() {
    return read("status")
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        * 1024;
  }

  /** The processor time that it has used so far, in ticks of 10 ms. */
  long processorTicks() {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/" + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Children.end(process);
  }
}
