package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.rule.NearMiss;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a strict server objects to. */
final class Violations {
  private static final int MOST = 5;

  private Violations() {}

  static List<String> of(RunningServer server) {
    List<String> violations = new ArrayList<>();
    Set<Strict> strict = server.options().strict();
    if (strict.contains(Strict.UNUSED_RULES)) {
      unused(server, violations);
    }
    if (strict.contains(Strict.UNEXPECTED_EXCHANGES)) {
      unexpected(server, violations);
    }
    return violations;
  }

  private static void unused(RunningServer server, List<String> violations) {
    FiveFifty smtp = server.smtp();
    Map<String, Rule> rules = smtp.rules();
    Map<String, Long> applications = smtp.applications();
    Set<String> settled = new HashSet<>();
    applications.forEach(
        (name, count) -> {
          if (count > 0) {
            settled.add(scenario(name));
          }
        });
    applications.forEach(
        (name, count) -> {
          Rule rule = rules.get(name);
          // One of a scenario stands for all of them: a provider's profile has rules for whatever
          // may happen.
          if (count == 0 && rule != null && settled.add(scenario(name))) {
            violations.add(
                "rule '"
                    + name
                    + "' at "
                    + rule.stage().keyword()
                    + (scenario(name).equals(name) ? "" : ", like the others of its scenario,")
                    + " never applied to "
                    + server.title()
                    + ": "
                    + why(smtp, name, rule));
          }
        });
  }

  /** The scenario of a rule that is named {@code scenario/rule}; else the rule's own name. */
  private static String scenario(String name) {
    int slash = name.indexOf('/');
    return slash < 1 ? name : name.substring(0, slash) + "/";
  }

  private static String why(FiveFifty smtp, String name, Rule rule) {
    List<Exchange> asked =
        smtp.journal().exchanges().stream()
            .filter(exchange -> exchange.stage() == rule.stage())
            .toList();
    if (asked.isEmpty()) {
      return "no client came to that stage";
    }
    // The latest, as what an application tried last is what it got stuck at.
    for (int i = asked.size() - 1; i >= 0; i--) {
      Optional<NearMiss> miss = asked.get(i).nearMiss().filter(near -> near.rule().equals(name));
      if (miss.isPresent()) {
        return miss.get() + ", in " + asked.get(i);
      }
    }
    return asked.stream()
        .filter(Exchange::deliberate)
        .reduce((first, second) -> second)
        .map(
            exchange ->
                "rule '" + exchange.rule().orElseThrow() + "' decided before it, in " + exchange)
        .orElseGet(() -> "nothing matched it, as in " + asked.get(asked.size() - 1));
  }

  private static void unexpected(RunningServer server, List<String> violations) {
    Set<Stage> stages =
        server.smtp().rules().values().stream()
            .map(Rule::stage)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Stage.class)));
    List<Exchange> unexpected =
        server.smtp().journal().exchanges().stream()
            .filter(exchange -> !exchange.deliberate() && stages.contains(exchange.stage()))
            .toList();
    unexpected.stream()
        .limit(MOST)
        .map(
            exchange ->
                "no rule expected what "
                    + server.title()
                    + " was told: "
                    + exchange
                    + exchange.nearMiss().map(miss -> "\n  near miss: " + miss).orElse(""))
        .forEach(violations::add);
    if (unexpected.size() > MOST) {
      violations.add("…and " + (unexpected.size() - MOST) + " more that no rule expected");
    }
  }
}
