package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random rules asked about random series of occasions, beside a slow and simple model of the
 * design's words that keeps everything that ever happened.
 */
class LimitModelTest {
  private static final int SERIES = 2_500;
  private static final int STEPS = 40;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyAnswerIsThatOfTheModel(long seed) {
    Random random = new Random(seed);
    for (int series = 0; series < SERIES; series++) {
      List<Rule> rules = randomRules(random);
      Model model = new Model(rules, series);
      RuleSet set = Some.rules(series, rules.toArray(new Rule[0]));
      Instant now = Some.START;
      for (int step = 0; step < STEPS; step++) {
        now = now.plus(randomStep(random));
        Occasion occasion =
            Occasion.at(Stage.RCPT)
                .recipient("abc".charAt(random.nextInt(3)) + "@here.example")
                .session(random.nextInt(2))
                .now(now)
                .build();

        String expected = model.answer(occasion);

        assertThat(described(set.decide(occasion)))
            .as(
                "seed %s, series %s, step %s, rules %s %s",
                seed, series, step, rules, limits(rules))
            .isEqualTo(expected);
      }
      assertThat(set.applications()).isEqualTo(model.applications);
    }
  }

  /** Or the model's agreement would say little. */
  @Test
  void theSeriesReachEveryAnswer() {
    Map<String, Integer> seen = new TreeMap<>();
    Random random = new Random(1);
    for (int series = 0; series < 500; series++) {
      Model model = new Model(randomRules(random), series);
      Instant now = Some.START;
      for (int step = 0; step < STEPS; step++) {
        now = now.plus(randomStep(random));
        String recipient = "abc".charAt(random.nextInt(3)) + "@here.example";
        String answer = model.answer(Occasion.at(Stage.RCPT).recipient(recipient).now(now).build());
        for (String word : answer.split("[ =]")) {
          seen.merge(word, 1, Integer::sum);
        }
      }
    }

    assertThat(seen.keySet())
        .contains("450", "451", "452", "453", "0", "lasting", "after", "chance", "times", "pass");
    assertThat(seen.values()).filteredOn(count -> count > 100).hasSizeGreaterThan(12);
  }

  // --- random

  private static Duration randomStep(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Duration.ZERO;
      case 1 -> Duration.ofSeconds(1);
      case 2 -> Duration.ofMillis(random.nextInt(3000));
      default -> Duration.ofSeconds(random.nextInt(12));
    };
  }

  private static List<Rule> randomRules(Random random) {
    List<Rule> rules = new ArrayList<>();
    int tries = 1 + random.nextInt(4);
    // What is refused (a window by itself, what an earlier rule shadows) is left out.
    for (int i = 0; i < tries || rules.isEmpty(); i++) {
      Rule rule = randomRule(random).name("rule " + rules.size());
      List<Rule> more = new ArrayList<>(rules);
      more.add(rule);
      if (RuleCheck.check(more, Set.of()).stream().noneMatch(RuleProblem::isError)) {
        rules = more;
      }
    }
    return rules;
  }

  private static Rule randomRule(Random random) {
    Rule rule = Rule.at(Stage.RCPT);
    if (random.nextInt(4) == 0) {
      rule = rule.to(random.nextBoolean() ? "a@*" : "b@*");
    }
    rule =
        switch (random.nextInt(4)) {
          case 0 -> rule.per(Per.TO);
          case 1 -> rule.per(Per.SESSION, Per.TO);
          default -> rule;
        };
    if (random.nextInt(3) == 0) {
      rule = rule.lasting(Duration.ofSeconds(1 + random.nextInt(15)));
    }
    if (random.nextInt(3) == 0) {
      rule = rule.after(random.nextInt(4));
    }
    if (random.nextInt(2) == 0) {
      rule = rule.window(Duration.ofSeconds(1 + random.nextInt(15)));
    }
    if (random.nextInt(2) == 0) {
      rule = rule.times(1 + random.nextInt(4));
    }
    if (random.nextInt(3) == 0) {
      rule = rule.chance(random.nextInt(5) / 4.0);
    }
    if (random.nextInt(2) == 0) {
      return rule.reply("450");
    }
    List<Turn> turns = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 1; i <= count; i++) {
      Turn turn = random.nextInt(3) == 0 ? Turn.pass() : Turn.turn().reply(String.valueOf(450 + i));
      turns.add(i < count && random.nextBoolean() ? turn.times(1 + random.nextInt(3)) : turn);
    }
    return rule.sequence(turns.toArray(new Turn[0]));
  }

  private static List<String> limits(List<Rule> rules) {
    return rules.stream().map(rule -> rule.limit() + " " + rule.sequence()).toList();
  }

  private static String described(Decision decision) {
    StringBuilder text = new StringBuilder();
    for (Decision.Skipped skipped : decision.skipped()) {
      String reason =
          skipped.reason().startsWith("its sequence says pass")
              ? "pass"
              : skipped.reason().startsWith("match ")
                  ? "after"
                  : skipped.reason().substring(0, skipped.reason().indexOf(' '));
      text.append(skipped.rule()).append('=').append(reason).append(' ');
    }
    return text.append(decision.ruleName()).append('=').append(Some.code(decision)).toString();
  }

  // --- the model

  private static final class Model {
    /** One match of a rule. */
    private record Match(Instant time, boolean applied) {}

    private final List<Rule> rules;
    private final Map<String, Map<List<String>, List<Match>>> history = new HashMap<>();
    private final Map<String, RuleSet> draws = new HashMap<>();
    final Map<String, Long> applications = new LinkedHashMap<>();

    Model(List<Rule> rules, long seed) {
      this.rules = rules;
      for (Rule rule : rules) {
        String name = rule.name().orElseThrow();
        applications.put(name, 0L);
        if (rule.limit().chance() != null) {
          // What chance draws is asked of a rule that has nothing else: by the design it depends on
          // the seed, the rule, the key and the match's number alone.
          draws.put(
              name,
              Some.rules(
                  seed,
                  Rule.at(Stage.RCPT)
                      .name(name)
                      .per(rule.limit().per().toArray(new Per[0]))
                      .chance(rule.limit().chance())
                      .reply("250")));
        }
      }
    }

    String answer(Occasion occasion) {
      StringBuilder text = new StringBuilder();
      for (Rule rule : rules) {
        String name = rule.name().orElseThrow();
        if (!rule.conditions().stream().allMatch(condition -> holds(condition, occasion))) {
          continue;
        }
        List<Match> matches =
            history
                .computeIfAbsent(name, each -> new HashMap<>())
                .computeIfAbsent(key(rule, occasion), each -> new ArrayList<>());
        String refusal = refusal(rule, matches, occasion);
        int before = (int) matches.stream().filter(Match::applied).count();
        matches.add(new Match(occasion.now(), refusal == null));
        if (refusal != null) {
          text.append(name).append('=').append(refusal).append(' ');
          continue;
        }
        applications.merge(name, 1L, Long::sum);
        if (rule.sequence().isEmpty()) {
          return text.append(name).append("=450").toString();
        }
        Turn turn = turn(rule.sequence(), before);
        if (!turn.isPass()) {
          return text.append(name)
              .append('=')
              .append(turn.outcome().fixedReply().orElseThrow().code())
              .toString();
        }
        text.append(name).append("=pass ");
      }
      return text.append("null=0").toString();
    }

    private static boolean holds(Condition condition, Occasion occasion) {
      // Only `a@*` and `b@*` come.
      return occasion.recipient().startsWith(condition.expected().substring(1, 3));
    }

    private static List<String> key(Rule rule, Occasion occasion) {
      List<String> key = new ArrayList<>();
      if (rule.limit().per().contains(Per.SESSION)) {
        key.add("session " + occasion.session());
      }
      if (rule.limit().per().contains(Per.TO)) {
        key.add(occasion.recipient());
      }
      return key;
    }

    private String refusal(Rule rule, List<Match> past, Occasion occasion) {
      Limit limit = rule.limit();
      Instant now = occasion.now();
      boolean drawn = limit.chance() == null || drawn(rule, occasion);
      List<Match> remembered = new ArrayList<>();
      for (Match match : past) {
        if (limit.window() == null || match.time.plus(limit.window()).isAfter(now)) {
          remembered.add(match);
        }
      }
      Instant first = remembered.isEmpty() ? now : remembered.get(0).time;
      if (limit.lasting() != null && !now.isBefore(first.plus(limit.lasting()))) {
        return "lasting";
      }
      if (limit.after() != null && remembered.size() + 1 <= limit.after()) {
        return "after";
      }
      if (!drawn) {
        return "chance";
      }
      long used = remembered.stream().filter(Match::applied).count();
      return limit.times() != null && used >= limit.times() ? "times" : null;
    }

    private boolean drawn(Rule rule, Occasion occasion) {
      return draws.get(rule.name().orElseThrow()).decide(occasion).ruleName() != null;
    }

    private static Turn turn(List<Turn> sequence, int applicationsBefore) {
      List<Turn> spread = new ArrayList<>();
      for (Turn turn : sequence) {
        for (int i = 0; i < (turn.times() == null ? 1 : turn.times()); i++) {
          spread.add(turn);
        }
      }
      return spread.get(Math.min(applicationsBefore, spread.size() - 1));
    }
  }

  @Test
  void theModelItselfTellsRulesApart() {
    Rule rule = Rule.at(Stage.RCPT).name("r").times(1).reply("450");
    Set<String> answers = new HashSet<>();
    for (Rule each : List.of(rule, rule.times(2), rule.after(1))) {
      Model model = new Model(List.of(each), 1);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 3; i++) {
        text.append(model.answer(Some.rcpt("a@here.example", i))).append(' ');
      }
      answers.add(text.toString());
    }

    assertThat(answers)
        .containsExactlyInAnyOrder(
            "r=450 r=times null=0 r=times null=0 ",
            "r=450 r=450 r=times null=0 ",
            "r=after null=0 r=450 r=times null=0 ");
  }
}
