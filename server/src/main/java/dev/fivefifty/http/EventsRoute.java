package dev.fivefifty.http;

import dev.fivefifty.file.EvidenceJson;
import dev.fivefifty.file.JournalWriter;
import dev.fivefifty.file.JsonText;
import dev.fivefifty.file.KnownExchange;
import dev.fivefifty.file.KnownSession;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Tags;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Sessions and exchanges as they happen, as server-sent events. A session's thread only puts what
 * happened into a log; a reader who is too far behind is told how many were lost, and goes on with
 * what is still held.
 */
final class EventsRoute implements Route {
  /** By these names further events travel. */
  static final String GAP = "gap";

  static final String STOP = "stop";

  static final int MOST_READERS = 64;

  private static final int AT_ONCE = 256;
  private static final int BUFFER = 16 * 1024;

  /** So often at least something is written: only by that it is seen that the client has left. */
  static final Duration QUIET = Duration.ofSeconds(10);

  private final Control control;
  private final Stopping stopping;
  private final AtomicBoolean listens = new AtomicBoolean();
  private final EventLog log = new EventLog();
  private final AtomicInteger readers = new AtomicInteger();

  /** How an event's data is written. */
  private enum Form {
    /** For everybody; the form does not change. */
    SUMMARY,
    /** For the Java client of the same version. */
    EVIDENCE
  }

  EventsRoute(Control control, Stopping stopping) {
    this.control = control;
    this.stopping = stopping;
  }

  @Override
  public String path() {
    return "/api/v1/events";
  }

  @Override
  public Set<String> query() {
    return Set.of("as");
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", this::follow);
  }

  int readers() {
    return readers.get();
  }

  private Answer follow(Request request) throws Refusal {
    Form form = form(request.query("as").orElse("summary"));
    Optional<String> last = request.header("Last-Event-ID");
    Optional<String> tag = request.query(Routes.TAG).map(Tags::canonical);
    if (readers.get() >= MOST_READERS) {
      throw new Refusal(503, MOST_READERS + " clients follow the events already");
    }
    // Not before somebody asks: nobody else shall pay for it. A journal keeps its listeners.
    if (listens.compareAndSet(false, true)) {
      Journal journal = control.journal();
      journal.onSessionBegin(session -> log.add(new Happening.Began(session)));
      journal.onExchange(exchange -> log.add(new Happening.Exchanged(exchange)));
      journal.onSessionEnd(session -> log.add(new Happening.Ended(session)));
      stopping.onStop(log::close);
    }
    return Answer.streaming("text/event-stream", sink -> write(sink, form, tag, last));
  }

  private static Form form(String text) throws Refusal {
    return switch (text) {
      case "summary" -> Form.SUMMARY;
      case "evidence" -> Form.EVIDENCE;
      default ->
          throw Refusal.badRequest("'as' is summary or evidence, and not '" + Shown.of(text) + "'");
    };
  }

  private void write(Answer.Sink sink, Form form, Optional<String> tag, Optional<String> last)
      throws IOException, InterruptedException {
    if (!stopping.enter()) {
      return;
    }
    readers.incrementAndGet();
    try {
      new Reader(new BufferedWriter(new PieceWriter(sink), BUFFER), form, view(tag)).follow(last);
    } finally {
      readers.decrementAndGet();
      stopping.leave();
    }
  }

  /** One that reads; its thread makes the text of what happened. */
  private final class Reader {
    private final Writer out;
    private final Form form;
    private final Function<Happening, List<Happening>> view;
    private final String server = control.id();
    private long at;

    Reader(Writer out, Form form, Function<Happening, List<Happening>> view) {
      this.out = out;
      this.form = form;
      this.view = view;
    }

    void follow(Optional<String> last) throws IOException, InterruptedException {
      long next = log.next();
      Optional<EventId> known =
          last.flatMap(EventId::parse)
              .filter(id -> id.server().equals(server) && id.number() < next);
      at = known.map(id -> id.number() + 1).orElse(next);
      // An id without data tells from where to go on if the connection breaks before an event.
      out.write(": what happens from now on\n" + id(at - 1) + "\n");
      if (last.isPresent() && known.isEmpty()) {
        gap(OptionalLong.empty(), "this server is not the one whose events were read before");
      }
      out.flush();
      // What happened before the stop is told; then nothing is left.
      while (true) {
        boolean stops = stopping.isStopped();
        EventLog.Read read = log.read(at, AT_ONCE, QUIET);
        at = read.next();
        if (read.lost() > 0) {
          at = read.first();
          gap(OptionalLong.of(read.lost()), "they went before they were read");
          at = read.next();
        }
        long number = read.first();
        for (Happening happening : read.happenings()) {
          List<Happening> shown = view.apply(happening);
          for (Happening each : shown) {
            // What is told with another goes without an id: who goes on after a break has both.
            boolean itself = each == happening;
            out.write("event: " + each.name() + "\n" + (itself ? id(number) : "") + "data: ");
            data(each);
            out.write("\n\n");
          }
          number++;
        }
        if (read.happenings().isEmpty()) {
          if (stops) {
            out.write("event: " + STOP + "\ndata: {}\n\n");
            out.flush();
            return;
          }
          out.write(": nothing happened\n\n");
        }
        out.flush();
      }
    }

    private String id(long number) {
      return "id: " + new EventId(server, number) + "\n";
    }

    private void gap(OptionalLong lost, String why) throws IOException {
      Map<String, Object> tree = new LinkedHashMap<>();
      lost.ifPresent(number -> tree.put("lost", number));
      tree.put("why", why);
      out.write("event: " + GAP + "\n" + id(at - 1) + "data: " + JsonText.inOneLine(tree) + "\n\n");
    }

    private void data(Happening happening) throws IOException {
      if (form == Form.SUMMARY) {
        out.write(JsonText.inOneLine(summary(happening)));
      } else if (happening instanceof Happening.Exchanged exchanged) {
        Exchange exchange = exchanged.exchange();
        EvidenceJson.write(new KnownExchange(exchange, message(exchange)), out);
      } else {
        Session session = session(happening);
        List<ReceivedMessage> messages =
            session.exchanges().stream().flatMap(each -> message(each).stream()).toList();
        EvidenceJson.write(new KnownSession(session, messages), out);
      }
    }

    /** Asked only now, so that waiting for a reader keeps no message in memory. */
    private Optional<ReceivedMessage> message(Exchange exchange) {
      return exchange.message().isEmpty()
          ? Optional.empty()
          : control.journal().message(exchange.message().getAsLong());
    }
  }

  /** What a reader is told instead of a happening: of one tag, or of all. */
  private Function<Happening, List<Happening>> view(Optional<String> tag) {
    return tag.<Function<Happening, List<Happening>>>map(
            each -> new TaggedEvents(control.tagged(each).journal(), each)::shown)
        .orElse(List::of);
  }

  private static Session session(Happening happening) {
    return happening instanceof Happening.Began began
        ? began.session()
        : ((Happening.Ended) happening).session();
  }

  private static Map<String, Object> summary(Happening happening) {
    return happening instanceof Happening.Exchanged exchanged
        ? JournalWriter.exchange(exchanged.exchange())
        : JournalWriter.summary(session(happening));
  }
}
