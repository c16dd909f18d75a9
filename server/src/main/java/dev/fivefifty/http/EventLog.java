package dev.fivefifty.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The last of what happened, numbered from 1, for any number of readers, each at its own pace:
 * nobody waits for them, and what is held does not grow with their number. Thread-safe.
 */
final class EventLog {
  static final int MOST = 10_000;
  static final long MOST_BYTES = 64L << 20;

  private final int most;
  private final long mostBytes;

  /** Not a monitor: a virtual thread that waits for one keeps its carrier up to JDK 23. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition more = lock.newCondition();

  private final @Nullable Happening[] ring;
  private long oldest = 1;
  private long next = 1;
  private long bytes;
  private boolean closed;

  EventLog() {
    this(MOST, MOST_BYTES);
  }

  EventLog(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
    this.ring = new Happening[most];
  }

  /**
   * What was read.
   *
   * @param lost how many went before they were read
   * @param first the number of the first of those that follow
   * @param happenings in order
   */
  record Read(long lost, long first, List<Happening> happenings) {
    /** The number of the first that was not read yet. */
    long next() {
      return first + happenings.size();
    }
  }

  /** The number that the next one will have. */
  long next() {
    lock.lock();
    try {
      return next;
    } finally {
      lock.unlock();
    }
  }

  void add(Happening happening) {
    lock.lock();
    try {
      if (next - oldest == most) {
        forget();
      }
      ring[(int) (next % most)] = happening;
      next++;
      bytes += happening.size();
      // One alone may be larger.
      while (bytes > mostBytes && next - oldest > 1) {
        forget();
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    int place = (int) (oldest % most);
    bytes -= held(place).size();
    ring[place] = null;
    oldest++;
  }

  private Happening held(int place) {
    Happening held = ring[place];
    if (held == null) {
      throw new IllegalStateException("nothing is held at " + place);
    }
    return held;
  }

  /**
   * Reads, and waits if there is nothing to be read yet.
   *
   * @param from a number, up to that of the next
   * @param atOnce how many are read at most
   * @return nothing if the time is over, or the log was closed and read to its end
   */
  Read read(long from, int atOnce, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (from == next && !closed && left > 0) {
        left = more.awaitNanos(left);
      }
      long first = from;
      if (from < oldest) {
        // Not from the oldest on, which would be gone again before the reader comes back.
        first = oldest + (next - oldest) / 2;
      }
      List<Happening> happenings = new ArrayList<>();
      for (long i = first; i < next && happenings.size() < atOnce; i++) {
        happenings.add(held((int) (i % most)));
      }
      return new Read(first - from, first, happenings);
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
