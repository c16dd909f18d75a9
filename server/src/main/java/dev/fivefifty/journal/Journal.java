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
   * @param listener called from many threads at a time
   * @throws UnsupportedOperationException if the server is not in this JVM
   */
  void onExchange(Consumer<Exchange> listener);

  /**
   * Calls a listener after each session began, as {@link #onExchange} does.
   *
   * @param listener called from many threads at a time
   * @throws UnsupportedOperationException if the server is not in this JVM
   */
  void onSessionBegin(Consumer<Session> listener);

  /**
   * Calls a listener after each session ended, as {@link #onExchange} does.
   *
   * @param listener called from many threads at a time, with the session as far as it is still held
   * @throws UnsupportedOperationException if the server is not in this JVM
   */
  void onSessionEnd(Consumer<Session> listener);
}
