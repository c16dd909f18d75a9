package dev.fivefifty.rule;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One item of a rule's sequence. Immutable.
 *
 * @see Rule#sequence(Turn...)
 */
public final class Turn implements OutcomeKeys<Turn> {
  private final @Nullable Outcome outcome;
  private final @Nullable Integer times;

  private Turn(@Nullable Outcome outcome, @Nullable Integer times) {
    if (times != null && times < 1) {
      throw new IllegalArgumentException("times is 1 or more, not " + times);
    }
    this.outcome = outcome;
    this.times = times;
  }

  /**
   * An item that answers; without any key it is the server's own correct answer.
   *
   * @return the item
   */
  public static Turn turn() {
    return new Turn(Outcome.DEFAULT, null);
  }

  /**
   * An item that steps aside: later rules are asked.
   *
   * @return the item
   */
  public static Turn pass() {
    return new Turn(null, null);
  }

  /**
   * The item stands for so many applications; 1 if left out. The last item repeats and has none.
   *
   * @param times 1 or more
   * @return a copy
   */
  public Turn times(int times) {
    return new Turn(outcome, times);
  }

  /**
   * How many applications the item stands for, as written.
   *
   * @return 1 or more, or null if left out
   */
  public @Nullable Integer times() {
    return times;
  }

  /**
   * Whether the item steps aside.
   *
   * @return true if so
   */
  public boolean isPass() {
    return outcome == null;
  }

  @Override
  public Outcome outcome() {
    return outcome == null ? Outcome.DEFAULT : outcome;
  }

  @Override
  public Turn withOutcome(Outcome outcome) {
    if (this.outcome == null) {
      throw new IllegalStateException("pass has no outcome");
    }
    return new Turn(outcome, times);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Turn turn
        && Objects.equals(outcome, turn.outcome)
        && Objects.equals(times, turn.times);
  }

  @Override
  public int hashCode() {
    return Objects.hash(outcome, times);
  }

  @Override
  public String toString() {
    return (isPass() ? "pass" : outcome().toString()) + (times == null ? "" : " x" + times);
  }
}
