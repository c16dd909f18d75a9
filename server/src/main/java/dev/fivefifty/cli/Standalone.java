package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Journal;
import java.time.Duration;
import java.time.ZoneId;

/** A server that says on standard output what happens. */
final class Standalone implements AutoCloseable {
  /** Some megabytes at most. */
  private static final int LINES = 10_000;

  /** Within the 2 seconds in which a signal must stop the server. */
  private static final Duration STOP = Duration.ofMillis(1_650);

  private static final Duration LAST_WORDS = Duration.ofMillis(100);

  private final Io io;
  private final boolean quiet;
  private final LineWriter lines;
  private final SessionCount sessions = new SessionCount();
  private final FiveFifty server;

  /** Made when the output is first used: to ask for a terminal takes time at start. */
  private volatile Narrator narrator = new Narrator(Palette.PLAIN, ZoneId.systemDefault());

  /**
   * Starts a server; when this returns, it accepts connections.
   *
   * @throws java.io.UncheckedIOException if the port cannot be bound
   */
  Standalone(FiveFifty.Builder builder, boolean quiet, Io io) {
    this.io = io;
    this.quiet = quiet;
    this.lines = new LineWriter(io.out(), LINES);
    this.server = quiet ? builder.start() : builder.watch(this::listen).start();
  }

  FiveFifty server() {
    return server;
  }

  private void listen(Journal journal) {
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

  /** Stops the server, and says what is left to be said. */
  @Override
  public void close() {
    long began = System.nanoTime();
    server.close();
    if (!quiet) {
      // Session threads may still be on their way out.
      sessions.awaitEnd(left(began).minus(LAST_WORDS));
      // On a busy machine the last words may take all the time that the sessions left.
      Duration most = left(began).compareTo(LAST_WORDS) > 0 ? left(began) : LAST_WORDS;
      lines.close(narrator.summary(sessions.all(), server.journal()), most);
    }
  }

  private static Duration left(long began) {
    return STOP.minusNanos(System.nanoTime() - began);
  }
}
