package dev.fivefifty.cli;

import java.time.Duration;

/** How many sessions there are and were. Thread-safe. */
final class SessionCount {
  private long all;
  private long open;

  synchronized void began() {
    all++;
    open++;
  }

  synchronized void ended() {
    open--;
    notifyAll();
  }

  synchronized long all() {
    return all;
  }

  /** Waits until none is open; gives up after a while. */
  synchronized void awaitEnd(Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    try {
      long left = atMost.toMillis();
      while (open > 0 && left > 0) {
        wait(left);
        left = (until - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
