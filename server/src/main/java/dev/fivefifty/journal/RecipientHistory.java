package dev.fivefifty.journal;

import dev.fivefifty.journal.Attempt.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to deliver to one recipient, and the questions about them. Immutable and
 * thread-safe.
 *
 * <p>A retry is what {@link Attempt#isRetryOf} says. An attempt that named no recipient, because it
 * failed at MAIL or before, may have been for anybody: it counts as an earlier try of a later
 * attempt, in a later session, whose sender is the same or unknown. A session that only greeted and
 * left does not count.
 *
 * @param who the recipient for people, such as {@code bob@example.com} or {@code any recipient}
 * @param attempts in the order in which they were decided
 * @param unnamed the attempts of all senders that named no recipient, in that order
 * @param messages the messages that were stored for the recipient, in the order of arrival
 */
public record RecipientHistory(
    String who, List<Attempt> attempts, List<Attempt> unnamed, List<ReceivedMessage> messages) {

  /** Copies the lists. */
  public RecipientHistory {
    attempts = List.copyOf(attempts);
    unnamed = List.copyOf(unnamed);
    messages = List.copyOf(messages);
  }

  /**
   * The history of one recipient.
   *
   * @param recipient the address without angle brackets, ignoring case
   * @param attempts of all recipients, in the order in which they were decided
   * @param messages of all recipients, in the order of arrival
   * @return the history
   */
  public static RecipientHistory of(
      String recipient, List<Attempt> attempts, List<ReceivedMessage> messages) {
    return new RecipientHistory(
        recipient,
        attempts.stream()
            .filter(attempt -> attempt.recipient().filter(recipient::equalsIgnoreCase).isPresent())
            .toList(),
        withoutName(attempts),
        messages.stream()
            .filter(
                message ->
                    message.recipientAddresses().stream().anyMatch(recipient::equalsIgnoreCase))
            .toList());
  }

  /**
   * The history of everybody, attempts that named nobody among it.
   *
   * @param attempts of all recipients, in the order in which they were decided
   * @param messages of all recipients, in the order of arrival
   * @return the history
   */
  public static RecipientHistory ofAll(List<Attempt> attempts, List<ReceivedMessage> messages) {
    return new RecipientHistory("any recipient", attempts, withoutName(attempts), messages);
  }

  /**
   * The history of those attempts alone that named no recipient.
   *
   * @param attempts of all recipients, in the order in which they were decided
   * @return the history
   */
  public static RecipientHistory ofUnknown(List<Attempt> attempts) {
    List<Attempt> unnamed = withoutName(attempts);
    return new RecipientHistory("an unknown recipient", unnamed, unnamed, List.of());
  }

  private static List<Attempt> withoutName(List<Attempt> attempts) {
    return attempts.stream().filter(attempt -> attempt.recipient().isEmpty()).toList();
  }

  /**
   * The attempts that came to this.
   *
   * @param result which
   * @return in the order in which they were decided
   */
  public List<Attempt> attempts(Result result) {
    return attempts.stream().filter(attempt -> attempt.result() == result).toList();
  }

  /**
   * Whether any attempt was accepted.
   *
   * @return true if so
   */
  public boolean accepted() {
    return attempts.stream().anyMatch(attempt -> attempt.result() == Result.ACCEPTED);
  }

  /**
   * How many attempts it took.
   *
   * @return the number of the first attempt that was accepted, from 1; empty if none was. Attempts
   *     that named no recipient are not counted
   */
  public OptionalInt attemptsUntilAccepted() {
    for (int i = 0; i < attempts.size(); i++) {
      if (attempts.get(i).result() == Result.ACCEPTED) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The attempts that repeat an earlier one, each with the latest that it repeats.
   *
   * @return in the order in which they were decided
   */
  public List<Retry> retries() {
    List<Retry> retries = new ArrayList<>();
    Map<String, List<Attempt>> earlier = new HashMap<>();
    for (Attempt attempt : attempts) {
      List<Attempt> before =
          earlier.computeIfAbsent(
              attempt.recipient().orElse("").toLowerCase(Locale.ROOT), key -> new ArrayList<>());
      Attempt named = latest(before, attempt);
      Attempt nameless = attempt.recipient().isPresent() ? latestUnnamed(attempt) : null;
      Attempt repeated = later(named, nameless);
      if (repeated != null) {
        retries.add(new Retry(repeated, attempt));
      }
      before.add(attempt);
    }
    return List.copyOf(retries);
  }

  private static @Nullable Attempt latest(List<Attempt> before, Attempt attempt) {
    for (int i = before.size() - 1; i >= 0; i--) {
      if (attempt.isRetryOf(before.get(i))) {
        return before.get(i);
      }
    }
    return null;
  }

  private @Nullable Attempt latestUnnamed(Attempt attempt) {
    for (int i = unnamed.size() - 1; i >= 0; i--) {
      Attempt candidate = unnamed.get(i);
      // By the sessions, because an attempt without a name is decided only when its session has
      // ended, which may be noticed after the client has come back.
      if (candidate.session() < attempt.session()
          && isTry(candidate)
          && (candidate.sender().isEmpty() || sameSender(candidate, attempt))) {
        return candidate;
      }
    }
    return null;
  }

  private static boolean isTry(Attempt unnamed) {
    return unnamed.result() != Result.ABANDONED || unnamed.sender().isPresent();
  }

  private static boolean sameSender(Attempt a, Attempt b) {
    return a.sender().isPresent() == b.sender().isPresent()
        && a.sender().orElse("").equalsIgnoreCase(b.sender().orElse(""));
  }

  private static @Nullable Attempt later(@Nullable Attempt a, @Nullable Attempt b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return b.session() > a.session() ? b : a;
  }

  /**
   * The attempts that named no recipient and may have been for anybody: without sessions that only
   * greeted and left.
   *
   * @return in the order in which they were decided
   */
  public List<Attempt> unnamedTries() {
    return unnamed.stream().filter(RecipientHistory::isTry).toList();
  }

  /**
   * The attempts that named no recipient and may be retries all the same: in a later session than
   * an attempt whose sender is the same, or with an unknown sender. They are none of {@link
   * #retries()}, because they may have been for anybody.
   *
   * @return in the order in which they were decided
   */
  public List<Attempt> possibleRetries() {
    return unnamedTries().stream()
        .filter(
            unnamed ->
                attempts.stream()
                    .anyMatch(
                        attempt ->
                            attempt.session() < unnamed.session()
                                && (unnamed.sender().isEmpty() || sameSender(attempt, unnamed))))
        .toList();
  }

  /**
   * How long the client waited before each retry.
   *
   * @return of each of {@link #retries()}, by the server's clock
   */
  public List<Duration> gaps() {
    return retries().stream().map(Retry::gap).toList();
  }

  /**
   * Whether the client tried again, and only on the connection that it had.
   *
   * @return false if there was no retry
   */
  public boolean retriedOnSameConnection() {
    List<Retry> retries = retries();
    return !retries.isEmpty() && retries.stream().allMatch(Retry::onSameConnection);
  }

  /**
   * Whether the client tried again, and only on another connection.
   *
   * @return false if there was no retry
   */
  public boolean retriedOnNewConnection() {
    List<Retry> retries = retries();
    return !retries.isEmpty() && retries.stream().noneMatch(Retry::onSameConnection);
  }

  /**
   * How many copies of each message were stored for the recipient.
   *
   * @return by Message-ID with its angle brackets, in the order of arrival; those without one are
   *     counted together, under {@code ""}
   */
  public Map<String, Long> copies() {
    Map<String, Long> copies = new LinkedHashMap<>();
    messages.forEach(message -> copies.merge(message.messageId().orElse(""), 1L, Long::sum));
    return Collections.unmodifiableMap(copies);
  }
}
