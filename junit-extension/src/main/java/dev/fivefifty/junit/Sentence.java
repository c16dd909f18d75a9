package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.expect.Expectation;
import dev.fivefifty.expect.Explanation;
import dev.fivefifty.expect.Judgement;
import dev.fivefifty.expect.Times;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AssertionInfo;
import org.assertj.core.description.Description;
import org.assertj.core.error.DescriptionFormatter;
import org.assertj.core.error.ErrorMessageFactory;
import org.assertj.core.internal.Failures;
import org.assertj.core.presentation.Representation;
import org.jspecify.annotations.Nullable;

/**
 * One sentence of questions about a server, from {@code assertThat} to the semicolon: they share a
 * deadline, and what was asked can be asked again. Used by one thread.
 */
final class Sentence {
  /** An hour in steps of a minute: what waits for minutes is driven about when it is due. */
  private static final int STEPS = 60;

  private static final Duration LEAST_STEP = Duration.ofMillis(1);

  /**
   * How long a session may take to end that a client has just left: what it came to is known only
   * then, and the client may be asked about it before.
   */
  private static final Duration GRACE = Duration.ofMillis(500);

  private final FiveFifty smtp;
  private final List<Expectation> asked = new ArrayList<>();
  private @Nullable Duration most;
  private long began;

  private record Finding(Evidence evidence, Judgement judgement, Expectation expectation) {
    boolean hasOpenSession() {
      return evidence.sessions().stream().anyMatch(Session::isOpen);
    }
  }

  Sentence(FiveFifty smtp) {
    this.smtp = smtp;
  }

  FiveFifty smtp() {
    return smtp;
  }

  void within(Duration duration) {
    positive("within", duration);
    most = duration;
    began = System.nanoTime();
  }

  /** Asks, and waits for the answer if there is a deadline; else only for sessions to end. */
  Evidence ask(Expectation expectation, AssertionInfo info) {
    Finding finding = settled(expectation, most);
    if (!finding.judgement.holds()) {
      Explanation explanation = explain(finding);
      Duration deadline = most;
      throw failure(
          deadline == null ? explanation : explanation.waited(since(began), deadline), info);
    }
    asked.add(expectation);
    return finding.evidence;
  }

  private Finding settled(Expectation expectation, @Nullable Duration deadline) {
    Finding[] found = {null};
    Patience.await(
        deadline == null ? GRACE : deadline.minus(since(began)),
        () -> {
          Finding before = found[0];
          found[0] = judge(expectation);
          return found[0].judgement.holds()
              || found[0].judgement.isFinal()
              // An attempt is recorded before its session ends: asked once more, it is there.
              || deadline == null && before != null && !before.hasOpenSession();
        });
    return found[0];
  }

  private Finding judge(Expectation expectation) {
    Evidence evidence = smtp.evidence();
    return new Finding(evidence, expectation.judge(evidence), expectation);
  }

  /** Everything that was asked must go on being so. */
  void staysTrue(Duration duration, @Nullable Runnable driver, AssertionInfo info) {
    if (asked.isEmpty()) {
      throw new IllegalStateException(
          "staysTrueFor asks again what was asked before it in the same sentence, and nothing was:"
              + " write such as recipient(\"bob@example.com\").wasAttempted(once())"
              + ".staysTrueFor(Duration)");
    }
    hold("staysTrueFor", List.copyOf(asked), duration, driver, info);
  }

  /** Asks for something that must not happen. */
  void hold(
      String method,
      Expectation negative,
      Duration duration,
      @Nullable Runnable driver,
      AssertionInfo info) {
    if (most != null && asked.isEmpty()) {
      throw new IllegalStateException(
          method
              + " takes all of its own time, so that within("
              + Durations.format(most)
              + ") says nothing about it: leave within out, or ask between them for something that"
              + " is to happen first, such as wasAttempted()");
    }
    hold(method, List.of(negative), duration, driver, info);
  }

  private void hold(
      String method,
      List<Expectation> expectations,
      Duration duration,
      @Nullable Runnable driver,
      AssertionInfo info) {
    positive(method, duration);
    if (driver == null) {
      holdInRealTime(expectations, duration, info);
    } else {
      holdOnTheClock(expectations, duration, driver, info);
    }
  }

  private void holdInRealTime(
      List<Expectation> expectations, Duration duration, AssertionInfo info) {
    long start = System.nanoTime();
    Finding[] broken = {firstBrokenToBegin(expectations)};
    if (broken[0] != null) {
      throw broken(broken[0], Duration.ZERO, duration, "", info);
    }
    Patience.await(duration, () -> (broken[0] = firstBroken(expectations)) != null);
    if (broken[0] != null) {
      throw broken(broken[0], since(start), duration, "in real time", info);
    }
    if (since(start).compareTo(duration) < 0) {
      throw failure(
          "Interrupted after "
              + Durations.format(Duration.ofMillis(since(start).toMillis()))
              + " of "
              + Durations.format(duration)
              + " for which this was to stay true:\n  "
              + String.join("\n  ", expectations.stream().map(Expectation::sentence).toList()),
          info);
    }
  }

  private void holdOnTheClock(
      List<Expectation> expectations, Duration duration, Runnable driver, AssertionInfo info) {
    Duration step = duration.dividedBy(STEPS);
    if (step.compareTo(LEAST_STEP) < 0) {
      step = LEAST_STEP;
    }
    Finding broken = firstBrokenToBegin(expectations);
    Duration passed = Duration.ZERO;
    for (int number = 1; broken == null && passed.compareTo(duration) < 0; number++) {
      // The division may have left something over for the last step.
      Duration left = duration.minus(passed);
      Duration next = number == STEPS || step.compareTo(left) > 0 ? left : step;
      smtp.clock().advance(next);
      driver.run();
      broken = firstBroken(expectations);
      if (broken == null) {
        passed = passed.plus(next);
      }
    }
    if (broken != null) {
      String clock = "by the server's clock, in steps of " + Durations.format(step);
      throw broken(broken, passed, duration, clock, info);
    }
  }

  private @Nullable Finding firstBrokenToBegin(List<Expectation> expectations) {
    for (Expectation expectation : expectations) {
      Finding finding = settled(expectation, null);
      if (!finding.judgement.holds()) {
        return finding;
      }
    }
    return null;
  }

  private @Nullable Finding firstBroken(List<Expectation> expectations) {
    Evidence evidence = smtp.evidence();
    for (Expectation expectation : expectations) {
      Judgement judgement = expectation.judge(evidence);
      if (!judgement.holds()) {
        return new Finding(evidence, judgement, expectation);
      }
    }
    return null;
  }

  private static AssertionError broken(
      Finding finding, Duration held, Duration wanted, String clock, AssertionInfo info) {
    return failure(explain(finding).held(held, wanted, clock), info);
  }

  private static Explanation explain(Finding finding) {
    return Explanation.of(finding.expectation, finding.judgement, finding.evidence);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static void positive(String method, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          method + " takes a duration of more than 0, not " + duration);
    }
  }

  /** Refuses a number that would be right before anything has happened. */
  static void notVacuous(String question, Times times, String never, String range) {
    if (!times.includeNone()) {
      return;
    }
    String instead =
        times.most() == 0
            ? never + "(Duration)"
            : times.most() == Integer.MAX_VALUE
                ? range.replace("TIMES", "atLeast(1)")
                : range.replace("TIMES", "between(1, " + times.most() + ")")
                    + ".staysTrueFor(Duration)";
    throw new IllegalArgumentException(
        question
            + ", asked once, is true before anything has happened and could not fail: write "
            + instead
            + " instead");
  }

  private static AssertionError failure(Object text, AssertionInfo info) {
    return Failures.instance().failure(info, new Plain(text.toString()));
  }

  /** A text that is no format. */
  private record Plain(String text) implements ErrorMessageFactory {
    @Override
    public String create(Description description, Representation representation) {
      return create(description);
    }

    @Override
    public String create(Description description) {
      return DescriptionFormatter.instance().format(description) + "\n" + text;
    }

    @Override
    public String create() {
      return text;
    }
  }
}
