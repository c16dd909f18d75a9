package dev.fivefifty.rule;

import static dev.fivefifty.rule.Stage.CONTENT;
import static dev.fivefifty.rule.Stage.IDLE;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which rule decides. */
class RuleSetTest {
  private static final Occasion TO_BOB = Some.rcpt("bob@gone.example");

  @Test
  void whereNoRuleIsTheServerAnswersByItself() {
    Decision decision = Some.rules().decide(TO_BOB);

    assertThat(decision).isEqualTo(Decision.BY_DEFAULT);
    assertThat(decision.outcome().effectiveAnswer()).isEqualTo(new Answer.Default());
  }

  @Test
  void theFirstRuleThatAppliesDecides() {
    RuleSet rules =
        Some.rules(
            Rule.at(MAIL).name("other stage").reply("551"),
            Rule.at(RCPT).name("other recipient").to("alice@*").reply("552"),
            Rule.at(RCPT).name("first").to("bob@*").reply("553"),
            Rule.at(RCPT).name("second").to("*@gone.example").reply("554"));

    Decision decision = rules.decide(TO_BOB);

    assertThat(decision.ruleName()).isEqualTo("first");
    assertThat(decision.rule()).isEqualTo(Rule.at(RCPT).name("first").to("bob@*").reply("553"));
    assertThat(decision.skipped()).isEmpty();
    assertThat(rules.applications())
        .isEqualTo(Map.of("other stage", 0L, "other recipient", 0L, "first", 1L, "second", 0L));
  }

  @Test
  void allConditionsMustHold() {
    RuleSet rules = Some.rules(Rule.at(RCPT).to("bob@*").from("you@*").reply("550"));

    assertThat(rules.decide(TO_BOB)).isEqualTo(Decision.BY_DEFAULT);
    assertThat(
            rules
                .decide(Occasion.at(RCPT).recipient("bob@x").sender("you@y").build())
                .outcome()
                .fixedReply())
        .contains(Reply.of(550));
  }

  @Test
  void anAllowListDecides() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT).name("friends").to("bob@*").replyDefault(),
            Rule.at(RCPT).name("everybody").reply("550"));

    Decision friend = rules.decide(TO_BOB);
    assertThat(friend.ruleName()).isEqualTo("friends");
    assertThat(friend.outcome().effectiveAnswer()).isEqualTo(new Answer.Default());
    assertThat(friend.reply(TO_BOB)).isEmpty();
    assertThat(rules.decide(Some.rcpt("eve@x")).ruleName()).isEqualTo("everybody");
  }

  @Test
  void aRuleWithoutAnyOutcomeDecidesToo() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT).name("nothing said").to("bob@*"),
            Rule.at(RCPT).name("later").reply("550"));

    assertThat(rules.decide(TO_BOB).ruleName()).isEqualTo("nothing said");
  }

  @Test
  void passLetsLaterRulesDecide() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT).name("one").sequence(Turn.pass(), Turn.turn().reply("451")),
            Rule.at(RCPT).name("two").sequence(Turn.pass(), Turn.turn().reply("452")),
            Rule.at(RCPT).name("three").reply("453"));

    Decision first = rules.decide(TO_BOB);
    assertThat(first.ruleName()).isEqualTo("three");
    assertThat(first.skipped())
        .containsExactly(
            new Decision.Skipped("one", "its sequence says pass"),
            new Decision.Skipped("two", "its sequence says pass"));
    assertThat(rules.decide(TO_BOB).ruleName()).isEqualTo("one");
    // `two` was not asked the second time, so its turn has not come.
    assertThat(rules.applications()).isEqualTo(Map.of("one", 2L, "two", 1L, "three", 1L));
  }

  @Test
  void passOfTheOnlyRuleLeavesTheServersAnswer() {
    Decision decision = Some.rules(Rule.at(RCPT).name("one").sequence(Turn.pass())).decide(TO_BOB);

    assertThat(decision.ruleName()).isNull();
    assertThat(decision.rule()).isNull();
    assertThat(decision.outcome()).isEqualTo(Outcome.DEFAULT);
    assertThat(decision.skipped()).extracting(Decision.Skipped::rule).containsExactly("one");
  }

  @Test
  void aRuleThatIsOverSaysSo() {
    RuleSet rules =
        Some.rules(Rule.at(RCPT).name("greylisting").lasting(Duration.ofMinutes(90)).reply("450"));
    rules.decide(Some.rcpt("a@x", 0));

    assertThat(rules.decide(Some.rcpt("a@x", 5399.999)).ruleName()).isEqualTo("greylisting");
    assertThat(rules.decide(Some.rcpt("a@x", 5400)).skipped())
        .containsExactly(new Decision.Skipped("greylisting", "lasting 1h30m is over"));
  }

  @Test
  void theReasonsInTheOrderOfTheRules() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT).name("after").after(3).reply("450"),
            Rule.at(RCPT).name("chance").chance(0).reply("450"),
            Rule.at(RCPT).name("times").times(1).reply("451"));
    rules.decide(TO_BOB);

    assertThat(rules.decide(TO_BOB).skipped())
        .containsExactly(
            new Decision.Skipped("after", "match 2 is within the first 3"),
            new Decision.Skipped("chance", "chance did not draw it"),
            new Decision.Skipped("times", "times 1 are used up"));
  }

  @Test
  void aConditionInJavaThatThrowsIs451NamingTheRule() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT).name("limited").times(1).to("nobody@*").reply("450"),
            Rule.at(RCPT)
                .name("broken")
                .when(
                    o -> {
                      throw new IllegalStateException("no \r\n luck");
                    })
                .reply("550")
                .close(Close.FIN),
            Rule.at(RCPT).name("later").reply("553"));

    Decision decision = rules.decide(TO_BOB);

    assertThat(decision.ruleName()).isEqualTo("broken");
    assertThat(decision.reply(TO_BOB))
        .contains(
            Reply.of(451, "4.3.0", "The rule 'broken' threw java.lang.IllegalStateException"));
    assertThat(decision.outcome().close()).isNull();
  }

  /** A test that asserts inside a condition, or recurses without end. */
  @Test
  void anErrorThrownByAConditionIs451Too() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT)
                .name("asserting")
                .to("bob@*")
                .when(
                    o -> {
                      throw new AssertionError("not bob");
                    })
                .reply("550"),
            Rule.at(RCPT).name("recursing").when(RuleSetTest::forEver).reply("550"));

    assertThat(rules.decide(TO_BOB).reply(TO_BOB))
        .contains(Reply.of(451, "4.3.0", "The rule 'asserting' threw java.lang.AssertionError"));
    assertThat(rules.decide(Some.rcpt("eve@x")).reply(TO_BOB))
        .contains(
            Reply.of(451, "4.3.0", "The rule 'recursing' threw java.lang.StackOverflowError"));
  }

  private static boolean forEver(Occasion occasion) {
    return !forEver(occasion);
  }

  @Test
  void aFailingRulesNameIsNoPlaceholder() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT)
                .name("say ${to}")
                .when(
                    o -> {
                      throw new IllegalStateException();
                    }));

    assertThat(rules.decide(TO_BOB).reply(TO_BOB).orElseThrow().lines().get(0))
        .startsWith("The rule 'say ${to}' threw");
  }

  @Test
  void aConditionIsNotCalledWhereAnEarlierOneFails() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT)
                .to("alice@*")
                .when(
                    o -> {
                      throw new IllegalStateException();
                    })
                .reply("550"));

    assertThat(rules.decide(TO_BOB)).isEqualTo(Decision.BY_DEFAULT);
  }

  @Test
  void longDurationsDoNotOverflow() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT)
                .lasting(Duration.ofDays(36_500))
                .window(Duration.ofDays(36_500))
                .times(1)
                .reply("450"));

    assertThat(Some.code(rules.decide(Some.rcpt("a@x", 0)))).isEqualTo(450);
    assertThat(Some.code(rules.decide(Some.rcpt("a@x", 1)))).isZero();
  }

  @Test
  void perIgnoresTheCaseOfAddressesAndNames() {
    RuleSet rules = Some.rules(Rule.at(RCPT).per(Per.TO, Per.HELO).times(1).reply("450"));

    assertThat(Some.code(rules.decide(Occasion.at(RCPT).recipient("A@x").helo("H").build())))
        .isEqualTo(450);
    assertThat(Some.code(rules.decide(Occasion.at(RCPT).recipient("a@X").helo("h").build())))
        .isZero();
    assertThat(Some.code(rules.decide(Occasion.at(RCPT).recipient("a@x").helo("i").build())))
        .isEqualTo(450);
  }

  @Test
  void eachPerKeepsCountsApart() {
    for (Per per : Per.values()) {
      Stage stage = per.stages().contains(RCPT) ? RCPT : Stage.MESSAGE;
      Rule rule = Rule.at(stage).per(per).times(1).reply("450");
      RuleSet rules = Some.rules(rule);
      Occasion one = perOccasion(Map.of());
      Occasion other = perOccasion(Map.of(per, "other"));
      Occasion same = perOccasion(allBut(per));

      assertThat(Some.code(rules.decide(at(stage, one)))).as("%s", per).isEqualTo(450);
      assertThat(Some.code(rules.decide(at(stage, one)))).as("%s again", per).isZero();
      assertThat(Some.code(rules.decide(at(stage, other)))).as("%s other", per).isEqualTo(450);
      assertThat(Some.code(rules.decide(at(stage, same)))).as("all but %s", per).isZero();
    }
  }

  private static Map<Per, String> allBut(Per but) {
    Map<Per, String> others = new EnumMap<>(Per.class);
    for (Per per : Per.values()) {
      // A recipient's domain is part of it.
      boolean part = per == Per.TO && but == Per.DOMAIN || per == Per.DOMAIN && but == Per.TO;
      if (per != but && !part) {
        others.put(per, "other");
      }
    }
    return others;
  }

  private static Occasion perOccasion(Map<Per, String> others) {
    return Occasion.at(RCPT)
        .client(Some.address(others.containsKey(Per.CLIENT) ? "10.0.0.2" : "10.0.0.1"))
        .session(others.containsKey(Per.SESSION) ? 2 : 1)
        .helo(others.getOrDefault(Per.HELO, "one"))
        .user(others.getOrDefault(Per.USER, "one"))
        .sender(others.getOrDefault(Per.FROM, "one"))
        .recipient(
            others.getOrDefault(Per.TO, "one")
                + "@"
                + others.getOrDefault(Per.DOMAIN, "one")
                + ".example")
        .message(
            Some.message()
                .subject(others.getOrDefault(Per.SUBJECT, "one"))
                .messageId(others.getOrDefault(Per.MESSAGE_ID, "one")))
        .build();
  }

  private static Occasion at(Stage stage, Occasion occasion) {
    return Occasion.at(stage)
        .client(occasion.client())
        .session(occasion.session())
        .helo(occasion.helo().orElse(null))
        .user(occasion.user().orElse(null))
        .sender(occasion.sender().orElse(null))
        .recipient(occasion.recipient())
        .message(occasion.message().orElse(null))
        .build();
  }

  @Test
  void theDomainIsWhatFollowsTheLastAtSign() {
    assertThat(Occasion.domainOf("bob@gone.example")).isEqualTo("gone.example");
    assertThat(Occasion.domainOf("\"bob@home\"@gone.example")).isEqualTo("gone.example");
    assertThat(Occasion.domainOf("postmaster")).isEmpty();
    assertThat(Occasion.domainOf("")).isEmpty();
  }

  @Test
  void itSaysWhereARuleIsAsked() {
    RuleSet rules = Some.rules(Rule.at(RCPT).to("x@y").reply("550"));

    assertThat(rules.asksAt(RCPT)).isTrue();
    assertThat(rules.asksAt(MAIL)).isFalse();
  }

  @Test
  void anIdleRuleIsAskedAfterItsOwnSilence() {
    RuleSet rules =
        Some.rules(
            Rule.at(IDLE).name("ten").silence(Duration.ofSeconds(10)).reply("421"),
            Rule.at(IDLE).name("not me").client("10.0.0.0/8").silence(Duration.ofSeconds(5)),
            Rule.at(IDLE).name("five").silence(Duration.ofSeconds(5)).reply("422"),
            Rule.at(IDLE).name("time-out").reply("423"),
            Rule.at(MAIL).name("other"));

    assertThat(rules.silences()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10));
    assertThat(rules.decide(Occasion.at(IDLE).silence(Duration.ofSeconds(5)).build()).ruleName())
        .isEqualTo("five");
    assertThat(rules.decide(Occasion.at(IDLE).silence(Duration.ofSeconds(10)).build()).ruleName())
        .isEqualTo("ten");
    assertThat(rules.decide(Occasion.at(IDLE).build()).ruleName()).isEqualTo("time-out");
    assertThat(Some.rules().silences()).isEmpty();
  }

  @Test
  void contentIsAskedAtTheSizesThatRulesName() {
    RuleSet rules =
        Some.rules(
            Rule.at(CONTENT).size(">1MB").subject("x").reply("552"),
            Rule.at(CONTENT).size(">=10KB").subject("x").reply("552"),
            Rule.at(CONTENT).size(">1MB").subject("y").reply("552"),
            Rule.at(CONTENT).size("7").reply("552"),
            Rule.at(Stage.MESSAGE).size(">5").reply("552"),
            Rule.at(CONTENT).subject("z").reply("552"));

    assertThat(rules.contentThresholds()).isEqualTo(List.of(7L, 10_240L, 1_048_577L));
  }

  @Test
  void aThresholdIsTheFirstSizeAtWhichItsRuleMatches() {
    for (String size : List.of(">1000", ">=1000", "1000", "=0", ">0", ">=0")) {
      RuleSet rules = Some.rules(Rule.at(CONTENT).size(size).reply("552"));
      long threshold = rules.contentThresholds().get(0);

      assertThat(rules.decide(Occasion.at(CONTENT).size(threshold).build()).ruleName())
          .as(size)
          .isNotNull();
      assertThat(rules.decide(Occasion.at(CONTENT).size(threshold - 1).build()).ruleName())
          .as(size)
          .isNull();
    }
  }
}
