package dev.fivefifty.rule;

import java.util.List;
import java.util.stream.Collectors;

/** Rules were refused; nothing was changed. */
public final class InvalidRuleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<RuleProblem> problems;

  /**
   * Makes an exception.
   *
   * @param problems every error
   */
  public InvalidRuleException(List<RuleProblem> problems) {
    super(problems.stream().map(RuleProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /**
   * Every error.
   *
   * @return in the order of the rules
   */
  public List<RuleProblem> problems() {
    return problems;
  }
}
