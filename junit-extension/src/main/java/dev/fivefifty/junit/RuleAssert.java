package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.RuleExpectations;
import dev.fivefifty.expect.Times;
import java.time.Duration;

/** What can be asked about a rule. Not thread-safe. */
public final class RuleAssert extends SentenceAssert<RuleAssert, FiveFifty> {
  private final RuleExpectations rule;

  RuleAssert(RuleExpectations rule, Sentence sentence) {
    super(sentence.smtp(), RuleAssert.class, sentence);
    this.rule = rule;
  }

  /**
   * The rule applied so often.
   *
   * @param times at least once
   * @return this
   * @throws IllegalArgumentException if not at all would do: right after a send that could not fail
   */
  public RuleAssert applied(Times times) {
    Sentence.notVacuous("applied(" + times + ")", times, "isNotAppliedFor", "applied(TIMES)");
    return ask(rule.applied(times));
  }

  /**
   * The rule applied.
   *
   * @return this
   */
  public RuleAssert appliedAtLeastOnce() {
    return ask(rule.applied(Times.atLeast(1)));
  }

  /**
   * The rule has not applied, and does not.
   *
   * @param duration more than 0, in real time; this returns when it is over
   * @return this
   * @throws AssertionError if it applies, or there is no such rule
   * @throws IllegalArgumentException if the duration is 0 or negative
   * @throws IllegalStateException if {@code within} was said and nothing asked since
   */
  public RuleAssert isNotAppliedFor(Duration duration) {
    return hold("isNotAppliedFor", rule.notApplied(), duration, null);
  }

  /**
   * {@link #isNotAppliedFor(Duration)} by the server's clock, which is moved forward.
   *
   * @param duration more than 0, by the server's clock
   * @param driver as in {@link #staysTrueFor(Duration, Runnable)}
   * @return this
   */
  public RuleAssert isNotAppliedFor(Duration duration, Runnable driver) {
    return hold("isNotAppliedFor", rule.notApplied(), duration, driver);
  }
}
