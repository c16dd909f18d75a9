package dev.fivefifty.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** The program run within this JVM. */
final class Program implements AutoCloseable {
  /** A guard against hanging, not a measure. */
  static final Duration GUARD = Duration.ofSeconds(30);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicReference<Runnable> stop = new AtomicReference<>();
  private final AtomicInteger code = new AtomicInteger(-1);
  private final Thread thread;

  private Program(boolean terminal, Map<String, String> environment, String... args) {
    Io io =
        new Io(
            print(out),
            print(err),
            () -> terminal,
            environment,
            (action, atMost) -> stop.set(action));
    thread = new Thread(() -> code.set(Main.run(args, io)));
    thread.start();
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Runs a command that ends by itself. */
  static Program ended(String... args) {
    return ended(Map.of(), args);
  }

  static Program ended(Map<String, String> environment, String... args) {
    Program program = new Program(false, environment, args);
    program.awaitEnd();
    return program;
  }

  /** Runs a command that ends by and by. */
  static Program running(Map<String, String> environment, String... args) {
    return new Program(false, environment, args);
  }

  /** Runs a server, until it listens. */
  static Program listening(String... args) {
    return listening(false, args);
  }

  static Program listening(boolean terminal, String... args) {
    return listening(new Program(terminal, Map.of(), args));
  }

  static Program listening(Map<String, String> environment, String... args) {
    return listening(new Program(false, environment, args));
  }

  private static Program listening(Program program) {
    Awaitility.await()
        .atMost(GUARD)
        .until(() -> program.out().contains("\nseed ") || !program.thread.isAlive());
    if (!program.thread.isAlive()) {
      throw new AssertionError("ended with " + program.code() + "; said: " + program.err());
    }
    return program;
  }

  void awaitEnd() {
    try {
      thread.join(GUARD.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new AssertionError("still running after " + GUARD + "; said: " + out() + err());
    }
  }

  int port() {
    return Integer.parseInt(out().lines().findFirst().orElseThrow().replaceAll(".*:", ""));
  }

  int httpPort() {
    return Integer.parseInt(
        out()
            .lines()
            .filter(line -> line.startsWith("listening http "))
            .findFirst()
            .orElseThrow()
            .replaceAll(".*:", ""));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  int code() {
    return code.get();
  }

  /** As at SIGTERM, but for the end of the process. */
  void stop() {
    stop.get().run();
  }

  @Override
  public void close() {
    thread.interrupt();
    awaitEnd();
  }
}
