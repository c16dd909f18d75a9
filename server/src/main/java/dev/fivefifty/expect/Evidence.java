package dev.fivefifty.expect;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.RecipientHistory;
import dev.fivefifty.journal.Session;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server knew at one moment. Immutable and thread-safe.
 *
 * @param seed from which chances and random delays were drawn
 * @param sessions in the order in which they began
 * @param attempts in the order in which they were decided
 * @param messages in the order of arrival
 * @param applications how often each rule had applied, by its name and in the order of the rules
 * @param discarded what the journal had let go by its limits
 */
public record Evidence(
    long seed,
    List<Session> sessions,
    List<Attempt> attempts,
    List<ReceivedMessage> messages,
    Map<String, Long> applications,
    Discarded discarded) {

  /** Copies the collections. */
  public Evidence {
    sessions = List.copyOf(sessions);
    attempts = List.copyOf(attempts);
    messages = List.copyOf(messages);
    applications = Collections.unmodifiableMap(new LinkedHashMap<>(applications));
  }

  /**
   * Takes down what a journal holds now.
   *
   * @param journal the journal
   * @param seed the server's
   * @param applications how often each rule has applied, by its name
   * @return the evidence
   */
  public static Evidence of(Journal journal, long seed, Map<String, Long> applications) {
    // In this order: an attempt is recorded after its message and its exchange, so that it has
    // both.
    List<Attempt> attempts = journal.attempts();
    List<ReceivedMessage> messages = journal.messages();
    return new Evidence(
        seed, journal.sessions(), attempts, messages, applications, journal.discarded());
  }

  /**
   * What one recipient has seen.
   *
   * @param address without angle brackets, ignoring case
   * @return the history
   */
  public RecipientHistory recipient(String address) {
    return RecipientHistory.of(address, attempts, messages);
  }

  /**
   * One session.
   *
   * @param id its number
   * @return the session, or empty if the journal does not hold it
   */
  public Optional<Session> session(long id) {
    return sessions.stream().filter(session -> session.id() == id).findFirst();
  }
}
