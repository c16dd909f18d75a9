package dev.fivefifty.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;

/** What the journal holds of one session. Written under the journal's lock, read without. */
final class SessionLog {
  /** What a listed session is counted for, without what it holds. */
  static final long SIZE = 1_000;

  final long id;
  final Deque<Held<Exchange>> exchanges = new ConcurrentLinkedDeque<>();
  final Deque<Held<Attempt>> attempts = new ConcurrentLinkedDeque<>();

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

  /** Does nothing if it is no longer held; fast if it is among the last. */
  static <T> void replace(Deque<Held<T>> all, T recorded, T corrected) {
    Iterator<Held<T>> latestFirst = all.descendingIterator();
    while (latestFirst.hasNext()) {
      Held<T> held = latestFirst.next();
      if (held.value == recorded) {
        held.value = corrected;
        return;
      }
    }
  }

  Session snapshot() {
    return state.with(
        id,
        exchanges.stream().map(held -> held.value).toList(),
        discardedExchanges,
        attempts.stream().map(held -> held.value).toList());
  }
}
