package dev.fivefifty.http;

import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Gap;
import dev.fivefifty.journal.Listeners;
import dev.fivefifty.journal.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of a journal elsewhere: one connection for all, opened for the first. Thread-safe.
 */
final class RemoteListeners implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RemoteListeners.class);

  /** A server that is started anew may be waited for. */
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration TO_END = Duration.ofSeconds(2);

  private final HttpConnection connection;
  private final Listeners<Session> begins = new Listeners<>("the begin of a session");
  private final Listeners<Exchange> exchanges = new Listeners<>("an exchange");
  private final Listeners<Session> ends = new Listeners<>("the end of a session");
  private final Listeners<Gap> gaps = new Listeners<>("a gap");

  private @Nullable Events events;
  private @Nullable Thread thread;
  private boolean closed;

  // Of the thread alone.
  private boolean warned;

  RemoteListeners(HttpConnection connection) {
    this.connection = connection;
  }

  void onSessionBegin(Consumer<Session> listener) {
    connect();
    begins.add(listener);
  }

  void onExchange(Consumer<Exchange> listener) {
    connect();
    exchanges.add(listener);
  }

  void onSessionEnd(Consumer<Session> listener) {
    connect();
    ends.add(listener);
  }

  /** Alone it is told nothing, and needs no connection. */
  void onGap(Consumer<Gap> listener) {
    gaps.add(listener);
  }

  /** What happens after this is told to whoever listens by then. */
  private void connect() {
    Events there;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException(
            "the connection to the server at " + connection.api() + " is closed");
      }
      there = events;
      if (there == null) {
        Events opened = new Events(connection, FOR_EVER);
        events = opened;
        thread = ApiThreads.daemons("fivefifty-events").newThread(() -> tell(opened));
        thread.start();
        return;
      }
    }
    if (!there.awaitConnection(TO_CONNECT)) {
      throw new UncheckedIOException(
          new IOException("the server at " + connection.api() + " can be reached no more"));
    }
  }

  private void tell(Events from) {
    try {
      while (!isClosed()) {
        tell(from.next());
      }
    } catch (IllegalStateException | UncheckedIOException e) {
      if (!isClosed()) {
        log.warn("nothing more is told of the server at {}", connection.api(), e);
      }
    } finally {
      from.close();
    }
  }

  private void tell(Event event) {
    if (event instanceof Event.Began began) {
      begins.call(began::session);
    } else if (event instanceof Event.Exchanged exchanged) {
      exchanges.call(exchanged::exchange);
    } else if (event instanceof Event.Ended ended) {
      ends.call(ended::session);
    } else if (event instanceof Event.Missed missed) {
      if (!warned) {
        warned = true;
        log.warn(
            "of the server at {} {}; this is logged once, see Journal.onGap",
            connection.api(),
            missed.gap());
      }
      gaps.call(missed::gap);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Nobody is told anything any more, once what is being told now has been. */
  @Override
  public void close() {
    Thread telling;
    synchronized (this) {
      closed = true;
      telling = thread;
      if (events != null) {
        events.close();
      }
    }
    // A listener may close its own server.
    if (telling != null && telling != Thread.currentThread()) {
      try {
        telling.join(TO_END.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
