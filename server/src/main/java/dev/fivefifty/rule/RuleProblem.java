package dev.fivefifty.rule;

/**
 * Something wrong with a rule.
 *
 * @param severity whether the rule is refused for it
 * @param rule the rule's position in its batch, from 0
 * @param path the key at fault, such as {@code when.to} or {@code sequence[1].reply}; empty for the
 *     rule as a whole
 * @param message what is wrong, what was expected, and the nearest right word
 */
public record RuleProblem(Severity severity, int rule, String path, String message) {

  /** Whether a rule is refused. */
  public enum Severity {
    /** The rule is refused. */
    ERROR,
    /** The rule works, yet perhaps not as meant. */
    WARNING
  }

  /**
   * Whether the rule is refused for it.
   *
   * @return true for an error
   */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public String toString() {
    return "rule " + (rule + 1) + (path.isEmpty() ? "" : ", " + path) + ": " + message;
  }
}
