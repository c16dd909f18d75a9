package dev.fivefifty.expect;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Attempt.Result;
import dev.fivefifty.journal.RecipientHistory;
import dev.fivefifty.journal.Retry;
import dev.fivefifty.rule.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The questions about one recipient. What counts as a retry is said at {@link RecipientHistory}.
 * Immutable and thread-safe.
 */
public final class RecipientExpectations {
  private final String who;
  private final Function<Evidence, RecipientHistory> history;
  private final Predicate<String> isMeant;

  RecipientExpectations(
      String who, Function<Evidence, RecipientHistory> history, Predicate<String> isMeant) {
    this.who = who;
    this.history = history;
    this.isMeant = isMeant;
  }

  private Expectation expect(String what, Function<RecipientCase, Judgement> judge) {
    return new Fact(
        who + " " + what,
        evidence -> judge.apply(new RecipientCase(evidence, history.apply(evidence))));
  }

  /**
   * How often delivery was attempted.
   *
   * @param times how often
   * @return the expectation
   */
  public Expectation attempted(Times times) {
    return expect(
        "was attempted " + times,
        c -> {
          int count = c.attempts().size();
          if (times.include(count)) {
            return Judgement.yes();
          }
          if (count == 0) {
            return c.none();
          }
          Judgement no =
              count == 1
                  ? c.noneOf(c.last())
                  : c.no(
                      "it was attempted "
                          + Times.exactly(count)
                          + ": "
                          + Says.results(c.attempts()));
          return no.finallySo(count > times.most());
        });
  }

  /**
   * No attempt was made.
   *
   * @return the expectation
   */
  public Expectation notAttempted() {
    return expect(
        "is not attempted",
        c ->
            c.attempts().isEmpty()
                ? Judgement.yes()
                : c.no(
                        "it was attempted "
                            + Times.exactly(c.attempts().size())
                            + "; the first attempt was "
                            + Says.outcome(c.attempts().get(0)))
                    .finallySo(true));
  }

  /**
   * An attempt was accepted.
   *
   * @return the expectation
   */
  public Expectation accepted() {
    return result(Result.ACCEPTED);
  }

  /**
   * An attempt came to this.
   *
   * @param result what
   * @return the expectation
   */
  public Expectation result(Result result) {
    return expect(
        "was " + Says.verb(result),
        c -> {
          if (!c.history().attempts(result).isEmpty()) {
            return Judgement.yes();
          }
          if (c.attempts().isEmpty()) {
            return c.none();
          }
          Judgement no = c.noneOf(c.last());
          return result == Result.ACCEPTED ? no : no.askingForRule();
        });
  }

  /**
   * The first attempt that was accepted is that of this number.
   *
   * @param attempts from 1; attempts that named no recipient are not counted
   * @return the expectation
   * @throws IllegalArgumentException if less than 1
   */
  public Expectation acceptedAt(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts are counted from 1, not " + attempts);
    }
    return expect(
        "was accepted at the " + Says.ordinal(attempts) + " attempt",
        c -> {
          OptionalInt until = c.history().attemptsUntilAccepted();
          if (until.isPresent()) {
            return until.getAsInt() == attempts
                ? Judgement.yes()
                : c.no("it was accepted at the " + Says.ordinal(until.getAsInt()) + " attempt")
                    // An earlier one may still turn out to be lost, when its reply can't be
                    // written.
                    .finallySo(until.getAsInt() > attempts);
          }
          return c.attempts().isEmpty()
              ? c.none()
              : c.noneOf(c.last()).finallySo(c.attempts().size() >= attempts);
        });
  }

  /**
   * An attempt was refused or deferred with this reply.
   *
   * @param pattern a code of 400 to 599
   * @return the expectation
   * @throws IllegalArgumentException if the code is another
   */
  public Expectation repliedWith(ReplyPattern pattern) {
    Result result = pattern.code() / 100 == 5 ? Result.REFUSED : Result.DEFERRED;
    if (pattern.code() / 100 != 4 && pattern.code() / 100 != 5) {
      throw new IllegalArgumentException(
          pattern + " neither refuses nor defers (expected a code of 400 to 599)");
    }
    Predicate<Attempt> fits =
        attempt ->
            attempt.result() == result && attempt.reply().filter(pattern::matches).isPresent();
    return expect(
        "was " + Says.verb(result) + " with \"" + pattern + "\"",
        c -> {
          if (c.attempts().stream().anyMatch(fits)) {
            return Judgement.yes();
          }
          if (c.attempts().isEmpty()) {
            return c.none();
          }
          Attempt nearest =
              c.attempts().stream()
                  .max(Comparator.comparingInt(attempt -> nearness(attempt, result, pattern)))
                  .orElseThrow();
          if (nearest.result() != result) {
            return c.noneOf(nearest).askingForRule();
          }
          String difference =
              nearest.reply().map(pattern::difference).map(text -> "; " + text).orElse("");
          return c.no("it was " + Says.outcome(nearest) + difference)
              .about(List.of(nearest))
              .askingForRule();
        });
  }

  private static int nearness(Attempt attempt, Result result, ReplyPattern pattern) {
    int reply = attempt.reply().map(pattern::nearness).orElse(0);
    return attempt.result() == result ? 10 + reply : reply;
  }

  /**
   * A message for the recipient was stored, whatever the client was told.
   *
   * @return the expectation
   */
  public Expectation stored() {
    return expect(
        "had a message stored",
        c ->
            !c.history().messages().isEmpty()
                ? Judgement.yes()
                : c.attempts().isEmpty() ? c.none() : c.noneOf(c.last()));
  }

  /**
   * Each message for the recipient is stored exactly once, by its Message-ID, and there is one.
   *
   * @return the expectation
   */
  public Expectation oneCopy() {
    return expect(
        "has exactly one copy of each message",
        c -> {
          Map<String, Long> copies = Copies.of(c.evidence().messages(), isMeant);
          if (copies.isEmpty()) {
            return c.attempts().isEmpty()
                ? c.none()
                : c.no("nothing was stored; the last attempt was " + Says.outcome(c.last()));
          }
          String repeated = Copies.repeated(copies);
          return repeated.isEmpty()
              ? Judgement.yes()
              : c.no("there are " + repeated).finallySo(true);
        });
  }

  /**
   * An attempt repeated an earlier one.
   *
   * @return the expectation
   */
  public Expectation retried() {
    return expect(
        "was retried",
        c ->
            !c.history().retries().isEmpty()
                ? Judgement.yes()
                : c.attempts().isEmpty() ? c.none() : c.no(c.notRetried()));
  }

  /**
   * Every retry came on the connection of the attempt before it, and there is one.
   *
   * @return the expectation
   */
  public Expectation retriedOnSameConnection() {
    return retriedOn("the same connection", Retry::onSameConnection);
  }

  /**
   * Every retry came on another connection than the attempt before it, and there is one.
   *
   * @return the expectation
   */
  public Expectation retriedOnNewConnection() {
    return retriedOn("a new connection", retry -> !retry.onSameConnection());
  }

  private Expectation retriedOn(String where, Predicate<Retry> fits) {
    return expect(
        "was retried on " + where,
        c -> {
          List<Retry> retries = c.history().retries();
          if (retries.isEmpty()) {
            return c.attempts().isEmpty() ? c.none() : c.no(c.notRetried());
          }
          return retries.stream()
              .filter(fits.negate())
              .findFirst()
              .map(
                  other ->
                      c.no(
                              "a retry in session "
                                  + other.later().session()
                                  + " came on "
                                  + (other.onSameConnection()
                                      ? "the same connection"
                                      : "another connection than the attempt before it, in session "
                                          + other.earlier().session()))
                          .about(List.of(other.earlier(), other.later()))
                          .finallySo(true))
              .orElseGet(Judgement::yes);
        });
  }

  /**
   * The client waited at least so long before every retry, and there is one.
   *
   * @param least by the server's clock
   * @return the expectation
   */
  public Expectation gapsOfAtLeast(Duration least) {
    return gaps("at least", "short", least, gap -> gap.compareTo(least) >= 0);
  }

  /**
   * The client waited at most so long before every retry, and there is one.
   *
   * @param most by the server's clock
   * @return the expectation
   */
  public Expectation gapsOfAtMost(Duration most) {
    return gaps("at most", "long", most, gap -> gap.compareTo(most) <= 0);
  }

  private Expectation gaps(
      String bound, String wrong, Duration duration, Predicate<Duration> fits) {
    return expect(
        "was retried with gaps of " + bound + " " + Durations.format(duration),
        c -> {
          List<Retry> retries = c.history().retries();
          if (retries.isEmpty()) {
            return c.attempts().isEmpty() ? c.none() : c.no("there is no gap: " + c.notRetried());
          }
          List<Retry> others = retries.stream().filter(retry -> !fits.test(retry.gap())).toList();
          if (others.isEmpty()) {
            return Judgement.yes();
          }
          List<String> gaps =
              retries.stream().map(retry -> Says.against(retry.gap(), duration)).toList();
          return c.no(
                  gaps.size() == 1
                      ? "the only gap was " + gaps.get(0)
                      : "the gaps were "
                          + Says.capped(gaps)
                          + ": "
                          + (others.size() == 1 ? "1 is too " : others.size() + " are too ")
                          + wrong)
              .about(List.of(others.get(0).earlier(), others.get(0).later()))
              .finallySo(true);
        });
  }

  /**
   * An attempt was made and never repeated. A later attempt by the same or an unknown sender that
   * named no recipient may be a repetition, and counts as one; where no attempt named the
   * recipient, those that named nobody stand for it.
   *
   * @return the expectation
   */
  public Expectation notRetried() {
    return expect(
        "is not retried",
        c -> {
          List<Retry> retries = c.history().retries();
          if (!retries.isEmpty()) {
            Retry first = retries.get(0);
            return c.no(
                    "it was retried "
                        + Says.duration(first.gap())
                        + " after an attempt that was "
                        + Says.outcome(first.earlier()))
                .about(List.of(first.earlier(), first.later()))
                .finallySo(true);
          }
          List<Attempt> possible = c.history().possibleRetries();
          if (!possible.isEmpty()) {
            Attempt first = possible.get(0);
            return c.no(
                    "a later attempt, in session "
                        + first.session()
                        + ", named no recipient and may have been a retry: it was "
                        + Says.outcome(first))
                .about(possible)
                .finallySo(true);
          }
          if (!c.attempts().isEmpty()) {
            return Judgement.yes();
          }
          List<Attempt> unnamed = c.history().unnamedTries();
          if (unnamed.size() > 1) {
            return Judgement.no(
                    Says.count(unnamed.size(), "attempt")
                        + " named no recipient, and may all have been for "
                        + who)
                .about(unnamed)
                .finallySo(true);
          }
          return unnamed.isEmpty() ? c.none() : Judgement.yes();
        });
  }
}
