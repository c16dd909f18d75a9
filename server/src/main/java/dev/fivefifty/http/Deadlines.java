package dev.fivefifty.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how long a client may take. The JDK's server has no time-out but by system properties,
 * which belong to the user; but it reads and writes channels, and interrupting a thread that does
 * so closes its connection. Thread-safe.
 */
final class Deadlines implements AutoCloseable {
  private final ThreadLocal<@Nullable Deadline> current = new ThreadLocal<>();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, ApiThreads.daemons("fivefifty-http-timer"));

  Deadlines() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Runs a task whose thread is interrupted when a deadline that was set is over. */
  void run(Runnable task, Duration first) {
    Deadline deadline = new Deadline();
    current.set(deadline);
    deadline.within(first);
    try {
      task.run();
    } finally {
      deadline.end();
      current.remove();
    }
  }

  /** The deadline of the task that this thread runs. */
  Deadline current() {
    Deadline deadline = current.get();
    if (deadline == null) {
      throw new IllegalStateException("no task runs on this thread");
    }
    return deadline;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** One thread's. */
  final class Deadline {
    private final Thread thread = Thread.currentThread();
    private @Nullable Future<?> due;
    private long generation;
    private boolean over;

    private Deadline() {}

    /** From now on so long. */
    synchronized void within(Duration duration) {
      none();
      long set = generation;
      schedule(duration, () -> expire(set));
    }

    /**
     * From now on so long, and longer as long as something moves.
     *
     * @param left what changes while a client takes what it is sent; looked at twice in that time,
     *     and negative where it is not known
     */
    synchronized void within(Duration duration, LongSupplier left) {
      none();
      long set = generation;
      Duration half = duration.dividedBy(2);
      schedule(half, () -> look(set, half, left, left.getAsLong()));
    }

    private synchronized void look(long set, Duration in, LongSupplier left, long before) {
      if (set != generation) {
        return;
      }
      schedule(
          in,
          () -> {
            long now = left.getAsLong();
            if (now < 0 || now == before) {
              expire(set);
            } else {
              look(set, in, left, now);
            }
          });
    }

    private void schedule(Duration in, Runnable task) {
      try {
        due = timer.schedule(task, in.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        // The server stops, and with it every connection.
      }
    }

    /** From now on as long as it takes. */
    synchronized void none() {
      // What has begun to run already finds that it is not meant any more.
      generation++;
      if (due != null) {
        due.cancel(false);
        due = null;
      }
    }

    private synchronized void expire(long set) {
      if (set == generation) {
        over = true;
        thread.interrupt();
      }
    }

    /** The thread may serve another connection next, which must not be hit. */
    private synchronized void end() {
      none();
      if (over) {
        Thread.interrupted();
      }
    }
  }
}
