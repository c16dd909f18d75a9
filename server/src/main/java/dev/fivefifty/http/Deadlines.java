package dev.fivefifty.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private boolean over;
    private boolean ended;

    private Deadline() {}

    /** From now on so long. */
    synchronized void within(Duration duration) {
      none();
      try {
        due = timer.schedule(this::expire, duration.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        // The server stops, and with it every connection.
      }
    }

    /** From now on as long as it takes. */
    synchronized void none() {
      if (due != null) {
        due.cancel(false);
        due = null;
      }
    }

    private synchronized void expire() {
      if (!ended && due != null) {
        over = true;
        thread.interrupt();
      }
    }

    /** The thread may serve another connection next, which must not be hit. */
    private synchronized void end() {
      none();
      ended = true;
      if (over) {
        Thread.interrupted();
      }
    }
  }
}
