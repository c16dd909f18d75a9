package dev.fivefifty.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What happened to sessions of one tag. Keeps nothing itself. Thread-safe. */
final class TaggedJournal implements Journal {
  private final JournalRecorder journal;
  private final String tag;

  TaggedJournal(JournalRecorder journal, String tag) {
    this.journal = journal;
    this.tag = tag;
  }

  /** Not while the view is emptied, so that what is read is of before or of after. */
  private <T> T read(Supplier<T> reading) {
    Lock shared = journal.views().readLock();
    shared.lock();
    try {
      return reading.get();
    } finally {
      shared.unlock();
    }
  }

  @Override
  public List<Session> sessions() {
    return read(
        () -> {
          List<SessionLog> logs = new ArrayList<>(journal.holdings().sessions.values());
          return logs.stream()
              .filter(log -> log.carried(tag))
              .map(log -> log.snapshot(tag))
              .toList();
        });
  }

  @Override
  public Optional<Session> session(long id) {
    return read(
        () ->
            Optional.ofNullable(journal.holdings().sessions.get(id))
                .filter(log -> log.carried(tag))
                .map(log -> log.snapshot(tag)));
  }

  @Override
  public List<Exchange> exchanges() {
    return read(
        () -> {
          List<SessionLog> logs = new ArrayList<>(journal.holdings().sessions.values());
          return logs.stream()
              .filter(log -> log.carried(tag))
              .flatMap(log -> log.shown(tag).stream())
              .sorted(Comparator.comparingLong(held -> held.place))
              .map(held -> held.value)
              .toList();
        });
  }

  @Override
  public List<ReceivedMessage> messages() {
    return read(() -> journal.messages().stream().filter(this::isOwn).toList());
  }

  private boolean isOwn(ReceivedMessage message) {
    return message.tag().filter(tag::equals).isPresent();
  }

  @Override
  public Optional<ReceivedMessage> message(long number) {
    return journal.message(number).filter(this::isOwn);
  }

  @Override
  public List<Attempt> attempts() {
    return read(
        () ->
            journal.attempts().stream().filter(attempt -> SessionLog.isOf(attempt, tag)).toList());
  }

  @Override
  public Optional<ReceivedMessage> takeMessage(Duration timeout) throws InterruptedException {
    return journal.takeMessage(tag, timeout);
  }

  /** Of the whole journal: nobody can tell any more whose it was. */
  @Override
  public Discarded discarded() {
    return journal.discarded();
  }

  @Override
  public Removed clear() {
    return journal.clear(tag);
  }

  /** Once a tag is known, what was said before comes first. */
  @Override
  public void onExchange(Consumer<Exchange> listener) {
    journal.onExchange(
        exchange -> {
          if (isOwn(exchange)) {
            before(exchange).forEach(listener);
            listener.accept(exchange);
          }
        });
  }

  private boolean isOwn(Exchange exchange) {
    return exchange.tag().filter(tag::equals).isPresent();
  }

  /** What belongs to the tag since an exchange of that tag, and is only known to do so now. */
  private List<Exchange> before(Exchange known) {
    List<Exchange> before = new ArrayList<>();
    for (Exchange each : session(known.session()).map(Session::exchanges).orElse(List.of())) {
      if (each.number() >= known.number()) {
        break;
      }
      if (each.tag().isPresent()) {
        before.clear();
      } else {
        before.add(each);
      }
    }
    return before;
  }

  /** When the session carries the tag for the first time. */
  @Override
  public void onSessionBegin(Consumer<Session> listener) {
    journal.onExchange(
        exchange -> {
          if (isOwn(exchange)) {
            session(exchange.session())
                .filter(
                    session ->
                        session.exchanges().stream()
                            .noneMatch(each -> isOwn(each) && each.number() < exchange.number()))
                .ifPresent(listener);
          }
        });
  }

  @Override
  public void onSessionEnd(Consumer<Session> listener) {
    journal.onSessionEnd(ended -> session(ended.id()).ifPresent(listener));
  }

  @Override
  public void onGap(Consumer<Gap> listener) {
    journal.onGap(listener);
  }
}
