package dev.fivefifty.http;

import dev.fivefifty.file.JournalWriter;
import dev.fivefifty.file.JsonText;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Tags;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and exchanges as they happen, as server-sent events. A session's thread only puts what
 * happened into queues; a reader that lets its own run full is dropped.
 */
final class EventsRoute implements Route {
  /** As many as a reader may be behind. */
  static final int QUEUE = 10_000;

  private static final int AT_ONCE = 256;

  static final int MOST_READERS = 64;

  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Control control;
  private final Stopping stopping;
  private final AtomicBoolean listens = new AtomicBoolean();
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();

  EventsRoute(Control control, Stopping stopping) {
    this.control = control;
    this.stopping = stopping;
  }

  @Override
  public String path() {
    return "/api/v1/events";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", this::follow);
  }

  int readers() {
    return readers.size();
  }

  private Answer follow(Request request) throws Refusal {
    if (readers.size() >= MOST_READERS) {
      throw new Refusal(503, MOST_READERS + " clients follow the events already");
    }
    // Not before somebody asks: nobody else shall pay for it. A journal keeps its listeners.
    if (listens.compareAndSet(false, true)) {
      control.journal().onSessionBegin(session -> tell("session-begin", session));
      control.journal().onExchange(this::tellExchange);
      control.journal().onSessionEnd(session -> tell("session-end", session));
    }
    Optional<Journal> view = request.query(Routes.TAG).map(tag -> control.tagged(tag).journal());
    Optional<String> tag = request.query(Routes.TAG).map(Tags::canonical);
    return Answer.streaming("text/event-stream", out -> write(new Reader(tag, view), out));
  }

  private static Map<String, Object> summary(Session session) {
    return JournalWriter.summary(session);
  }

  private static Map<String, Object> tree(Exchange exchange) {
    return JournalWriter.exchange(exchange);
  }

  private void tell(String name, Session session) {
    for (Reader reader : readers) {
      reader
          .shown(session, name.equals("session-end"))
          .ifPresent(shown -> reader.offer(new Event(name, () -> summary(shown))));
    }
  }

  private void tellExchange(Exchange exchange) {
    for (Reader reader : readers) {
      if (reader.shows(exchange)) {
        reader.enter(exchange);
        reader.offer(new Event("exchange", () -> tree(exchange)));
      }
    }
  }

  private void write(Reader reader, Answer.Sink out) throws IOException, InterruptedException {
    readers.add(reader);
    try {
      out.write(": what happens from now on\n\n");
      reader.write(out);
    } finally {
      readers.remove(reader);
    }
  }

  /** What happened; its text is made by who reads it. */
  private record Event(String name, Supplier<Map<String, Object>> tree) {
    String text() {
      return "event: " + name + "\ndata: " + JsonText.inOneLine(tree.get()) + "\n\n";
    }
  }

  private final class Reader {
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong lost = new AtomicLong();

    private final Optional<String> tag;
    private final Optional<Journal> view;

    /** Of one tag, or of all. */
    Reader(Optional<String> tag, Optional<Journal> view) {
      this.tag = tag;
      this.view = view;
    }

    /** The session as the reader sees it; of a tag only once it has carried it. */
    Optional<Session> shown(Session session, boolean ended) {
      if (view.isEmpty()) {
        return Optional.of(session);
      }
      return ended ? view.get().session(session.id()) : Optional.empty();
    }

    boolean shows(Exchange exchange) {
      return tag.isEmpty() || exchange.tag().equals(tag);
    }

    /** Once a tag is known, what was said before comes first. */
    void enter(Exchange exchange) {
      Session session = view.flatMap(journal -> journal.session(exchange.session())).orElse(null);
      if (session == null) {
        return;
      }
      boolean begins = true;
      List<Exchange> before = new ArrayList<>();
      for (Exchange each : session.exchanges()) {
        if (each.number() < exchange.number() && each.tag().isPresent()) {
          begins = false;
          before.clear();
        } else if (each.number() < exchange.number()) {
          before.add(each);
        }
      }
      if (begins) {
        offer(new Event("session-begin", () -> summary(session)));
      }
      before.forEach(each -> offer(new Event("exchange", () -> tree(each))));
    }

    void offer(Event event) {
      // Once one is lost, all that follow are: what is told has no holes.
      if (lost.get() > 0 || !queue.offer(event)) {
        lost.incrementAndGet();
      }
    }

    void write(Answer.Sink out) throws IOException, InterruptedException {
      long said = System.nanoTime();
      List<Event> events = new ArrayList<>();
      while (!stopping.isStopped()) {
        @Nullable Event first = queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          events.clear();
          events.add(first);
          queue.drainTo(events, AT_ONCE);
          out.write(events.stream().map(Event::text).collect(Collectors.joining()));
          said = System.nanoTime();
        } else if (lost.get() > 0) {
          out.write(": too slow: " + lost.get() + " events were lost, and no more follow\n\n");
          return;
        } else if (System.nanoTime() - said > QUIET.toNanos()) {
          // Only by writing is it seen that the client has left.
          out.write(": nothing happened\n\n");
          said = System.nanoTime();
        }
      }
    }
  }
}
