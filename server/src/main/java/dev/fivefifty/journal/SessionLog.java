package dev.fivefifty.journal;

import java.util.ArrayDeque;
import java.util.Deque;

/** What the journal holds of one session. Written under the journal's lock, read without. */
final class SessionLog {
  /** What a listed session is counted for, without what it holds. */
  static final long SIZE = 1_000;

  final long id;
  final Chain<Exchange> exchanges = Chain.ofSession();
  final Chain<Attempt> attempts = Chain.ofSession();

  /** Only for the one who discards the session. */
  final Deque<Held<ReceivedMessage>> messages = new ArrayDeque<>();

  volatile long discardedExchanges;
  private volatile SessionState state;

  SessionLog(long id, SessionState state) {
    this.id = id;
    this.state = state;
  }

  SessionState state() {
    return state;
  }

  void state(SessionState state) {
    this.state = state;
  }

  void discardedExchange() {
    // Not atomic, and need not be: only the holder of the journal's lock writes.
    long before = discardedExchanges;
    discardedExchanges = before + 1;
  }

  Session snapshot() {
    return state.with(id, exchanges.values(), discardedExchanges, attempts.values());
  }
}
