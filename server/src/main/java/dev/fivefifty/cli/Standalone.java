package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that says on standard output what happens. */
final class Standalone implements AutoCloseable {
  /** Some megabytes at most. */
  private static final int LINES = 10_000;

  /** Within the 2 seconds in which a signal must stop the server. */
  private static final Duration STOP = Duration.ofMillis(1_650);

  /** Beyond that, what is asked to be left behind may take some time. */
  private static final Duration STOP_AND_WRITE = Duration.ofSeconds(8);

  private static final Duration LAST_WORDS = Duration.ofMillis(100);

  private final Io io;
  private final boolean quiet;
  private final LineWriter lines;
  private final SessionCount sessions = new SessionCount();
  private final Questions questions = new Questions();
  private final FiveFifty server;
  private final List<Path> reports;
  private final @Nullable Saver saver;
  private boolean closed;

  /** Made when the output is first used: to ask for a terminal takes time at start. */
  private volatile Narrator narrator = new Narrator(Palette.PLAIN, ZoneId.systemDefault());

  /**
   * Starts a server; when this returns, it accepts connections.
   *
   * @throws java.io.UncheckedIOException if the port cannot be bound
   */
  Standalone(FiveFifty.Builder builder, ServeOptions options, Io io) {
    this.io = io;
    this.quiet = options.quiet();
    this.reports = options.reports();
    this.lines = new LineWriter(io.out(), LINES);
    this.saver =
        options.save() == null
            ? null
            : new Saver(options.save(), what -> io.err().println(Printable.safe(what)));
    this.server = start(builder);
  }

  private FiveFifty start(FiveFifty.Builder builder) {
    try {
      return builder.watch(this::listen).onAsked(questions::add).start();
    } catch (RuntimeException e) {
      if (saver != null) {
        saver.giveUp();
      }
      throw e;
    }
  }

  /** How long an orderly end may take. */
  static Duration patience(ServeOptions options) {
    return options.save() == null && options.reports().isEmpty() ? STOP : STOP_AND_WRITE;
  }

  FiveFifty server() {
    return server;
  }

  private void listen(Journal journal) {
    if (saver != null) {
      saver.listen(journal);
    }
    if (quiet && saver == null && reports.isEmpty()) {
      return;
    }
    if (quiet) {
      // So that the end can wait for them.
      journal.onSessionBegin(session -> sessions.began());
      journal.onSessionEnd(session -> sessions.ended());
      return;
    }
    journal.onSessionBegin(
        session -> {
          sessions.began();
          lines.line(narrator.began(session));
        });
    journal.onExchange(exchange -> tell(journal, exchange));
    journal.onSessionEnd(
        session -> {
          lines.line(narrator.ended(session));
          sessions.ended();
        });
  }

  private void tell(Journal journal, Exchange exchange) {
    lines.line(narrator.exchange(exchange));
    if (exchange.message().isPresent()) {
      long number = exchange.message().getAsLong();
      lines.line(narrator.stored(exchange, number, journal.message(number)));
    }
  }

  /** Says the first words, and from then on what happens, and what happened meanwhile. */
  void speak(String firstWords) {
    io.out().print(firstWords);
    io.out().flush();
    if (!quiet) {
      if (io.terminal().getAsBoolean()) {
        narrator = new Narrator(Palette.COLOURED, ZoneId.systemDefault());
      }
      lines.start();
    }
  }

  /** Says something beside what happens; in step with it. */
  void say(String line) {
    if (quiet) {
      io.out().println(line);
    } else {
      lines.line(line);
    }
  }

  /**
   * Stops the server, says what is left to be said, and writes what is to be left behind. Whoever
   * comes second waits until that is done.
   *
   * @throws java.io.UncheckedIOException if it could not be written
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    long began = System.nanoTime();
    server.close();
    // Session threads may still be on their way out.
    sessions.awaitEnd(left(began).minus(LAST_WORDS));
    if (!quiet) {
      // On a busy machine the last words may take all the time that the sessions left.
      Duration most = left(began).compareTo(LAST_WORDS) > 0 ? left(began) : LAST_WORDS;
      lines.close(narrator.summary(sessions.all(), server.journal()), most);
    }
    try {
      for (Path report : reports) {
        Report.write(report, server.evidence(), questions.taken());
      }
    } finally {
      if (saver != null) {
        saver.close(STOP_AND_WRITE.minus(STOP));
      }
    }
  }

  private static Duration left(long began) {
    return STOP.minusNanos(System.nanoTime() - began);
  }
}
