package dev.fivefifty.junit;

import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;

/**
 * What an invocation of a {@link FaultTest} is about: a parameter of the test, and of its lifecycle
 * methods.
 *
 * @param fault what the server does wrong
 * @param stage where in the session
 * @param rule the rule that does it, which the server has already
 */
public record FaultCase(FaultKind fault, Stage stage, Rule rule) {
  FaultCase by(Rule other) {
    return new FaultCase(fault, stage, other);
  }

  /**
   * The case for people.
   *
   * @return such as {@code RESET at DATA}
   */
  @Override
  public String toString() {
    return fault + " at " + stage;
  }
}
