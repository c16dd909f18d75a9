package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    exitCodeList = {Commands.DONE, Commands.FAILED_THERE, Commands.USAGE})
final class JournalCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;

  @Mixin private TaggedServer server = new TaggedServer();

  @Option(
      names = "--follow",
      description = "Go on telling what happens, until interrupted or the server is gone.")
  private boolean follow;

  @Option(names = "--json", description = "JSON, a line for each event.")
  private boolean json;

  private final Io io;

  JournalCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    return server.use(io, this::tell);
  }

  private int tell(FiveFifty there) throws InterruptedException {
    Told told = new Told(json, new Narrator(palette(), ZoneId.systemDefault()));
    told.whatIsNew(there.evidence()).forEach(io.out()::println);
    while (follow) {
      Thread.sleep(POLL_MILLIS);
      told.whatIsNew(there.evidence()).forEach(io.out()::println);
      io.out().flush();
    }
    return Main.EXIT_DONE;
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
        lines.add(
            new Line(
                session.begun(), json ? JournalLines.began(session) : narrator.began(session)));
      }
      int told = last;
      for (Exchange exchange : session.exchanges()) {
        if (exchange.number() > last) {
          told = exchange.number();
          exchange(exchange, evidence, lines);
        }
      }
      Optional<Instant> ended = session.ended();
      if (ended.isEmpty()) {
        return told;
      }
      lines.add(
          new Line(ended.get(), json ? JournalLines.ended(session) : narrator.ended(session)));
      return -1;
    }

    private void exchange(Exchange exchange, Evidence evidence, List<Line> lines) {
      if (json) {
        lines.add(new Line(exchange.at(), JournalLines.exchange(exchange)));
        return;
      }
      lines.add(new Line(exchange.at(), narrator.exchange(exchange)));
      if (exchange.message().isPresent()) {
        long number = exchange.message().getAsLong();
        Optional<ReceivedMessage> message =
            evidence.messages().stream().filter(each -> each.number() == number).findFirst();
        lines.add(new Line(exchange.at(), narrator.stored(exchange, number, message)));
      }
    }
  }
}
