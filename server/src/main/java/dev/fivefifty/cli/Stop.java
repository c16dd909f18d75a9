package dev.fivefifty.cli;

import java.io.UncheckedIOException;
import java.time.Duration;

/** What happens at SIGTERM and SIGINT. */
final class Stop {
  /** Of what an orderly end may take, so that the process is gone before 2 seconds are over. */
  private static final long GRACE_MILLIS = 150;

  private Stop() {}

  /** Stops in order and exits with 0, where a JVM by itself would say 143. */
  static void onSignal(Runnable stop, Duration atMost) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> now(stop, atMost), "fivefifty-stop"));
  }

  private static void now(Runnable stop, Duration atMost) {
    Thread guard = new Thread(() -> haltLater(atMost), "fivefifty-stop-guard");
    guard.setDaemon(true);
    guard.start();
    int code = Main.EXIT_FAILED;
    try {
      stop.run();
      code = Main.EXIT_DONE;
    } catch (UncheckedIOException e) {
      System.err.println("fivefifty: " + Printable.safe(String.valueOf(e.getMessage())));
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  private static void haltLater(Duration atMost) {
    try {
      Thread.sleep(atMost.toMillis() + GRACE_MILLIS);
    } catch (InterruptedException e) {
      // Nobody interrupts it; if so, the sooner the better.
    }
    Runtime.getRuntime().halt(Main.EXIT_DONE);
  }
}
