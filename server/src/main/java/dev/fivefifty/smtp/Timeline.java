package dev.fivefifty.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Real time plus an offset that only moves forward, and alarms set by it. Thread-safe. Its thread
 * starts with the first alarm and is a daemon.
 */
public final class Timeline implements AutoCloseable {
  /** Times are counted in nanoseconds since 1970, which a long holds until 2262. */
  private static final Duration FARTHEST = Duration.ofDays(36_500);

  private final Instant origin = Instant.now();
  private final long originNanos = System.nanoTime();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeSet<Alarm> alarms = new TreeSet<>();
  private volatile long offset;
  private long numbered;
  private @Nullable Thread thread;
  private boolean closed;

  /**
   * Something to run at a time. Runs once, on the timeline's thread or on that which advances it.
   */
  public static final class Alarm implements Comparable<Alarm> {
    private final long due;
    private final long number;
    private final Runnable action;

    private Alarm(long due, long number, Runnable action) {
      this.due = due;
      this.number = number;
      this.action = action;
    }

    @Override
    public int compareTo(Alarm other) {
      int byDue = Long.compare(due, other.due);
      return byDue != 0 ? byDue : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /**
   * Nanoseconds since the timeline began.
   *
   * @return never less than before
   */
  public long nanos() {
    return System.nanoTime() - originNanos + offset;
  }

  /**
   * The time.
   *
   * @return never earlier than before
   */
  public Instant now() {
    return origin.plusNanos(nanos());
  }

  /**
   * When a time is over.
   *
   * @param start by {@link #nanos()}
   * @param duration 0 or more; some centuries stand for ever
   * @return by {@link #nanos()}
   */
  static long dueAfter(long start, Duration duration) {
    long most = Long.MAX_VALUE / 2;
    long nanos = duration.getSeconds() >= most / 1_000_000_000L ? most : duration.toNanos();
    return start > most - 1 ? Long.MAX_VALUE : start + nanos;
  }

  /**
   * Sets an alarm.
   *
   * @param due by {@link #nanos()}
   * @param action must neither block nor throw
   * @return the alarm
   */
  Alarm at(long due, Runnable action) {
    lock.lock();
    try {
      Alarm alarm = new Alarm(due, numbered++, action);
      if (closed) {
        return alarm;
      }
      alarms.add(alarm);
      if (thread == null) {
        thread = new Thread(this::run, "fivefifty-clock");
        thread.setDaemon(true);
        thread.start();
      } else if (alarms.first() == alarm) {
        changed.signal();
      }
      return alarm;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes an alarm back; no effect if it has run.
   *
   * @param alarm the alarm
   */
  void cancel(Alarm alarm) {
    lock.lock();
    try {
      alarms.remove(alarm);
    } finally {
      lock.unlock();
    }
  }

  /** How many alarms are set. */
  int alarms() {
    lock.lock();
    try {
      return alarms.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves the time forward and runs what falls due, in order, before it returns.
   *
   * @param duration 0 or more
   * @throws IllegalArgumentException if negative, or if the clock would be more than 100 years
   *     ahead
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("the clock only moves forward, not by " + duration);
    }
    List<Alarm> due;
    lock.lock();
    try {
      if (duration.compareTo(FARTHEST.minusNanos(offset)) > 0) {
        throw new IllegalArgumentException(
            "the clock moves 100 years ahead at most, not by " + duration);
      }
      offset += duration.toNanos();
      due = takeDue();
      changed.signal();
    } finally {
      lock.unlock();
    }
    due.forEach(alarm -> alarm.action.run());
  }

  private List<Alarm> takeDue() {
    List<Alarm> due = new ArrayList<>();
    long now = nanos();
    while (!alarms.isEmpty() && alarms.first().due <= now) {
      due.add(alarms.pollFirst());
    }
    return due;
  }

  private void run() {
    while (true) {
      List<Alarm> due;
      lock.lock();
      try {
        while ((due = takeDue()).isEmpty()) {
          if (closed) {
            return;
          }
          if (alarms.isEmpty()) {
            changed.await();
          } else {
            changed.await(alarms.first().due - nanos(), TimeUnit.NANOSECONDS);
          }
        }
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      due.forEach(alarm -> alarm.action.run());
    }
  }

  /** Drops all alarms and ends the thread; the time goes on. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      alarms.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
