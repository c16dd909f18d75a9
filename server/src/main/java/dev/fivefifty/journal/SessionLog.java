package dev.fivefifty.journal;

import dev.fivefifty.rule.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

  /** What it carried since the journal was last cleared. */
  private volatile Set<String> tags = Set.of();

  /**
   * The number of its first MAIL, or first exchange with a tag: what came before is every tag's.
   */
  private volatile int opened = Integer.MAX_VALUE;

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

  /** Notes what was said, for the views of tags. */
  void said(Exchange exchange) {
    if (exchange.tag().isPresent() || exchange.stage() == Stage.MAIL) {
      // Only the holder of the journal's lock writes.
      opened = Math.min(opened, exchange.number());
    }
    exchange.tag().ifPresent(this::carries);
  }

  void carries(String tag) {
    if (!tags.contains(tag)) {
      Set<String> more = new LinkedHashSet<>(tags);
      more.add(tag);
      tags = Collections.unmodifiableSet(more);
    }
  }

  boolean carried(String tag) {
    return tags.contains(tag);
  }

  /** Forgets a tag; false if the session carried others, too. */
  boolean forget(String tag) {
    Set<String> others = new LinkedHashSet<>(tags);
    others.remove(tag);
    tags = Collections.unmodifiableSet(others);
    return others.isEmpty();
  }

  /** The same session with nothing said. */
  SessionLog renewed() {
    SessionLog renewed = new SessionLog(id, state);
    renewed.opened = opened;
    return renewed;
  }

  /**
   * What belongs to one tag: what was said under it, what was said in a transaction before it was
   * known, and what was said before there was any transaction or tag.
   */
  List<Held<Exchange>> shown(String tag) {
    List<Held<Exchange>> shown = new ArrayList<>();
    List<Held<Exchange>> unknown = new ArrayList<>();
    for (Held<Exchange> held : exchanges.held(exchange -> true)) {
      Exchange exchange = held.value;
      if (isOpening(exchange)) {
        shown.add(held);
      } else if (exchange.tag().isPresent()) {
        if (exchange.tag().get().equals(tag)) {
          shown.addAll(unknown);
          shown.add(held);
        }
        unknown.clear();
      } else {
        if (exchange.stage() == Stage.MAIL) {
          unknown.clear();
        }
        unknown.add(held);
      }
    }
    return shown;
  }

  /** Whether it was said before any tag could matter, so that it belongs to all. */
  boolean isOpening(Exchange exchange) {
    return exchange.tag().isEmpty() && exchange.number() < opened;
  }

  void discardedExchange() {
    // Not atomic, and need not be: only the holder of the journal's lock writes.
    long before = discardedExchanges;
    discardedExchanges = before + 1;
  }

  /** What belongs to one tag, and what was said before any was known. */
  Session snapshot(String tag) {
    return state.with(
        id,
        shown(tag).stream().map(held -> held.value).toList(),
        discardedExchanges,
        attempts.values().stream().filter(attempt -> isOf(attempt, tag)).toList());
  }

  static boolean isOf(Attempt attempt, String tag) {
    return attempt.tag().filter(tag::equals).isPresent();
  }

  Session snapshot() {
    return state.with(id, exchanges.values(), discardedExchanges, attempts.values());
  }
}
