package dev.fivefifty.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.file.RuleWriter;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * SCENARIOS.md is that of the library. {@code -Dfivefifty.regenerate=true} writes it anew; its
 * introduction, up to the first group, is written by hand.
 */
class ScenariosDocTest {
  private static final Path DOC = Path.of("SCENARIOS.md");

  @Test
  void it_is_current() throws IOException {
    String doc = Files.readString(DOC);
    int from = doc.indexOf("\n## ");
    String expected = (from < 0 ? doc : doc.substring(0, from + 1)) + generated();
    if (Boolean.getBoolean("fivefifty.regenerate")) {
      Files.writeString(DOC, expected);
    } else {
      assertThat(doc)
          .as("to write it anew: mvn test -Dtest=ScenariosDocTest -Dfivefifty.regenerate=true")
          .isEqualTo(expected);
    }
  }

  private static String generated() {
    StringBuilder out = new StringBuilder();
    String group = "";
    for (Scenario scenario : Scenarios.all()) {
      if (!scenario.group().equals(group)) {
        group = scenario.group();
        out.append(out.isEmpty() ? "" : "\n").append("## ").append(capital(group)).append('\n');
      }
      out.append("\n### ").append(scenario.name()).append("\n\n");
      out.append(scenario.description()).append("\n\n");
      if (!scenario.parameters().isEmpty()) {
        out.append("| parameter | default | |\n|---|---|---|\n");
        for (Parameter each : scenario.parameters()) {
          out.append(
              "| `%s` | `%s` | %s |\n"
                  .formatted(each.name(), each.value(), cell(each.description() + choices(each))));
        }
        out.append('\n');
      }
      replies(scenario).forEach(reply -> out.append("    ").append(reply).append('\n'));
      others(scenario, out);
      out.append(replies(scenario).isEmpty() ? "" : "\n");
      scenario.odd().ifPresent(odd -> out.append("Wrong on purpose: ").append(odd).append("\n\n"));
      out.append("A correct client: ").append(scenario.client()).append("\n\n");
      out.append("Sources: ").append(String.join("; ", scenario.sources())).append(".\n");
    }
    return out.toString();
  }

  private static String choices(Parameter parameter) {
    return parameter.choices().isEmpty()
        ? ""
        : ": "
            + parameter.choices().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
  }

  /** The same in other words. */
  private static void others(Scenario scenario, StringBuilder out) {
    for (Parameter each : scenario.parameters()) {
      for (String choice : each.choices()) {
        if (!choice.equals(each.value())) {
          out.append("    # ").append(each.name()).append('=').append(choice).append('\n');
          replies(scenario.with(each.name(), choice))
              .forEach(reply -> out.append("    ").append(reply).append('\n'));
        }
      }
    }
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  /** What it says where, or does. */
  private static Set<String> replies(Scenario scenario) {
    Set<String> replies = new LinkedHashSet<>();
    for (Rule rule : scenario.rules()) {
      List<Outcome> outcomes = new ArrayList<>(List.of(rule.outcome()));
      rule.sequence().stream()
          .filter(turn -> !turn.isPass())
          .map(Turn::outcome)
          .forEach(outcomes::add);
      String stage = rule.stage().keyword();
      for (Outcome outcome : outcomes) {
        outcome
            .fixedReply()
            .ifPresent(
                reply ->
                    reply.toString().lines().forEach(line -> replies.add(stage + ": " + line)));
      }
      if (outcomes.stream().allMatch(outcome -> outcome.fixedReply().isEmpty())) {
        replies.add(stage + ": " + inAFile(rule));
      }
    }
    return replies;
  }

  /** The outcome's keys as a rule file has them. */
  private static String inAFile(Rule rule) {
    List<String> keys = rule.outcome().keys().stream().map(RuleKey::keyword).toList();
    return RuleWriter.toYaml(rule)
        .lines()
        .filter(line -> keys.contains(line.replaceFirst(":.*", "")))
        .collect(Collectors.joining(", "));
  }
}
