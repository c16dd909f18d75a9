package dev.fivefifty.http;

import dev.fivefifty.expect.Evidence;
import dev.fivefifty.file.EvidenceJson;
import dev.fivefifty.file.KnownEvidence;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Gap;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Removed;
import dev.fivefifty.journal.Session;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a server elsewhere. Each question asks the server, which says only whether
 * anything has changed if nothing has. Which messages were taken is known here alone. Thread-safe.
 */
final class RemoteJournal implements Journal {
  private static final String PATH = "/api/v1/evidence";

  /** A URI has 8 KiB at most. */
  private static final int LONGEST = 6_000;

  private static final long POLL_MILLIS = 20;

  private final HttpConnection connection;
  private final RemoteListeners listeners;

  /** How many requests for evidence have begun. */
  private final AtomicLong begun = new AtomicLong();

  private final Object reading = new Object();
  private @Nullable Snapshot latest;
  private long latestBegan;
  private boolean closed;

  private final Object taking = new Object();
  private final Set<Long> taken = new HashSet<>();
  private String takenOf = "";

  /** What the server knew at one moment. */
  private record Snapshot(
      String tag, KnownEvidence known, TreeMap<Long, ReceivedMessage> messages) {
    static Snapshot of(String tag, KnownEvidence known) {
      return new Snapshot(
          tag,
          known,
          known.evidence().messages().stream()
              .collect(
                  Collectors.toMap(
                      ReceivedMessage::number,
                      Function.identity(),
                      (first, second) -> second,
                      TreeMap::new)));
    }

    /** Of the server; its dots are the revision's. */
    String id() {
      return tag.replace("\"", "").split("\\.", 2)[0];
    }

    String revision() {
      String[] parts = tag.replace("\"", "").split("\\.", 2);
      return parts[parts.length - 1];
    }
  }

  RemoteJournal(HttpConnection connection) {
    this.connection = connection;
    this.listeners = new RemoteListeners(connection);
  }

  private Snapshot read() {
    long before = begun.get();
    synchronized (reading) {
      Snapshot known = latest;
      // One that began after this question was asked answers it: many may wait here.
      if (known != null && (closed || latestBegan > before)) {
        return known;
      }
      long number = begun.incrementAndGet();
      Snapshot read = ask(known);
      latest = read;
      latestBegan = number;
      return read;
    }
  }

  private Snapshot ask(@Nullable Snapshot known) {
    if (known == null) {
      return snapshot(connection.send("GET", PATH, null).ok(), Map.of());
    }
    String have = Numbers.format(new TreeSet<>(known.messages().keySet()), LONGEST);
    HttpConnection.Got got =
        connection.send(
            "GET",
            PATH + "?of=" + Percent.encode(known.id()) + "&have=" + have,
            null,
            "If-None-Match",
            known.tag());
    return got.status() == 304 ? known : snapshot(got.ok(), known.messages());
  }

  private Snapshot snapshot(HttpConnection.Got got, Map<Long, ReceivedMessage> there) {
    return Snapshot.of(got.header("ETag"), parsed(got, there));
  }

  private KnownEvidence parsed(HttpConnection.Got got, Map<Long, ReceivedMessage> there) {
    try {
      return EvidenceJson.read(got.bytes(), there::get);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the server at "
              + connection.api()
              + " answered what cannot be understood: "
              + e.getMessage(),
          e);
    }
  }

  Evidence evidence() {
    return read().known().evidence();
  }

  String id() {
    return read().id();
  }

  String revision() {
    return read().revision();
  }

  @Override
  public List<Session> sessions() {
    return evidence().sessions();
  }

  @Override
  public Optional<Session> session(long id) {
    return evidence().session(id);
  }

  @Override
  public List<Exchange> exchanges() {
    return read().known().exchanges();
  }

  @Override
  public List<ReceivedMessage> messages() {
    return evidence().messages();
  }

  @Override
  public Optional<ReceivedMessage> message(long number) {
    return Optional.ofNullable(read().messages().get(number));
  }

  @Override
  public List<Attempt> attempts() {
    return evidence().attempts();
  }

  @Override
  public Discarded discarded() {
    return evidence().discarded();
  }

  @Override
  public Optional<ReceivedMessage> takeMessage(Duration timeout) throws InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Optional<ReceivedMessage> next = takeNow();
      Duration left = timeout.minusNanos(System.nanoTime() - begin);
      if (next.isPresent() || left.isNegative() || left.isZero()) {
        return next;
      }
      Thread.sleep(Math.min(POLL_MILLIS, left.toMillis() + 1));
    }
  }

  private Optional<ReceivedMessage> takeNow() {
    synchronized (taking) {
      Snapshot now = read();
      if (!now.id().equals(takenOf)) {
        takenOf = now.id();
        taken.clear();
      }
      // A number is given once: what is gone is not needed any more.
      taken.retainAll(now.messages().keySet());
      return now.known().evidence().messages().stream()
          .filter(message -> taken.add(message.number()))
          .findFirst();
    }
  }

  @Override
  public Removed clear() {
    Evidence removed = parsed(connection.send("DELETE", PATH, null).ok(), Map.of()).evidence();
    return new Removed(removed.sessions(), removed.messages());
  }

  @Override
  public void onExchange(Consumer<Exchange> listener) {
    listeners.onExchange(listener);
  }

  @Override
  public void onSessionBegin(Consumer<Session> listener) {
    listeners.onSessionBegin(listener);
  }

  @Override
  public void onSessionEnd(Consumer<Session> listener) {
    listeners.onSessionEnd(listener);
  }

  @Override
  public void onGap(Consumer<Gap> listener) {
    listeners.onGap(listener);
  }

  /** Keeps what the server knows now, for whoever looks back. */
  void close() {
    listeners.close();
    synchronized (reading) {
      if (closed) {
        return;
      }
      try {
        latest = ask(latest);
      } catch (RuntimeException e) {
        // It is gone, and what it knew last with it: what was known before may be wrong by now.
        latest = null;
      }
      closed = true;
    }
  }
}
