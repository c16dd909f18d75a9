package dev.fivefifty.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that happened, within limits. Thread-safe, and reading never blocks a session: it sees
 * what was recorded before it began, and perhaps some of what is recorded or discarded meanwhile.
 * Nobody but this project implements it.
 */
public interface Journal {
  /**
   * The sessions.
   *
   * @return in the order in which they began
   */
  List<Session> sessions();

  /**
   * One session.
   *
   * @param id its number
   * @return the session as it is now, or empty if there is none, or no longer
   */
  Optional<Session> session(long id);

  /**
   * The exchanges of all sessions.
   *
   * @return in the order of arrival
   */
  List<Exchange> exchanges();

  /**
   * The messages that were stored, taken or not.
   *
   * @return in the order of arrival
   */
  List<ReceivedMessage> messages();

  /**
   * One message.
   *
   * @param number its number
   * @return the message, or empty if there is none, or no longer
   */
  Optional<ReceivedMessage> message(long number);

  /**
   * The attempts of all sessions.
   *
   * @return in the order in which they were decided
   */
  List<Attempt> attempts();

  /**
   * The attempts to deliver to one recipient.
   *
   * @param recipient the address without angle brackets, ignoring case
   * @return in the order in which they were decided
   */
  default List<Attempt> attemptsFor(String recipient) {
    return attempts().stream()
        .filter(attempt -> attempt.recipient().filter(recipient::equalsIgnoreCase).isPresent())
        .toList();
  }

  /**
   * What one recipient has seen, and the questions about it.
   *
   * @param recipient the address without angle brackets, ignoring case
   * @return a value that does not change any more; without attempts if there were none
   */
  default RecipientHistory recipient(String recipient) {
    // Attempts first: each is recorded after its message, so that none lacks it.
    List<Attempt> attempts = attempts();
    return RecipientHistory.of(recipient, attempts, messages());
  }

  /**
   * The stored messages that fit a filter.
   *
   * @param filter which
   * @return in the order of arrival
   */
  default List<ReceivedMessage> messages(MessageFilter filter) {
    return messages().stream().filter(filter::fits).toList();
  }

  /**
   * Waits for the next message that was not taken yet, in the order of arrival. Each message is
   * given to one caller only, and stays in the journal. One that was discarded or cleared before it
   * was taken is skipped. Of a server elsewhere, each connection takes for itself.
   *
   * @param timeout how long to wait in real time; does not wait if zero or negative
   * @return the message, or empty if the time is over
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<ReceivedMessage> takeMessage(Duration timeout) throws InterruptedException;

  /**
   * What went by the limits since the journal was made or last cleared.
   *
   * @return counts of that moment, which belong together
   */
  Discarded discarded();

  /**
   * Empties the journal, in one step for everybody who reads or records. Open sessions go on being
   * recorded, without what they had said so far; numbers go on too.
   *
   * @return exactly what was removed
   */
  Removed clear();

  /**
   * Calls a listener after each exchange was recorded, on the session's thread, which waits for it:
   * the listener must not block. If it throws, that is logged once and changes nothing.
   *
   * <p>Of a server elsewhere, one thread, a daemon of this JVM, calls all listeners, in the order
   * in which it happened there and a little later; nothing there waits for it, and the listener may
   * block. This returns when the server has agreed to tell: what happens after that is told, until
   * the connection to the server is closed. A broken connection is made anew, and what happened
   * meanwhile is told then. What cannot be told any more is never left out in silence, see {@link
   * #onGap}.
   *
   * @param listener called from many threads at a time
   * @throws java.io.UncheckedIOException if a server elsewhere cannot be reached
   * @throws IllegalStateException if a server elsewhere refuses, or the connection to it was closed
   */
  void onExchange(Consumer<Exchange> listener);

  /**
   * Calls a listener after each session began, as {@link #onExchange} does.
   *
   * @param listener called from many threads at a time
   * @throws java.io.UncheckedIOException if a server elsewhere cannot be reached
   * @throws IllegalStateException if a server elsewhere refuses, or the connection to it was closed
   */
  void onSessionBegin(Consumer<Session> listener);

  /**
   * Calls a listener after each session ended, as {@link #onExchange} does. A server elsewhere
   * tells nothing more once it is being stopped, not even that its sessions end by that.
   *
   * @param listener called from many threads at a time, with the session as far as it is still held
   * @throws java.io.UncheckedIOException if a server elsewhere cannot be reached
   * @throws IllegalStateException if a server elsewhere refuses, or the connection to it was closed
   */
  void onSessionEnd(Consumer<Session> listener);

  /**
   * Calls a listener where something was not told to the others, in its place among what they are
   * told. That never is so with a server in this JVM. One elsewhere holds the last 10,000 events,
   * or as many as fit into 64 MiB, for listeners that are slow or whose connection broke; those of
   * a server that was started anew at the same place cannot be had any more. The first gap is
   * logged as a warning, too.
   *
   * @param listener called as the others are
   */
  void onGap(Consumer<Gap> listener);
}
