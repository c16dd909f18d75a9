package dev.fivefifty.http;

import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;

/** What a journal tells its listeners. */
sealed interface Happening {
  /** What holds a session or an exchange, about. */
  long OVERHEAD = 1_000;

  /** By this name it travels. */
  String name();

  /** How much memory it may keep from being freed, about, in bytes. */
  long size();

  private static long size(Exchange exchange) {
    return OVERHEAD + exchange.received().length() + exchange.sent().length();
  }

  private static long size(Session session) {
    return OVERHEAD + session.exchanges().stream().mapToLong(Happening::size).sum();
  }

  /** A session began. */
  record Began(Session session, long size) implements Happening {
    static final String NAME = "session-begin";

    Began(Session session) {
      this(session, Happening.size(session));
    }

    @Override
    public String name() {
      return NAME;
    }
  }

  /** An exchange was recorded. */
  record Exchanged(Exchange exchange, long size) implements Happening {
    static final String NAME = "exchange";

    Exchanged(Exchange exchange) {
      this(exchange, Happening.size(exchange));
    }

    @Override
    public String name() {
      return NAME;
    }
  }

  /** A session ended. */
  record Ended(Session session, long size) implements Happening {
    static final String NAME = "session-end";

    Ended(Session session) {
      this(session, Happening.size(session));
    }

    @Override
    public String name() {
      return NAME;
    }
  }
}
