package dev.fivefifty.file;

import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleCheck;
import dev.fivefifty.rule.RuleProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    // A rule that could not be made is left out: it hides nothing.
    List<MappedRule> made = rules.stream().filter(rule -> rule.rule() != null).toList();
    List<Rule> batch = made.stream().map(BatchCheck::named).flatMap(Optional::stream).toList();
    for (RuleProblem problem : RuleCheck.check(batch, Set.of())) {
      if (!problem.path().equals("name")) {
        MappedRule rule = made.get(problem.rule());
        if (problem.severity() == RuleProblem.Severity.ERROR || !rule.isQuiet()) {
          problems.add(problem.severity(), place(rule, problem), problem.message() + rule.used());
        }
      }
    }
  }

  /** Said by place and not by number. */
  private void names() {
    Map<String, MappedRule> first = new HashMap<>();
    for (MappedRule rule : rules) {
      String name = rule.name();
      MappedRule earlier = name == null ? null : first.putIfAbsent(rule.fullName(), rule);
      if (name != null && earlier != null) {
        problems.error(
            rule.place("name"),
            "the name '%s' is that of the rule at %s already (names are unique)"
                    .formatted(Words.shown(name), earlier.place("name").seenFrom(rule.place()))
                + rule.used());
      }
    }
  }

  /** The rule, known by its place where it has no name: nobody counts rules. */
  private static Optional<Rule> named(MappedRule mapped) {
    Place place = mapped.place();
    String name = "the rule at " + place.file().replaceAll("\\p{Cntrl}", "?") + ":" + place.line();
    return Optional.ofNullable(mapped.rule())
        .map(rule -> rule.name().isPresent() ? rule : rule.name(name));
  }

  static Place place(MappedRule rule, RuleProblem problem) {
    if (problem.path().endsWith("reply")) {
      int start = problem.message().indexOf("'${");
      int end = start < 0 ? -1 : problem.message().indexOf("}'", start);
      for (Node.Scalar line : rule.replyLines()) {
        if (end > start && line.text().contains(problem.message().substring(start + 1, end + 1))) {
          return line.place();
        }
      }
    }
    return rule.place(problem.path());
  }
}
