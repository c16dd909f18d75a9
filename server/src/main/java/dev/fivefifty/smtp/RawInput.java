package dev.fivefifty.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the client sends, with one buffer. A second thread can read ahead into it, so that a session
 * which says nothing still learns at once that the client has left.
 */
final class RawInput {
  static final int BUFFER = 8 * 1024;

  /** How much is read ahead: a FIN behind more than that is not seen. */
  private static final int MOST_AHEAD = 1024 * 1024;

  private static final int FOR_EVER = 0;

  /**
   * How long a read ahead lasts at least and at most. Nothing wakes a read, so one that is no
   * longer wanted goes on to its end; and each end costs a moment, for each of thousands of
   * sessions that stall.
   */
  private static final int SHORTEST_MILLIS = 250;

  private static final int LONGEST_MILLIS = 8_000;

  /** Where the bytes come from. Read by one thread at a time. */
  interface Source {
    /**
     * Waits for bytes.
     *
     * @param millis how long at most, 0 for ever; only one that is read ahead of or drained is
     *     asked for less
     * @return how many there were, negative at the end
     * @throws SocketTimeoutException if none came in time; nothing is lost by it
     */
    int read(byte[] target, int offset, int length, int millis) throws IOException;
  }

  private final Source source;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private boolean reading;

  /** Whether somebody waits for the client's leaving. */
  private boolean watched;

  private boolean ended;
  private @Nullable IOException failure;

  RawInput(Source source) {
    this.source = source;
  }

  /** Whether the client ended the connection by anything but an orderly FIN. */
  boolean failed() {
    lock.lock();
    try {
      return failure != null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing more comes. */
  boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Drops what has come and was not read. */
  void discardBuffered() {
    lock.lock();
    try {
      position = limit;
    } finally {
      lock.unlock();
    }
  }

  /** Whether bytes are there to read without waiting. */
  boolean hasBuffered() {
    lock.lock();
    try {
      return position < limit;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a whole line is there to read without waiting. */
  boolean hasBufferedLine() {
    lock.lock();
    try {
      return indexOfLineFeed() >= 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads a line to its LF.
   *
   * @param most how many bytes to keep; what follows up to the LF is dropped
   * @return the line with its end, or null if the connection ended with nothing read
   */
  @Nullable Line readLine(int most) {
    byte[] line = new byte[0];
    long total = 0;
    while (true) {
      lock.lock();
      try {
        if (!fillIfEmpty()) {
          return total == 0 ? null : new Line(line, total, false);
        }
        int feed = indexOfLineFeed();
        int end = feed < 0 ? limit : feed + 1;
        int taken = end - position;
        int kept = (int) Math.min(taken, most - Math.min(most, total));
        if (kept > 0) {
          int old = line.length;
          line = Arrays.copyOf(line, old + kept);
          System.arraycopy(buffer, position, line, old, kept);
        }
        total += taken;
        position = end;
        if (feed >= 0) {
          return new Line(line, total, true);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * A line as it came.
   *
   * @param bytes what was kept of it, with its end
   * @param length how long it was
   * @param ended whether its LF came
   */
  record Line(byte[] bytes, long length, boolean ended) {}

  private int indexOfLineFeed() {
    for (int i = position; i < limit; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Takes bytes from the buffer, in place. */
  interface Scanner {
    /**
     * Takes bytes.
     *
     * @return the index after the last byte taken; those from there on stay in the buffer
     */
    int scan(byte[] bytes, int from, int to);
  }

  /**
   * Waits for bytes and lets a scanner take of them, once.
   *
   * @return false at the end of the connection
   */
  boolean feed(Scanner scanner) {
    lock.lock();
    try {
      if (!fillIfEmpty()) {
        return false;
      }
      position = scanner.scan(buffer, position, limit);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads in larger blocks from now on, or in small ones again; without effect while reading ahead.
   */
  void resize(int size) {
    lock.lock();
    try {
      if (!reading && limit - position <= size && buffer.length != size) {
        byte[] other = new byte[size];
        System.arraycopy(buffer, position, other, 0, limit - position);
        buffer = other;
        limit -= position;
        position = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean fillIfEmpty() {
    while (position == limit) {
      if (ended) {
        return false;
      }
      if (reading) {
        changed.awaitUninterruptibly();
      } else {
        fill(FOR_EVER);
      }
    }
    return true;
  }

  /**
   * Reads once into the buffer's free end; called with the lock, which it gives up meanwhile.
   *
   * @return false if the time was over first
   */
  private boolean fill(int millis) {
    if (position == limit) {
      position = 0;
      limit = 0;
    } else if (limit == buffer.length) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    int free = limit;
    reading = true;
    lock.unlock();
    int count = -1;
    IOException problem = null;
    try {
      count = source.read(buffer, free, buffer.length - free, millis);
    } catch (SocketTimeoutException e) {
      count = 0;
    } catch (IOException e) {
      problem = e;
    } finally {
      lock.lock();
      reading = false;
      limit = free + Math.max(0, count);
      if (count < 0) {
        ended = true;
        failure = problem;
      }
      if (count != 0 || !watched) {
        changed.signalAll();
      }
    }
    return count != 0;
  }

  /**
   * Waits until the client leaves or something else is over.
   *
   * @param executor reads ahead meanwhile, so that the client's leaving shows
   * @param over asked anew after every {@link #wakeUp()}
   * @param mostNanos real time after which it is over anyway
   */
  void awaitEnd(Executor executor, BooleanSupplier over, long mostNanos) {
    lock.lock();
    try {
      watched = true;
      await(() -> watch(executor), over, mostNanos);
    } finally {
      watched = false;
      lock.unlock();
    }
  }

  /**
   * The same, reading nothing: what the client sends stays in the kernel, and so stops the client.
   */
  void awaitUnread(BooleanSupplier over, long mostNanos) {
    await(() -> {}, over, mostNanos);
  }

  private void await(Runnable watch, BooleanSupplier over, long mostNanos) {
    lock.lock();
    try {
      long left = mostNanos;
      while (!ended && left > 0 && !over.getAsBoolean()) {
        watch.run();
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void watch(Executor executor) {
    if (reading || ended) {
      return;
    }
    if (limit - position == buffer.length) {
      if (buffer.length >= MOST_AHEAD) {
        return;
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    reading = true;
    try {
      executor.execute(this::readAhead);
    } catch (RejectedExecutionException e) {
      reading = false;
    }
  }

  /**
   * Until something comes, or nobody waits any more: then whoever wants to read does so himself.
   */
  private void readAhead() {
    lock.lock();
    try {
      int millis = SHORTEST_MILLIS;
      while (!fill(millis) && watched) {
        millis = Math.min(2 * millis, LONGEST_MILLIS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has every {@link #awaitEnd} ask again. */
  void wakeUp() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Drops what is buffered and what still comes, until the connection ends or a real time is over.
   */
  void drain(long mostNanos) {
    long end = System.nanoTime() + mostNanos;
    lock.lock();
    try {
      for (long left = mostNanos; !ended && left > 0; left = end - System.nanoTime()) {
        if (reading) {
          changed.awaitNanos(left);
        } else {
          position = limit;
          fill((int) TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
