package dev.fivefifty.rule;

import java.util.List;

/**
 * The rule that came closest to an occasion that no rule decided.
 *
 * @param rule its name
 * @param differences what kept it from applying
 */
public record NearMiss(String rule, List<Difference> differences) {
  /** Makes a near miss. */
  public NearMiss {
    differences = List.copyOf(differences);
  }

  /**
   * One thing that kept a rule from applying.
   *
   * @param key the key of the rule, such as {@code to}, or {@code limit}
   * @param expected what would have fitted
   * @param actual what there was
   */
  public record Difference(String key, String expected, String actual) {
    @Override
    public String toString() {
      return key + ": expected " + expected + ", was " + actual;
    }
  }

  @Override
  public String toString() {
    return "'"
        + rule
        + "' came closest; "
        + String.join("; ", differences.stream().map(Difference::toString).toList());
  }
}
