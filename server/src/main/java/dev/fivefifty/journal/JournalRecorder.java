package dev.fivefifty.journal;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in which sessions are recorded, within limits.
 *
 * <p>When it holds more bytes than its limit, the oldest exchanges and messages go, in the order of
 * arrival of all sessions, open ones too. Attempts stay longer: the oldest go when attempts alone
 * take more than a quarter of the limit, or nothing else is left. When it holds more sessions than
 * its limit, the session that ended first goes with all it has; where none has ended, the one that
 * began first. An open session that went is listed no more, and neither are its later exchanges and
 * attempts, but messages that it stores later are. A message that alone is larger than the limit is
 * never held. What went is told by {@link #discarded()}.
 *
 * <p>Counted are the array of a message's content, the bytes that came and went at an exchange with
 * the header section that it keeps, and a fixed sum for what surrounds them, about what it takes in
 * memory: 1,000 bytes a session and a message, 500 an exchange and an attempt, 150 a recipient of a
 * message. What is parsed from a message on demand is not counted; it is given up when memory gets
 * short.
 */
public final class JournalRecorder implements Journal {
  /** How many sessions a journal holds unless told otherwise. */
  public static final int DEFAULT_SESSION_LIMIT = 10_000;

  private static final Logger log = LoggerFactory.getLogger(JournalRecorder.class);
  private static final long MOST_BYTES = 256L << 20;
  private static final int SPINS = 200;

  private final int sessionLimit;
  private final long byteLimit;
  private final AtomicLong lastMessageNumber = new AtomicLong();

  /** Held for every change, for about constant time; never while anything foreign is called. */
  private final ReentrantLock writing = new ReentrantLock();

  private volatile Holdings holdings;
  private long lastSession;
  private long lastPlace;
  private final Map<Long, SessionRecorder> open = new TreeMap<>();
  private boolean warnedOfSize;

  /** Counted after the change, so that whoever has read the count sees what it counts. */
  private volatile long changes;

  private final ReadWriteLock views = new ReentrantReadWriteLock();

  private final ReentrantLock taking = new ReentrantLock();
  private final Condition stored = taking.newCondition();

  /** The place of the last message taken; a place instead of a queue holds no message in memory. */
  private long lastTaken;

  private final Listeners<Exchange> exchangeListeners = new Listeners<>("an exchange");
  private final Listeners<Session> beginListeners = new Listeners<>("the begin of a session");
  private final Listeners<Session> endListeners = new Listeners<>("the end of a session");

  /**
   * The limit on bytes unless told otherwise.
   *
   * @return the smaller of 256 MiB and a quarter of the most memory this JVM will use
   */
  public static long defaultByteLimit() {
    return Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * Makes an empty journal.
   *
   * @param sessionLimit how many sessions it holds, 1 or more
   * @param byteLimit how many bytes it holds, 1 or more
   * @throws IllegalArgumentException if a limit is less than 1
   */
  public JournalRecorder(int sessionLimit, long byteLimit) {
    if (sessionLimit < 1 || byteLimit < 1) {
      throw new IllegalArgumentException(
          "a limit is 1 or more, not " + (sessionLimit < 1 ? sessionLimit : byteLimit));
    }
    this.sessionLimit = sessionLimit;
    this.byteLimit = byteLimit;
    this.holdings = new Holdings(sessionLimit, byteLimit);
  }

  @Override
  public List<Session> sessions() {
    return sessionsOf(holdings);
  }

  private static List<Session> sessionsOf(Holdings holdings) {
    // First which, then what was said: the first is quick, so that the list is of about one moment.
    List<SessionLog> logs = new ArrayList<>(holdings.sessions.values());
    return logs.stream().map(SessionLog::snapshot).toList();
  }

  @Override
  public Optional<Session> session(long id) {
    return Optional.ofNullable(holdings.sessions.get(id)).map(SessionLog::snapshot);
  }

  @Override
  public List<Exchange> exchanges() {
    return holdings.exchanges.values();
  }

  @Override
  public List<ReceivedMessage> messages() {
    return messagesOf(holdings);
  }

  private static List<ReceivedMessage> messagesOf(Holdings holdings) {
    return holdings.messages.values().stream().map(held -> held.value).toList();
  }

  @Override
  public Optional<ReceivedMessage> message(long number) {
    return Optional.ofNullable(holdings.messagesByNumber.get(number)).map(held -> held.value);
  }

  @Override
  public List<Attempt> attempts() {
    return holdings.attempts.values();
  }

  @Override
  public Optional<ReceivedMessage> takeMessage(Duration timeout) throws InterruptedException {
    long left = nanos(timeout);
    taking.lockInterruptibly();
    try {
      while (true) {
        Map.Entry<Long, Held<ReceivedMessage>> next = holdings.messages.higherEntry(lastTaken);
        if (next != null) {
          lastTaken = next.getKey();
          return Optional.of(next.getValue().value);
        }
        if (left <= 0) {
          return Optional.empty();
        }
        left = stored.awaitNanos(left);
      }
    } finally {
      taking.unlock();
    }
  }

  private static long nanos(Duration timeout) {
    // Longer ones do not fit into a long.
    return timeout.compareTo(Duration.ofDays(100_000)) > 0
        ? TimeUnit.DAYS.toNanos(100_000)
        : timeout.isNegative() ? 0 : timeout.toNanos();
  }

  Optional<ReceivedMessage> takeMessage(String tag, Duration timeout) throws InterruptedException {
    long left = nanos(timeout);
    taking.lockInterruptibly();
    try {
      while (true) {
        for (Held<ReceivedMessage> held : holdings.messages.values()) {
          if (!held.taken && held.value.tag().filter(tag::equals).isPresent()) {
            held.taken = true;
            return Optional.of(held.value);
          }
        }
        if (left <= 0) {
          return Optional.empty();
        }
        left = stored.awaitNanos(left);
      }
    } finally {
      taking.unlock();
    }
  }

  /**
   * What happened to sessions of one tag: each session that carried it, with the exchanges of that
   * tag and those before any was known, and the attempts and messages of that tag.
   *
   * @param tag in lower case
   * @return a view of this journal; what it shows is read from here each time
   */
  public Journal tagged(String tag) {
    return new TaggedJournal(this, tag);
  }

  Holdings holdings() {
    return holdings;
  }

  /** Held to be shared while a view is read, and alone while one is emptied. */
  ReadWriteLock views() {
    return views;
  }

  Removed clear(String tag) {
    Lock alone = views.writeLock();
    alone.lock();
    lockForWriting();
    try {
      return holdings.remove(tag, open::containsKey);
    } finally {
      changed();
      writing.unlock();
      alone.unlock();
    }
  }

  @Override
  public Discarded discarded() {
    return holdings.discarded();
  }

  @Override
  public Removed clear() {
    Holdings removed;
    lockForWriting();
    try {
      removed = holdings;
      Holdings fresh = new Holdings(sessionLimit, byteLimit);
      open.values().forEach(session -> fresh.begin(session.renew()));
      holdings = fresh;
    } finally {
      changed();
      writing.unlock();
    }
    return new Removed(sessionsOf(removed), messagesOf(removed));
  }

  /**
   * How much is held now.
   *
   * @return bytes, counted as said above
   */
  public long bytes() {
    return holdings.bytes();
  }

  @Override
  public void onExchange(Consumer<Exchange> listener) {
    exchangeListeners.add(listener);
  }

  @Override
  public void onSessionBegin(Consumer<Session> listener) {
    beginListeners.add(listener);
  }

  @Override
  public void onSessionEnd(Consumer<Session> listener) {
    endListeners.add(listener);
  }

  @Override
  public void onGap(Consumer<Gap> listener) {
    // There is none: each is told before its session goes on.
  }

  /**
   * Begins to record a session.
   *
   * @param client the client's address
   * @param clientPort the client's port
   * @param listener the name of the listener
   * @param at when it connected, by the server's clock
   * @return what to record with; it must be ended
   */
  public SessionRecorder begin(InetAddress client, int clientPort, String listener, Instant at) {
    SessionState state = SessionState.begun(client, clientPort, listener, at);
    SessionRecorder recorder;
    lockForWriting();
    try {
      SessionLog session = new SessionLog(++lastSession, state);
      recorder = new SessionRecorder(this, session);
      open.put(session.id, recorder);
      holdings.begin(session);
    } finally {
      changed();
      writing.unlock();
    }
    beginListeners.call(recorder::snapshot);
    return recorder;
  }

  /**
   * The number for the next message; one that is not stored in the end leaves a gap.
   *
   * @return from 1, each once
   */
  public long nextMessageNumber() {
    return lastMessageNumber.incrementAndGet();
  }

  /**
   * What is done under the lock is shorter than to park a thread and to wake it again: so another
   * session's turn is awaited for a moment first.
   */
  private void lockForWriting() {
    for (int i = 0; i < SPINS; i++) {
      if (writing.tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    writing.lock();
  }

  /**
   * How often anything has changed: whoever sees the same number again has missed nothing.
   *
   * @return 0 or more
   */
  public long changes() {
    return changes;
  }

  private void changed() {
    // Not atomic, and need not be: only the holder of the lock writes.
    long before = changes;
    changes = before + 1;
  }

  void add(SessionRecorder session, Exchange exchange) {
    long size = Held.sizeOf(exchange);
    lockForWriting();
    try {
      holdings.add(new Held<>(++lastPlace, size, session.log(), exchange));
    } finally {
      changed();
      writing.unlock();
    }
    exchangeListeners.call(() -> exchange);
  }

  void add(SessionRecorder session, Attempt attempt) {
    long size = Held.sizeOf(attempt);
    lockForWriting();
    try {
      holdings.addAttempt(new Held<>(++lastPlace, size, session.log(), attempt));
    } finally {
      changed();
      writing.unlock();
    }
  }

  void replace(SessionRecorder session, Exchange recorded, Exchange corrected) {
    lockForWriting();
    try {
      session.log().exchanges.replace(recorded, corrected);
    } finally {
      changed();
      writing.unlock();
    }
  }

  void replace(SessionRecorder session, Attempt recorded, Attempt corrected) {
    lockForWriting();
    try {
      session.log().attempts.replace(recorded, corrected);
    } finally {
      changed();
      writing.unlock();
    }
  }

  void store(SessionRecorder session, ReceivedMessage message) {
    long size = Held.sizeOf(message);
    boolean warn = false;
    lockForWriting();
    try {
      if (!holdings.store(new Held<>(++lastPlace, size, session.log(), message))) {
        warn = !warnedOfSize;
        warnedOfSize = true;
      }
    } finally {
      changed();
      writing.unlock();
    }
    if (warn) {
      log.warn(
          "{} is larger than the journal's limit of {} bytes and was not kept", message, byteLimit);
    }
    taking.lock();
    try {
      stored.signalAll();
    } finally {
      taking.unlock();
    }
  }

  void change(SessionRecorder session, Function<SessionState, SessionState> change) {
    lockForWriting();
    try {
      // What has ended may be among what clear() removed, which changes no more.
      if (open.containsKey(session.id())) {
        session.log().state(change.apply(session.log().state()));
      }
    } finally {
      changed();
      writing.unlock();
    }
  }

  void end(SessionRecorder session, Instant at, Session.End how) {
    lockForWriting();
    try {
      if (open.remove(session.id()) == null) {
        return;
      }
      session.log().state(session.log().state().withEnd(at, how));
      holdings.end(session.log());
    } finally {
      changed();
      writing.unlock();
    }
    endListeners.call(session::snapshot);
  }
}
