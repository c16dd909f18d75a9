package dev.fivefifty.junit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits in real time, on the thread of whoever asks. */
final class Patience {
  private static final Duration POLL = Duration.ofMillis(20);

  private Patience() {}

  /**
   * Waits until something is so, the time is over, or the thread is interrupted, which stays
   * flagged.
   *
   * @param condition asked at least once
   */
  static void await(Duration most, BooleanSupplier condition) {
    if (condition.getAsBoolean() || most.isNegative() || most.isZero()) {
      return;
    }
    long[] cost = {0};
    try {
      // Said in full, because a test may have changed Awaitility's defaults.
      Awaitility.await()
          // No thread is left behind, and none is interrupted in our stead.
          .pollInSameThread()
          .dontCatchUncaughtExceptions()
          .ignoreNoExceptions()
          .pollDelay(Duration.ZERO)
          // A large journal takes its time to be read, and sessions need theirs.
          .pollInterval((count, previous) -> longer(POLL, Duration.ofNanos(cost[0])))
          .atMost(most)
          .until(
              () -> {
                long began = System.nanoTime();
                boolean so = condition.getAsBoolean();
                cost[0] = System.nanoTime() - began;
                return so || Thread.currentThread().isInterrupted();
              });
    } catch (ConditionTimeoutException e) {
      // What came in the last moment counts; whoever asks has noted the answer.
      condition.getAsBoolean();
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
