package dev.fivefifty.file;

import dev.fivefifty.rule.Rule;
import java.util.List;
import java.util.Map;

/**
 * Writes rules so that {@link RuleFiles} reads equal ones back, but for conditions and replies in
 * Java: those are written as {@code java: …}, which reading refuses.
 *
 * <p>Whatever was a free text is written in double quotes. The methods keep no state and may be
 * called by several threads at once.
 */
public final class RuleWriter {
  private RuleWriter() {}

  /**
   * A rule file.
   *
   * @param rules the rules in order
   * @return YAML that ends with a line end
   */
  public static String toYaml(List<Rule> rules) {
    return TreePrinter.yaml(file(rules));
  }

  /**
   * A rule as it stands in the list of a rule file.
   *
   * @param rule the rule
   * @return a YAML mapping that ends with a line end
   */
  public static String toYaml(Rule rule) {
    return TreePrinter.yaml(RuleTree.of(rule));
  }

  /**
   * A rule file.
   *
   * @param rules the rules in order
   * @return JSON of the shape {@code {"rules": […]}} that ends with a line end
   */
  public static String toJson(List<Rule> rules) {
    return TreePrinter.json(file(rules));
  }

  /**
   * A rule as it stands in the list of a rule file.
   *
   * @param rule the rule
   * @return a JSON object that ends with a line end
   */
  public static String toJson(Rule rule) {
    return TreePrinter.json(RuleTree.of(rule));
  }

  /**
   * A rule as it stands in the list of a rule file, for {@link JsonText}.
   *
   * @param rule the rule
   * @return a new tree
   */
  public static Map<String, Object> tree(Rule rule) {
    return RuleTree.of(rule);
  }

  private static Map<String, Object> file(List<Rule> rules) {
    return Map.of("rules", rules.stream().map(RuleTree::of).toList());
  }
}
