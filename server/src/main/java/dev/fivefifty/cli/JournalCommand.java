package dev.fivefifty.cli;

import dev.fivefifty.expect.Evidence;
import dev.fivefifty.http.Event;
import dev.fivefifty.http.Events;
import dev.fivefifty.http.HttpControl;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What happened at a running server. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    description = "Tells what happened at a running server, in the order in which it did.",
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {
      "0:done; with --follow, interrupted or the server was stopped",
      "1:failed, such as when no server can be reached, or no longer",
      Commands.USAGE
    })
final class JournalCommand implements Callable<Integer> {
  /** A server that cannot be reached for so long is gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration TO_STOP = Duration.ofSeconds(1);

  @Mixin private TaggedServer server = new TaggedServer();

  @Option(
      names = "--follow",
      description = "Go on telling what happens, until interrupted or the server is stopped.")
  private boolean follow;

  @Option(names = "--json", description = "JSON, a line for each event.")
  private boolean json;

  private final Io io;

  JournalCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    return server.control(io, there -> follow ? follow(there) : tell(there, told()));
  }

  private Told told() {
    return new Told(json, new Narrator(palette(), ZoneId.systemDefault()));
  }

  private int tell(HttpControl there, Told told) {
    told.whatIsNew(there.evidence()).forEach(io.out()::println);
    io.out().flush();
    return Main.EXIT_DONE;
  }

  private int follow(HttpControl there) {
    // From now on, and only then what was before: so that nothing in between is missed.
    AtomicBoolean interrupted = new AtomicBoolean();
    Events events = there.follow(PATIENCE);
    try {
      io.onStop()
          .accept(
              () -> {
                interrupted.set(true);
                events.close();
                io.out().flush();
              },
              TO_STOP);
      Told told = told();
      tell(there, told);
      return follow(events, told);
    } catch (IllegalStateException e) {
      if (interrupted.get()) {
        return Main.EXIT_DONE;
      }
      throw e;
    } finally {
      events.close();
    }
  }

  private int follow(Events events, Told told) {
    while (true) {
      Event event = events.next();
      if (event instanceof Event.Stopped) {
        return Main.EXIT_DONE;
      }
      if (event instanceof Event.Missed missed) {
        Server.complain(io, "fivefifty: " + missed.gap());
      }
      told.lines(event).forEach(io.out()::println);
      io.out().flush();
    }
  }

  private Palette palette() {
    return !json && io.terminal().getAsBoolean() ? Palette.COLOURED : Palette.PLAIN;
  }

  /** What was told already. */
  private static final class Told {
    private final boolean json;
    private final Narrator narrator;

    /** By the session's number, that of its last exchange; less than 0 once it has ended. */
    private final Map<Long, Integer> sessions = new HashMap<>();

    Told(boolean json, Narrator narrator) {
      this.json = json;
      this.narrator = narrator;
    }

    private record Line(Instant at, String text) {}

    List<String> whatIsNew(Evidence evidence) {
      List<Line> lines = new ArrayList<>();
      for (Session session : evidence.sessions()) {
        int last = sessions.getOrDefault(session.id(), 0);
        if (last >= 0) {
          sessions.put(session.id(), session(session, last, evidence, lines));
        }
      }
      return lines.stream().sorted(Comparator.comparing(Line::at)).map(Line::text).toList();
    }

    private int session(Session session, int last, Evidence evidence, List<Line> lines) {
      if (!sessions.containsKey(session.id())) {
        lines.add(began(session));
      }
      int told = last;
      for (Exchange exchange : session.exchanges()) {
        if (exchange.number() > last) {
          told = exchange.number();
          lines.addAll(exchange(exchange, number -> message(evidence, number)));
        }
      }
      Optional<Instant> ended = session.ended();
      if (ended.isEmpty()) {
        return told;
      }
      lines.add(ended(session));
      return -1;
    }

    /** Of what is told as it happens, some may be known already. */
    List<String> lines(Event event) {
      List<Line> lines = new ArrayList<>();
      if (event instanceof Event.Began began) {
        if (sessions.putIfAbsent(began.session().id(), 0) == null) {
          lines.add(began(began.session()));
        }
      } else if (event instanceof Event.Exchanged exchanged) {
        Exchange exchange = exchanged.exchange();
        int last = sessions.getOrDefault(exchange.session(), 0);
        if (last >= 0 && exchange.number() > last) {
          sessions.put(exchange.session(), exchange.number());
          lines.addAll(exchange(exchange, number -> exchanged.message()));
        }
      } else if (event instanceof Event.Ended ended) {
        Integer last = sessions.put(ended.session().id(), -1);
        if (last == null || last >= 0) {
          lines.add(ended(ended.session()));
        }
      } else if (event instanceof Event.Missed missed && missed.gap().lost().isEmpty()) {
        // It is another server, whose sessions have other numbers.
        sessions.clear();
      }
      return lines.stream().map(Line::text).toList();
    }

    private Line began(Session session) {
      return new Line(
          session.begun(), json ? JournalLines.began(session) : narrator.began(session));
    }

    private Line ended(Session session) {
      return new Line(
          session.ended().orElse(session.begun()),
          json ? JournalLines.ended(session) : narrator.ended(session));
    }

    private static Optional<ReceivedMessage> message(Evidence evidence, long number) {
      return evidence.messages().stream().filter(each -> each.number() == number).findFirst();
    }

    private List<Line> exchange(
        Exchange exchange, LongFunction<Optional<ReceivedMessage>> messages) {
      if (json) {
        return List.of(new Line(exchange.at(), JournalLines.exchange(exchange)));
      }
      List<Line> lines = new ArrayList<>();
      lines.add(new Line(exchange.at(), narrator.exchange(exchange)));
      if (exchange.message().isPresent()) {
        long number = exchange.message().getAsLong();
        lines.add(
            new Line(exchange.at(), narrator.stored(exchange, number, messages.apply(number))));
      }
      return lines;
    }
  }
}
