package dev.fivefifty.journal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that the journal holds: in the order of all of its kind, and in its session's. It is
 * counted when it enters and when it leaves, and its size never changes in between.
 */
final class Held<T> {
  /** More than an exchange takes by itself, with its occasion and the addresses in it. */
  private static final int EXCHANGE = 500;

  private static final int ATTEMPT = 500;
  private static final int MESSAGE = 1_000;
  private static final int RECIPIENT = 150;

  /** Its place in the order of arrival of everything. */
  final long place;

  final long size;
  final SessionLog log;

  /** Written under the journal's lock, read without. */
  volatile T value;

  // The links of its chains, which alone use them.
  volatile @Nullable Held<T> nextOfAll;
  volatile @Nullable Held<T> nextInSession;
  @Nullable Held<T> beforeOfAll;
  @Nullable Held<T> beforeInSession;

  /** Of a message: whether it was taken by a view of its tag. Guarded by the takers' lock. */
  boolean taken;

  /** Of a message: the views of it that its exchanges hold, which must not outlive it. */
  List<ParsedMessage> views = List.of();

  Held(long place, long size, SessionLog log, T value) {
    this.place = place;
    this.size = size;
    this.log = log;
    this.value = value;
  }

  /** Notes a view; under the journal's lock. Few have any: a list for all would be in the way. */
  void show(ParsedMessage view) {
    if (views.isEmpty()) {
      views = new ArrayList<>(1);
    }
    views.add(view);
  }

  static long sizeOf(Exchange exchange) {
    long kept =
        exchange.occasion().message().orElse(null) instanceof ParsedMessage view
            ? view.keptLength()
            : 0;
    return EXCHANGE + exchange.received().length() + exchange.sent().length() + kept;
  }

  static long sizeOf(Attempt attempt) {
    return ATTEMPT;
  }

  static long sizeOf(ReceivedMessage message) {
    return MESSAGE + message.capacity() + (long) RECIPIENT * message.recipients().size();
  }
}
