package dev.fivefifty.rule;

import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What chance draws, and from what. */
class ChanceTest {
  private static final int MANY = 10_000;

  private static Rule quarter() {
    return Rule.at(RCPT).name("the rule").chance(0.25).reply("450");
  }

  private static List<Boolean> drawn(RuleSet rules, int times) {
    return drawn(rules, times, "a@here.example");
  }

  private static List<Boolean> drawn(RuleSet rules, int times, String recipient) {
    List<Boolean> drawn = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      drawn.add(Some.code(rules.decide(Some.rcpt(recipient, i))) == 450);
    }
    return drawn;
  }

  private static long count(List<Boolean> drawn) {
    return drawn.stream().filter(each -> each).count();
  }

  private static double agreement(List<Boolean> one, List<Boolean> other) {
    int same = 0;
    for (int i = 0; i < one.size(); i++) {
      same += one.get(i).equals(other.get(i)) ? 1 : 0;
    }
    return (double) same / one.size();
  }

  /** Four standard deviations of a binomial distribution are 173. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, -1, 42, Long.MIN_VALUE, Long.MAX_VALUE, 0x5e3d})
  void aQuarterOfManyIsDrawn(long seed) {
    assertThat(count(drawn(Some.rules(seed, quarter()), MANY))).isBetween(2_327L, 2_673L);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9, 0.99})
  void anyProbabilityIsMet(double probability) {
    double deviation = Math.sqrt(MANY * probability * (1 - probability));

    long drawn = count(drawn(Some.rules(7, quarter().chance(probability)), MANY));

    assertThat((double) drawn).isCloseTo(MANY * probability, within(4 * deviation));
  }

  @Test
  void nothingIsDrawnAtZeroAndEverythingAtOne() {
    assertThat(drawn(Some.rules(quarter().chance(0)), 1000)).containsOnly(false);
    assertThat(drawn(Some.rules(quarter().chance(1)), 1000)).containsOnly(true);
  }

  /** The number of times that a draw follows a draw is that of independent draws, too. */
  @Test
  void oneDrawSaysNothingOfTheNext() {
    List<Boolean> drawn = drawn(Some.rules(3, quarter().chance(0.5)), MANY);

    for (int lag = 1; lag <= 8; lag++) {
      assertThat(agreement(drawn.subList(lag, MANY), drawn.subList(0, MANY - lag)))
          .isCloseTo(0.5, within(0.02));
    }
  }

  @Test
  void theSameSeedAndSeriesDrawTheSame() {
    assertThat(drawn(Some.rules(99, quarter()), 500))
        .isEqualTo(drawn(Some.rules(99, quarter()), 500));
  }

  @Test
  void anotherSeedDrawsOthers() {
    List<Boolean> one = drawn(Some.rules(99, quarter().chance(0.5)), MANY);
    List<Boolean> other = drawn(Some.rules(100, quarter().chance(0.5)), MANY);

    assertThat(agreement(one, other)).isCloseTo(0.5, within(0.02));
  }

  @Test
  void anotherRuleDrawsOthers() {
    List<Boolean> one = drawn(Some.rules(99, quarter().chance(0.5)), MANY);
    List<Boolean> other = drawn(Some.rules(99, quarter().chance(0.5).name("another")), MANY);

    assertThat(agreement(one, other)).isCloseTo(0.5, within(0.02));
  }

  @Test
  void anotherKeyDrawsOthers() {
    RuleSet rules = Some.rules(99, quarter().chance(0.5).per(Per.TO));

    List<Boolean> one = drawn(rules, MANY, "a@here.example");
    List<Boolean> other = drawn(rules, MANY, "b@here.example");

    assertThat(agreement(one, other)).isCloseTo(0.5, within(0.02));
  }

  /**
   * Or of two rules at 50%, one behind the other, the second would not apply to the first match.
   */
  @Test
  void rulesWithoutANameThatDifferInWhatTheySayDrawOthers() {
    Rule one = Rule.at(RCPT).chance(0.5).reply("450");
    Rule other = Rule.at(RCPT).chance(0.5).reply("450 4.7.1 Go away");
    Rule third = Rule.at(RCPT).chance(0.5).sequence(Turn.turn().reply("450"));

    List<Boolean> drawn = drawn(Some.rules(99, one), MANY);

    assertThat(agreement(drawn, drawn(Some.rules(99, other), MANY))).isCloseTo(0.5, within(0.02));
    assertThat(agreement(drawn, drawn(Some.rules(99, third), MANY))).isCloseTo(0.5, within(0.02));
    assertThat(agreement(drawn, drawn(Some.rules(99, one.times(MANY)), MANY)))
        .isCloseTo(0.5, within(0.02));
  }

  @Test
  void aRuleWithoutANameDrawsTheSameWhereverItStands() {
    Rule rule = Rule.at(RCPT).to("a@*").chance(0.25).reply("450");

    List<Boolean> alone = drawn(Some.rules(99, rule), 500);
    List<Boolean> behind =
        drawn(Some.rules(99, Rule.at(RCPT).to("b@*").reply("550"), Rule.at(Stage.MAIL), rule), 500);

    assertThat(behind).isEqualTo(alone);
  }

  @Test
  void aRuleInJavaDrawsTheSameInEveryRun() {
    List<Boolean> one =
        drawn(Some.rules(99, Rule.at(RCPT).when(o -> true).chance(0.5).reply("450")), 500);
    List<Boolean> other =
        drawn(Some.rules(99, Rule.at(RCPT).when(o -> true).chance(0.5).reply("450")), 500);

    assertThat(one).isEqualTo(other);
  }

  @Test
  void aWindowDoesNotRepeatTheDraws() {
    List<Boolean> with =
        drawn(Some.rules(5, quarter().times(MANY).window(Duration.ofMillis(500))), 500);

    assertThat(with).isEqualTo(drawn(Some.rules(5, quarter()), 500));
  }

  /** Which delay comes has nothing to do with which match is drawn. */
  @Test
  void delaysAreDrawnFromTheWholeRange() {
    RuleSet rules =
        Some.rules(5, quarter().delay(new Delay.Between(Duration.ZERO, Duration.ofSeconds(10))));
    List<Double> draws = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Decision decision = rules.decide(Some.rcpt("a@here.example"));
      if (decision.ruleName() != null) {
        draws.add(decision.draw());
      }
    }

    assertThat(draws).allMatch(draw -> draw >= 0 && draw < 1).doesNotHaveDuplicates();
    for (int tenth = 0; tenth < 10; tenth++) {
      double from = tenth / 10.0;
      assertThat(draws.stream().filter(draw -> draw >= from && draw < from + 0.1).count())
          .as("delays from %s", from)
          .isBetween(180L, 320L);
    }
  }

  @Test
  void aRandomDelayIsDrawnAnewForEachMatchAndRepeatsWithTheSeed() {
    Rule rule = Rule.at(RCPT).delay(new Delay.Between(Duration.ZERO, Duration.ofSeconds(10)));
    RuleSet rules = Some.rules(5, rule);
    RuleSet again = Some.rules(5, rule);
    List<Double> draws = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      draws.add(rules.decide(Some.rcpt("a@here.example")).draw());
      assertThat(again.decide(Some.rcpt("a@here.example")).draw()).isEqualTo(draws.get(i));
    }

    assertThat(draws).doesNotHaveDuplicates();
  }
}
