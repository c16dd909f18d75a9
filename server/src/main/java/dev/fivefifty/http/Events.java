package dev.fivefifty.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server elsewhere tells as it happens, in order. A connection that breaks is made anew, and
 * goes on where it broke; what cannot be told any more is an {@link Event.Missed}. Nothing is read
 * ahead: who reads slowly holds nobody up, and may miss something. Read by one thread; {@link
 * #close()} may be called by any.
 */
public final class Events implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Events.class);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final HttpConnection connection;
  private final Duration patience;
  private final Object lock = new Object();
  private @Nullable EventStream stream;
  private boolean closed;

  // Of the reading thread alone.
  private @Nullable String lastId;
  private boolean stopped;

  /**
   * Connects: what happens from now on is told.
   *
   * @param patience how long it is tried to make a broken connection anew
   */
  Events(HttpConnection connection, Duration patience) {
    this.connection = connection;
    this.patience = patience;
    try {
      stream = EventStream.open(connection, null);
    } catch (IOException e) {
      throw new UncheckedIOException(broken(e), e);
    }
  }

  private String broken(IOException e) {
    return "the connection to the server at " + connection.api() + " broke: " + e.getMessage();
  }

  /**
   * Waits for the next event.
   *
   * @return the event; after {@link Event.Stopped} a server that is started anew is waited for
   * @throws UncheckedIOException if the connection broke and cannot be made anew
   * @throws IllegalStateException if this was closed
   */
  public Event next() {
    while (true) {
      EventStream now = current();
      if (now == null) {
        throw new IllegalStateException(
            "the connection to the server at " + connection.api() + " is closed");
      }
      try {
        Event event = now.next();
        stopped = event instanceof Event.Stopped;
        return event;
      } catch (IOException e) {
        lastId = now.lastId();
        now.close();
        reconnect(e);
      }
    }
  }

  private @Nullable EventStream current() {
    synchronized (lock) {
      return closed ? null : stream;
    }
  }

  private void reconnect(IOException why) {
    synchronized (lock) {
      stream = null;
    }
    long begin = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    boolean told = stopped;
    while (true) {
      try {
        EventStream anew = EventStream.open(connection, lastId);
        synchronized (lock) {
          stream = anew;
          lock.notifyAll();
          if (closed) {
            anew.close();
          }
        }
        return;
      } catch (IOException | RuntimeException e) {
        if (isClosed()) {
          return;
        }
        if (System.nanoTime() - begin > patience.toNanos()) {
          IOException cause = e instanceof UncheckedIOException io ? io.getCause() : why;
          throw new UncheckedIOException(cause.getMessage(), cause);
        }
        if (!told) {
          told = true;
          log.warn("{}; it is made anew as soon as that is possible", broken(why));
        }
      }
      if (sleeps(pause)) {
        return;
      }
      pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  /** Returns whether it was closed meanwhile. */
  private boolean sleeps(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (lock) {
      for (long left; !closed && (left = end - System.nanoTime()) > 0; ) {
        try {
          lock.wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          closed = true;
        }
      }
      return closed;
    }
  }

  /** Waits until there is a connection. Returns whether there is one. */
  boolean awaitConnection(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    boolean interrupted = false;
    synchronized (lock) {
      for (long left; stream == null && !closed && (left = end - System.nanoTime()) > 0; ) {
        try {
          lock.wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return stream != null && !closed;
    }
  }

  /** Ends the connection, and whoever waits for an event. */
  @Override
  public void close() {
    EventStream now;
    synchronized (lock) {
      closed = true;
      now = stream;
      lock.notifyAll();
    }
    if (now != null) {
      now.close();
    }
  }
}
