package dev.fivefifty.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a journal holds from one clearing to the next, and how it stays within its limits. Every
 * change is made under the journal's lock, in about constant time; reading needs no lock.
 */
final class Holdings {
  private final int sessionLimit;
  private final long byteLimit;

  final ConcurrentNavigableMap<Long, SessionLog> sessions = new ConcurrentSkipListMap<>();
  final Chain<Exchange> exchanges = Chain.ofAll();
  final Chain<Attempt> attempts = Chain.ofAll();
  final ConcurrentNavigableMap<Long, Held<ReceivedMessage>> messages =
      new ConcurrentSkipListMap<>();
  final Map<Long, Held<ReceivedMessage>> messagesByNumber = new ConcurrentHashMap<>();

  /** In the order in which they ended; may hold some that are discarded already. */
  private final Deque<SessionLog> ended = new ArrayDeque<>();

  /** Because a skip list counts itself by walking. */
  private int sessionCount;

  private long attemptBytes;
  private volatile long bytes;
  private volatile Discarded discarded = Discarded.NOTHING;

  Holdings(int sessionLimit, long byteLimit) {
    this.sessionLimit = sessionLimit;
    this.byteLimit = byteLimit;
  }

  long bytes() {
    return bytes;
  }

  Discarded discarded() {
    return discarded;
  }

  void begin(SessionLog log) {
    sessions.put(log.id, log);
    sessionCount++;
    count(SessionLog.SIZE);
    while (sessionCount > sessionLimit) {
      discardSession(log);
    }
    shrink();
  }

  void end(SessionLog log) {
    if (lists(log)) {
      ended.add(log);
    }
  }

  void add(Held<Exchange> held) {
    long size = held.size;
    Exchange exchange = held.value;
    if (exchange.occasion().message().orElse(null) instanceof ParsedMessage view) {
      Held<ReceivedMessage> message =
          exchange.message().isPresent()
              ? messagesByNumber.get(exchange.message().getAsLong())
              : null;
      if (message == null) {
        view.release();
      } else {
        message.show(view);
      }
    }
    if (!lists(held.log) || size > byteLimit) {
      held.log.discardedExchange();
      discarded = discarded.withExchange(size);
      return;
    }
    exchanges.add(held);
    held.log.exchanges.add(held);
    held.log.said(exchange);
    count(size);
    shrink();
  }

  void addAttempt(Held<Attempt> held) {
    if (!lists(held.log) || held.size > byteLimit) {
      discarded = discarded.withAttempt(held.size);
      return;
    }
    attempts.add(held);
    held.log.attempts.add(held);
    held.value.tag().ifPresent(held.log::carries);
    attemptBytes += held.size;
    count(held.size);
    shrink();
  }

  /** Returns false if the message alone is too large to be held. */
  boolean store(Held<ReceivedMessage> held) {
    if (held.size > byteLimit) {
      discarded = discarded.withMessage(held.size);
      return false;
    }
    messagesByNumber.put(held.value.number(), held);
    messages.put(held.place, held);
    if (lists(held.log)) {
      held.log.messages.add(held);
    }
    count(held.size);
    shrink();
    return true;
  }

  /**
   * Removes what a view of a tag shows. What a session said before any tag was known goes with the
   * last of its tags.
   *
   * @param isOpen whether a session goes on, and stays listed
   */
  Removed remove(String tag, LongPredicate isOpen) {
    List<Session> removed = new ArrayList<>();
    for (SessionLog log : sessions.values()) {
      if (log.carried(tag)) {
        List<Held<Exchange>> shown = log.shown(tag);
        removed.add(log.snapshot(tag));
        boolean last = log.forget(tag);
        for (Held<Exchange> held : shown) {
          if (last || !log.isOpening(held.value)) {
            removeExchange(held);
          }
        }
        log.attempts.held(attempt -> SessionLog.isOf(attempt, tag)).forEach(this::removeAttempt);
        boolean empty = log.exchanges.first() == null && log.attempts.first() == null;
        if (last && empty && !isOpen.test(log.id)) {
          sessions.remove(log.id);
          sessionCount--;
          count(-SessionLog.SIZE);
        }
      }
    }
    List<ReceivedMessage> gone = new ArrayList<>();
    for (Held<ReceivedMessage> held : messages.values()) {
      if (held.value.tag().filter(tag::equals).isPresent()) {
        gone.add(held.value);
        removeMessage(held);
      }
    }
    return new Removed(removed, gone);
  }

  private void removeExchange(Held<Exchange> held) {
    exchanges.remove(held);
    held.log.exchanges.remove(held);
    count(-held.size);
  }

  private void removeAttempt(Held<Attempt> held) {
    attempts.remove(held);
    held.log.attempts.remove(held);
    attemptBytes -= held.size;
    count(-held.size);
  }

  private void removeMessage(Held<ReceivedMessage> held) {
    messages.remove(held.place);
    messagesByNumber.remove(held.value.number(), held);
    held.log.messages.remove(held);
    count(-held.size);
  }

  /** False for a session that was discarded, or that had ended before the journal was cleared. */
  private boolean lists(SessionLog log) {
    return sessions.get(log.id) == log;
  }

  private void count(long more) {
    // Only the holder of the journal's lock writes.
    long before = bytes;
    bytes = before + more;
  }

  private void shrink() {
    // Attempts are what a test asks about long after, and small: the others go first, as long as
    // attempts keep to their share.
    Held<Attempt> attempt;
    while (attemptBytes > byteLimit / 4 && (attempt = attempts.first()) != null) {
      discardAttempt(attempt);
    }
    while (bytes > byteLimit) {
      Held<Exchange> exchange = exchanges.first();
      Map.Entry<Long, Held<ReceivedMessage>> message = messages.firstEntry();
      if (exchange != null && (message == null || exchange.place < message.getKey())) {
        discardExchange(exchange);
      } else if (message != null) {
        discardMessage(message.getValue());
      } else if ((attempt = attempts.first()) != null) {
        discardAttempt(attempt);
      } else if (sessionCount > 1) {
        discardSession(sessions.lastEntry().getValue());
      } else {
        return;
      }
    }
  }

  private void discardExchange(Held<Exchange> held) {
    removeExchange(held);
    held.log.discardedExchange();
    discarded = discarded.withExchange(held.size);
  }

  private void discardAttempt(Held<Attempt> held) {
    removeAttempt(held);
    discarded = discarded.withAttempt(held.size);
  }

  private void discardMessage(Held<ReceivedMessage> held) {
    removeMessage(held);
    held.views.forEach(ParsedMessage::release);
    discarded = discarded.withMessage(held.size);
  }

  /** The one that ended first goes first; the newest stays, whatever it is. */
  private void discardSession(SessionLog newest) {
    SessionLog log = nextToGo(newest);
    if (log == null) {
      return;
    }
    sessions.remove(log.id);
    sessionCount--;
    count(-SessionLog.SIZE);
    discarded = discarded.withSession(SessionLog.SIZE);
    for (Held<Exchange> held; (held = log.exchanges.first()) != null; ) {
      discardExchange(held);
    }
    for (Held<Attempt> held; (held = log.attempts.first()) != null; ) {
      discardAttempt(held);
    }
    while (!log.messages.isEmpty()) {
      discardMessage(log.messages.element());
    }
  }

  private @Nullable SessionLog nextToGo(SessionLog newest) {
    while (!ended.isEmpty()) {
      SessionLog log = ended.poll();
      if (lists(log) && log != newest) {
        return log;
      }
    }
    SessionLog oldest = sessions.firstEntry().getValue();
    return oldest == newest ? null : oldest;
  }
}
