package dev.fivefifty.rule;

import static dev.fivefifty.rule.Stage.RCPT;
import static dev.fivefifty.rule.Turn.pass;
import static dev.fivefifty.rule.Turn.turn;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The counts with 50 clients at once. */
class LimitConcurrencyTest {
  private static final int THREADS = 50;
  private static final int EACH = 20;
  private static final int ALL = THREADS * EACH;

  private static Rule rule() {
    return Rule.at(RCPT).name("the rule").reply("450");
  }

  /** Every thread asks so often; the threads take turns in the recipients a, b, c … */
  private static List<Decision> ask(RuleSet rules, int each, int recipients, double second)
      throws Exception {
    List<Decision> decisions = new ArrayList<>();
    Some.inThreads(
            THREADS,
            thread ->
                (Callable<List<Decision>>)
                    () -> {
                      List<Decision> mine = new ArrayList<>();
                      for (int i = 0; i < each; i++) {
                        mine.add(rules.decide(occasion((thread + i) % recipients, second)));
                      }
                      return mine;
                    })
        .forEach(decisions::addAll);
    return decisions;
  }

  private static Occasion occasion(int recipient, double second) {
    return Occasion.at(RCPT)
        .recipient((char) ('a' + recipient) + "@here.example")
        .session(recipient)
        .now(Some.second(second))
        .build();
  }

  private static Map<Integer, Integer> byCode(List<Decision> decisions) {
    return decisions.stream().collect(Collectors.toMap(Some::code, each -> 1, Integer::sum));
  }

  @RepeatedTest(20)
  void exactlyTwoOf50ClientsSeeARuleWithTimes2() throws Exception {
    assertThat(byCode(ask(Some.rules(rule().times(2)), 1, 1, 0))).isEqualTo(Map.of(450, 2, 0, 48));
  }

  @Test
  void timesIsExactAlsoWhenAskedOften() throws Exception {
    RuleSet rules = Some.rules(rule().times(300), Rule.at(RCPT).reply("451").times(50));

    assertThat(byCode(ask(rules, EACH, 3, 0))).isEqualTo(Map.of(450, 300, 451, 50, 0, ALL - 350));
    assertThat(rules.applications().values()).containsExactly(300L, 50L);
  }

  @Test
  void afterLetsExactlySoManyPass() throws Exception {
    assertThat(byCode(ask(Some.rules(rule().after(123)), EACH, 1, 0)))
        .isEqualTo(Map.of(0, 123, 450, ALL - 123));
  }

  @Test
  void eachItemOfASequenceIsSaidExactlySoOften() throws Exception {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT)
                .sequence(
                    turn().reply("451").times(3),
                    turn().reply("452"),
                    pass().times(77),
                    turn().reply("453").times(200),
                    turn().reply("454")));

    assertThat(byCode(ask(rules, EACH, 1, 0)))
        .isEqualTo(Map.of(451, 3, 452, 1, 0, 77, 453, 200, 454, ALL - 281));
  }

  @Test
  void eachKeyHasCountsOfItsOwn() throws Exception {
    RuleSet rules = Some.rules(rule().per(Per.TO, Per.SESSION).after(1).times(2));

    Map<Integer, Integer> codes = byCode(ask(rules, EACH, 10, 0));

    assertThat(codes).isEqualTo(Map.of(450, 20, 0, ALL - 20));
    for (int i = 0; i < 11; i++) {
      // Used up for each of the ten; the eleventh is new.
      assertThat(byCode(List.of(rules.decide(occasion(i, 0)), rules.decide(occasion(i, 0)))))
          .isEqualTo(i < 10 ? Map.of(0, 2) : Map.of(0, 1, 450, 1));
    }
  }

  @Test
  void aWindowHoldsSoManyAndNoMore() throws Exception {
    RuleSet rules = Some.rules(rule().times(7).window(Duration.ofMinutes(1)));

    for (int minute = 0; minute < 3; minute++) {
      assertThat(byCode(ask(rules, EACH, 1, minute * 60))).isEqualTo(Map.of(450, 7, 0, ALL - 7));
      assertThat(byCode(ask(rules, 1, 1, minute * 60 + 59.999))).isEqualTo(Map.of(0, THREADS));
    }
  }

  @Test
  void aRateIsExactInAWindow() throws Exception {
    RuleSet rules = Some.rules(rule().after(100).window(Duration.ofMinutes(1)));

    for (int minute = 0; minute < 3; minute++) {
      assertThat(byCode(ask(rules, EACH, 1, minute * 60)))
          .isEqualTo(Map.of(0, 100, 450, ALL - 100));
    }
  }

  @Test
  void lastingIsOverForAllAtOnce() throws Exception {
    RuleSet rules = Some.rules(rule().lasting(Duration.ofMinutes(5)));

    assertThat(byCode(ask(rules, EACH, 1, 0))).isEqualTo(Map.of(450, ALL));
    assertThat(byCode(ask(rules, EACH, 1, 299.999))).isEqualTo(Map.of(450, ALL));
    assertThat(byCode(ask(rules, EACH, 1, 300))).isEqualTo(Map.of(0, ALL));
  }

  /** Every applied match has a draw of its own for its delay, which tells which match it was. */
  @RepeatedTest(5)
  void chanceDrawsTheSameMatchesWhateverTheOrderAndTheOtherRules() throws Exception {
    Rule rule = rule().chance(0.25).per(Per.TO);
    RuleSet alone = Some.rules(42, rule);
    List<Decision> oneByOne = new ArrayList<>();
    for (int i = 0; i < ALL; i++) {
      oneByOne.add(alone.decide(occasion(i % 4, 0)));
    }

    List<Decision> together = ask(Some.rules(42, rule), EACH, 4, 0);
    List<Decision> amongOthers =
        ask(
            Some.rules(
                42,
                Rule.at(RCPT).to("nobody@*").chance(0.5).reply("550"),
                Rule.at(RCPT).chance(0.5).sequence(pass()),
                rule,
                Rule.at(RCPT).chance(0.5).reply("551")),
            EACH,
            4,
            0);

    assertThat(draws(together)).isEqualTo(draws(oneByOne));
    assertThat(draws(amongOthers)).isEqualTo(draws(oneByOne));
    assertThat(draws(oneByOne)).hasSizeBetween(180, 320);
  }

  private static Set<Double> draws(List<Decision> decisions) {
    List<Double> draws =
        decisions.stream()
            .filter(decision -> "the rule".equals(decision.ruleName()))
            .map(Decision::draw)
            .toList();
    assertThat(draws).doesNotHaveDuplicates();
    return Set.copyOf(draws);
  }

  /** The numbers themselves, one level below: no number is given twice or left out. */
  @Test
  void matchesAreNumberedWithoutGap() throws Exception {
    Counter counter = new Counter();
    Rule rule = rule().chance(0.5).times(100);

    Map<Long, Boolean> applied = new HashMap<>();
    for (List<Counter.Result> results :
        Some.inThreads(
            THREADS,
            thread ->
                (Callable<List<Counter.Result>>)
                    () -> {
                      List<Counter.Result> mine = new ArrayList<>();
                      for (int i = 0; i < EACH; i++) {
                        mine.add(counter.match(rule, 0, number -> number % 3 == 0 ? 0.4 : 0.5));
                      }
                      return mine;
                    })) {
      results.forEach(result -> applied.put(result.number(), result.refusal() == null));
    }

    assertThat(applied).hasSize(ALL);
    for (long number = 1; number <= ALL; number++) {
      assertThat(applied).containsEntry(number, number % 3 == 0 && number <= 300);
    }
  }
}
