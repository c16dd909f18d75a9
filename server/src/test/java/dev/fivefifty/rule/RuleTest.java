package dev.fivefifty.rule;

import static dev.fivefifty.rule.Stage.IDLE;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules, limits, turns and outcomes as values. */
class RuleTest {

  /** One of everything that makes a rule another. */
  private static List<Rule> different() {
    Rule rule = Rule.at(RCPT);
    return List.of(
        rule,
        Rule.at(IDLE),
        rule.name("a"),
        rule.name("b"),
        rule.silence(Duration.ofSeconds(1)),
        rule.to("a"),
        rule.to("b"),
        rule.from("a"),
        rule.to("a").from("b"),
        rule.from("b").to("a"),
        rule.client("10.0.0.1"),
        rule.tls(true),
        rule.tls(false),
        rule.recipients("1"),
        rule.connections("1"),
        rule.header("A", "x"),
        rule.parameter("A", "x"),
        rule.per(Per.TO),
        rule.per(Per.FROM),
        rule.lasting(Duration.ofSeconds(1)),
        rule.window(Duration.ofSeconds(1)),
        rule.after(1),
        rule.times(1),
        rule.chance(1),
        rule.reply("450"),
        rule.reply("450 x"),
        rule.reply("450 4.0.0 x"),
        rule.reply("450 x", "y"),
        rule.replyDefault(),
        rule.replyNone(),
        rule.replyAsAddressed(),
        rule.delay(Duration.ofSeconds(1)),
        rule.delay(new Delay.Between(Duration.ZERO, Duration.ofSeconds(1))),
        rule.stall(Duration.ofSeconds(1)),
        rule.stall(Stall.FOREVER),
        rule.close(Close.FIN),
        rule.close(Close.NONE),
        rule.message(MessageFate.KEEP),
        rule.drain(true),
        rule.drain(false),
        rule.sequence(Turn.pass()),
        rule.sequence(Turn.turn()),
        rule.sequence(Turn.pass(), Turn.pass()),
        rule.sequence(Turn.pass().times(2), Turn.pass()));
  }

  @Test
  void rulesAreEqualIfEverythingIs() {
    List<Rule> rules = different();
    List<Rule> again = different();
    for (int i = 0; i < rules.size(); i++) {
      for (int j = 0; j < rules.size(); j++) {
        assertThat(rules.get(i).equals(again.get(j)))
            .as("%s and %s, numbers %s and %s", rules.get(i), rules.get(j), i, j)
            .isEqualTo(i == j);
      }
      assertThat(rules.get(i)).hasSameHashCodeAs(again.get(i));
    }
  }

  @Test
  void aRuleInJavaEqualsItselfOnly() {
    Rule one = Rule.at(RCPT).when(o -> true);

    assertThat(one).isEqualTo(one).isNotEqualTo(Rule.at(RCPT).when(o -> true));
    assertThat(Rule.at(RCPT).reply(o -> Reply.of(250)))
        .isNotEqualTo(Rule.at(RCPT).reply(o -> Reply.of(250)));
  }

  @Test
  void everyMethodMakesACopy() {
    Rule rule = Rule.at(RCPT);
    different();
    rule.name("x").to("y").times(1).reply("450").sequence(Turn.pass());

    assertThat(rule).isEqualTo(Rule.at(RCPT));
    assertThat(rule.name()).isEmpty();
    assertThat(rule.conditions()).isEmpty();
    assertThat(rule.limit()).isEqualTo(Limit.NONE);
    assertThat(rule.outcome()).isEqualTo(Outcome.DEFAULT);
    assertThat(rule.sequence()).isEmpty();
  }

  @Test
  void theMethodsMayComeInAnyOrder() {
    Rule one = Rule.at(RCPT).name("n").to("a").times(2).after(1).reply("450").close(Close.FIN);
    Rule other = Rule.at(RCPT).close(Close.FIN).reply("450").after(1).times(2).to("a").name("n");

    assertThat(one).isEqualTo(other);
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(Rule.at(RCPT)).hasToString("rule at rcpt");
    assertThat(Rule.at(RCPT).name("n").to("a*").recipients(">3"))
        .hasToString("'n' at rcpt when to \"a*\" and recipients more than 3");
    assertThat(Rule.at(IDLE).silence(Duration.ofSeconds(90)))
        .hasToString("rule at idle after 1m30s of silence");
    assertThat(Turn.pass().times(2)).hasToString("pass x2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "\t", "a\u0000"})
  void aNameIsText(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rule.at(RCPT).name(name))
        .withMessage("a rule's name is a text without control characters, not '" + name + "'");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    Rule rule = Rule.at(RCPT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.times(0))
        .withMessage("times is 1 or more, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.after(-1))
        .withMessage("after is 0 or more, not -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.lasting(Duration.ZERO))
        .withMessage("lasting is more than 0, not PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.window(Duration.ofSeconds(-1)))
        .withMessage("window is more than 0, not PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.silence(Duration.ZERO))
        .withMessage("silence is more than 0, not PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.chance(1.01))
        .withMessage("chance is 0% to 100%, not 101.0%");
    assertThatIllegalArgumentException().isThrownBy(() -> rule.chance(-0.01));
    assertThatIllegalArgumentException().isThrownBy(() -> rule.chance(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Turn.turn().times(0))
        .withMessage("times is 1 or more, not 0");
    assertThatIllegalStateException()
        .isThrownBy(() -> Turn.pass().reply("450"))
        .withMessage("pass has no outcome");
  }

  @Test
  void aLimitDoesNotChange() {
    Set<Per> per = new HashSet<>(Set.of(Per.TO));
    Limit limit = new Limit(per, null, null, null, null, null);
    per.add(Per.FROM);

    assertThat(limit.per()).containsExactly(Per.TO);
    assertThat(Rule.at(RCPT).per(Per.TO, Per.FROM)).isEqualTo(Rule.at(RCPT).per(Per.FROM, Per.TO));
  }

  @Test
  void conditionsAndTurnsCannotBeChangedFromOutside() {
    Rule rule = Rule.at(RCPT).to("a").sequence(Turn.pass());

    assertThat(rule.conditions()).isUnmodifiable();
    assertThat(rule.sequence()).isUnmodifiable();
    assertThat(new ArrayList<>(rule.conditions())).hasSize(1);
  }

  /** {@code default} where left out, except beside close and stall, where left out means none. */
  @Test
  void whatIsSaidWhereNothingIsWritten() {
    Rule rule = Rule.at(RCPT);
    Answer ownAnswer = new Answer.Default();
    Answer none = new Answer.None();

    assertThat(rule.outcome().effectiveAnswer()).isEqualTo(ownAnswer);
    assertThat(rule.delay(Duration.ofSeconds(1)).outcome().effectiveAnswer()).isEqualTo(ownAnswer);
    assertThat(rule.message(MessageFate.KEEP).outcome().effectiveAnswer()).isEqualTo(ownAnswer);
    assertThat(rule.close(Close.NONE).outcome().effectiveAnswer()).isEqualTo(ownAnswer);
    for (Close close : Close.values()) {
      if (close != Close.NONE) {
        assertThat(rule.close(close).outcome().effectiveAnswer()).isEqualTo(none);
        assertThat(rule.close(close).replyDefault().outcome().effectiveAnswer())
            .isEqualTo(ownAnswer);
      }
    }
    assertThat(rule.stall(Stall.FOREVER).outcome().effectiveAnswer()).isEqualTo(none);
    assertThat(rule.stall(Duration.ofSeconds(1)).outcome().effectiveAnswer()).isEqualTo(none);
    assertThat(rule.stall(Stall.FOREVER).reply("450").outcome().effectiveAnswer())
        .isEqualTo(new Answer.Fixed(Reply.of(450)));
    assertThat(rule.replyNone().outcome().effectiveAnswer()).isEqualTo(none);
  }
}
