package dev.fivefifty.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the API stops, for those who wait. Thread-safe. */
final class Stopping {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Runnable> wake = new ArrayList<>();
  private int within;

  /** Returns whether this was the first time. */
  synchronized boolean stop() {
    boolean first = !isStopped();
    stopped.countDown();
    if (first) {
      wake.forEach(Runnable::run);
    }
    return first;
  }

  /** Runs something when the API stops; it must be quick. */
  synchronized void onStop(Runnable task) {
    if (isStopped()) {
      task.run();
    } else {
      wake.add(task);
    }
  }

  /** Who enters says good-bye to its client before it leaves. Returns whether it may. */
  synchronized boolean enter() {
    if (isStopped()) {
      return false;
    }
    within++;
    return true;
  }

  synchronized void leave() {
    within--;
    notifyAll();
  }

  /** Waits until all have left, but no longer than so. */
  synchronized void awaitLeft(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      for (long left; within > 0 && (left = end - System.nanoTime()) > 0; ) {
        // A millisecond more: 0 would be for ever.
        wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Waits, but no longer than until the API stops. Returns whether it does. */
  boolean await(Duration duration) throws InterruptedException {
    return stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
