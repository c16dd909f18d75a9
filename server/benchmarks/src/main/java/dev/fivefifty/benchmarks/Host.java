package dev.fivefifty.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * The process of one server. It answers each line on standard input by one on standard output, and
 * ends with its input, so that none outlives who started it.
 */
public final class Host {
  private Host() {}

  /**
   * Runs a server.
   *
   * @param arguments its name
   * @throws IOException if standard input fails
   */
  public static void main(String[] arguments) throws IOException {
    String name = arguments[0];
    Subject subject = Subjects.start(name);
    System.out.println("listening smtp 127.0.0.1:" + subject.port());
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      System.out.println(
          switch (words[0]) {
            case "rest" -> rest(subject);
            case "api" -> subject.apiPort();
            case "held" -> subject.held();
            case "heap" -> heapAfterCollection();
            case "cycle" -> cycle(name, Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException(line);
          });
    }
    Runtime.getRuntime().halt(0);
  }

  /** Garbage of the last round is not to be paid for in the next. */
  private static long rest(Subject subject) {
    subject.empty();
    System.gc();
    return 0;
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Nanoseconds for so many starts and stops of another server in this JVM. */
  private static long cycle(String name, int times) {
    long began = System.nanoTime();
    for (int i = 0; i < times; i++) {
      Subjects.start(name).close();
    }
    return System.nanoTime() - began;
  }
}
