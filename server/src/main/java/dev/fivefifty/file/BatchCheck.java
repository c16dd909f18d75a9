package dev.fivefifty.file;

import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleCheck;
import dev.fivefifty.rule.RuleProblem;
import dev.fivefifty.rule.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the rules of all files together and says where the problems stand. */
final class BatchCheck {
  private final List<MappedRule> rules;
  private final Problems problems;

  BatchCheck(List<MappedRule> rules, Problems problems) {
    this.rules = rules;
    this.problems = problems;
  }

  void run() {
    names();
    List<Rule> batch = rules.stream().map(BatchCheck::standIn).toList();
    for (RuleProblem problem : RuleCheck.check(batch, Set.of())) {
      MappedRule rule = rules.get(problem.rule());
      if (rule.rule() != null && !problem.path().equals("name")) {
        problems.add(problem.severity(), place(rule, problem), problem.message());
      }
    }
  }

  /** Names are said by place, since nobody counts rules. */
  private void names() {
    Map<String, MappedRule> first = new HashMap<>();
    for (MappedRule rule : rules) {
      String name = rule.name();
      MappedRule earlier = name == null ? null : first.putIfAbsent(name, rule);
      if (name != null && earlier != null) {
        problems.error(
            rule.place("name"),
            "the name '%s' is that of the rule at %s already (names are unique)"
                .formatted(Words.shown(name), earlier.place("name").seenFrom(rule.place())));
      }
    }
  }

  /**
   * What is checked for a rule: one that could not be made shadows nothing, and one without a name
   * is known by its place.
   */
  private static Rule standIn(MappedRule mapped) {
    Rule rule = mapped.rule();
    if (rule == null) {
      return Rule.at(Stage.UNKNOWN).when(occasion -> false);
    }
    Place place = mapped.place();
    return rule.name().isPresent()
        ? rule
        : rule.name(
            "the rule at " + place.file().replaceAll("\\p{Cntrl}", "?") + ":" + place.line());
  }

  private static Place place(MappedRule rule, RuleProblem problem) {
    if (problem.path().endsWith("reply")) {
      List<Node.Scalar> lines = new ArrayList<>(rule.replyLines());
      for (Node.Scalar line : lines) {
        int start = problem.message().indexOf("'${");
        int end = start < 0 ? -1 : problem.message().indexOf("}'", start);
        if (end > start && line.text().contains(problem.message().substring(start + 1, end + 1))) {
          return line.place();
        }
      }
    }
    return rule.place(problem.path());
  }
}
