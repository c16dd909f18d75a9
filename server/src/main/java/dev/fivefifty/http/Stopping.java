package dev.fivefifty.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the API stops, for those who wait. Thread-safe. */
final class Stopping {
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Returns whether this was the first time. */
  synchronized boolean stop() {
    boolean first = !isStopped();
    stopped.countDown();
    return first;
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Waits, but no longer than until the API stops. Returns whether it does. */
  boolean await(Duration duration) throws InterruptedException {
    return stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
