package dev.fivefifty.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines on a thread of its own, so that who has something to say never waits for a slow
 * reader: what does not fit into the queue is dropped, and the output says how much.
 */
final class LineWriter {
  private static final int MOST_AT_ONCE = 500;

  private final PrintStream out;
  private final int capacity;
  private final Thread thread = new Thread(this::write, "fivefifty-output");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<String> lines = new ArrayDeque<>();
  private long dropped;
  private boolean closing;

  /**
   * Nothing is written before {@link #start()}.
   *
   * @param capacity how many lines may wait
   */
  LineWriter(PrintStream out, int capacity) {
    this.out = out;
    this.capacity = capacity;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes a line, without its end; returns at once. */
  void line(String line) {
    lock.lock();
    try {
      if (closing) {
        return;
      }
      if (lines.size() < capacity) {
        noteDropped();
        lines.add(line);
      } else {
        dropped++;
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what waits, and a last line; gives up if the reader is too slow. */
  void close(String last, Duration atMost) {
    lock.lock();
    try {
      noteDropped();
      lines.add(last);
      closing = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(atMost.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    String text = next();
    while (text != null) {
      out.print(text);
      out.flush();
      text = next();
    }
  }

  /** Waits for lines; null is the end. */
  private @Nullable String next() {
    lock.lock();
    try {
      while (lines.isEmpty() && dropped == 0 && !closing) {
        changed.awaitUninterruptibly();
      }
      if (lines.isEmpty() && dropped == 0) {
        return null;
      }
      return text();
    } finally {
      lock.unlock();
    }
  }

  private String text() {
    if (lines.isEmpty()) {
      noteDropped();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < MOST_AT_ONCE && !lines.isEmpty(); i++) {
      text.append(lines.remove()).append(System.lineSeparator());
    }
    return text.toString();
  }

  /** Stands where the gap is. */
  private void noteDropped() {
    if (dropped > 0) {
      lines.add(
          "... "
              + dropped
              + (dropped == 1 ? " line" : " lines")
              + " dropped: the output is not read fast enough");
      dropped = 0;
    }
  }
}
