package dev.fivefifty.cli;

/** What happens at SIGTERM and SIGINT. */
final class Stop {
  /** Whatever hangs, the process is gone before 2 seconds are over. */
  private static final long GUARD_MILLIS = 1_800;

  private Stop() {}

  /** Stops in order and exits with 0, where a JVM by itself would say 143. */
  static void onSignal(Runnable stop) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> now(stop), "fivefifty-stop"));
  }

  private static void now(Runnable stop) {
    Thread guard = new Thread(Stop::haltLater, "fivefifty-stop-guard");
    guard.setDaemon(true);
    guard.start();
    int code = Main.EXIT_FAILED;
    try {
      stop.run();
      code = Main.EXIT_DONE;
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  private static void haltLater() {
    try {
      Thread.sleep(GUARD_MILLIS);
    } catch (InterruptedException e) {
      // Nobody interrupts it; if so, the sooner the better.
    }
    Runtime.getRuntime().halt(Main.EXIT_DONE);
  }
}
