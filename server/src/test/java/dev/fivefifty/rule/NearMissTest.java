package dev.fivefifty.rule;

import static dev.fivefifty.rule.Stage.IDLE;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rule that came closest. */
class NearMissTest {
  private static final Occasion OCCASION = Some.rcpt("bob@here.example");

  private static Optional<NearMiss> nearMiss(RuleSet rules, Occasion occasion) {
    return rules.nearMiss(occasion, rules.decide(occasion));
  }

  private static NearMiss.Difference difference(String key, String expected, String actual) {
    return new NearMiss.Difference(key, expected, actual);
  }

  @Test
  void theRuleWithTheFewestDifferencesIsIt() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT).name("two").to("eve@*").from("you@*").reply("550"),
            Rule.at(RCPT).name("one").to("bob@there.example").from("me@*").reply("550"),
            Rule.at(RCPT).name("one too").to("x").reply("550"),
            Rule.at(MAIL).name("other stage").from("x").reply("550"));

    assertThat(nearMiss(rules, OCCASION))
        .contains(
            new NearMiss(
                "one", List.of(difference("to", "\"bob@there.example\"", "\"bob@here.example\""))));
  }

  @Test
  void allDifferencesAreTold() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT)
                .name("r")
                .client("10.0.0.0/8")
                .tls(true)
                .user("alice")
                .connections(">3")
                .from("me@*")
                .parameter("notify", TextPattern.contains("never"))
                .when(o -> false)
                .reply("550"));
    Occasion occasion =
        Occasion.at(RCPT).client(Some.address("192.0.2.1")).sender("me@x").connections(2).build();

    NearMiss miss = nearMiss(rules, occasion).orElseThrow();

    assertThat(miss.differences())
        .containsExactly(
            difference("client", "10.0.0.0/8", "192.0.2.1"),
            difference("tls", "true", "false"),
            difference("user", "\"alice\"", "none"),
            difference("connections", "more than 3", "2"),
            difference("parameter", "notify contains \"never\"", "notify none"),
            difference("when", "a condition in Java", "not fulfilled"));
    assertThat(miss.toString())
        .startsWith("'r' came closest; client: expected 10.0.0.0/8, was 192.0.2.1; tls: expected");
  }

  @Test
  void ofAMessage() {
    RuleSet rules =
        Some.rules(
            Rule.at(MESSAGE)
                .name("r")
                .to("eve@*")
                .subject(TextPattern.contains("invoice"))
                .size(">1MB")
                .attachment(AttachmentPattern.named("*.exe"))
                .reply("550"));
    Occasion occasion =
        Occasion.at(MESSAGE)
            .recipients(List.of("a@x", "b@x"))
            .message(
                Some.message()
                    .subject("y".repeat(300))
                    .attachments(new Attachment("a.zip", "application/zip", List.of())))
            .build();

    assertThat(nearMiss(rules, occasion).orElseThrow().differences())
        .containsExactly(
            difference("to", "\"eve@*\"", "\"a@x\", \"b@x\""),
            difference("subject", "contains \"invoice\"", "\"" + "y".repeat(200) + "…\""),
            difference("size", "more than 1048576", "none"),
            difference("attachment", "{name \"*.exe\"}", "\"a.zip\" (application/zip)"));
  }

  @Test
  void aLimitIsADifferenceToo() {
    RuleSet rules =
        Some.rules(
            Rule.at(RCPT).name("limited").to("bob@*").times(1).reply("450"),
            Rule.at(RCPT).name("passing").sequence(Turn.pass()));
    rules.decide(OCCASION);

    assertThat(nearMiss(rules, OCCASION))
        .contains(
            new NearMiss(
                "limited", List.of(difference("limit", "to apply", "times 1 are used up"))));
  }

  @Test
  void passIsADifferenceToo() {
    assertThat(nearMiss(Some.rules(Rule.at(RCPT).name("r").sequence(Turn.pass())), OCCASION))
        .contains(
            new NearMiss("r", List.of(difference("limit", "to apply", "its sequence says pass"))));
  }

  @Test
  void anotherSilenceIsADifferenceToo() {
    RuleSet rules = Some.rules(Rule.at(IDLE).name("r").silence(Duration.ofSeconds(5)).reply("421"));

    assertThat(nearMiss(rules, Some.at(IDLE)))
        .contains(new NearMiss("r", List.of(difference("silence", "5s", "the idle time-out"))));
    RuleSet timeOut = Some.rules(Rule.at(IDLE).name("r").reply("421"));
    assertThat(nearMiss(timeOut, Occasion.at(IDLE).silence(Duration.ofSeconds(9)).build()))
        .contains(new NearMiss("r", List.of(difference("silence", "the idle time-out", "9s"))));
  }

  @Test
  void thereIsNoneWhereARuleDecidedOrNoneWasAsked() {
    RuleSet rules =
        Some.rules(Rule.at(RCPT).to("eve@*").reply("550"), Rule.at(RCPT).to("bob@*").reply("550"));

    assertThat(nearMiss(rules, OCCASION)).isEmpty();
    assertThat(nearMiss(rules, Some.at(MAIL))).isEmpty();
    assertThat(nearMiss(Some.rules(), OCCASION)).isEmpty();
  }

  @Test
  void askingCountsNothing() {
    RuleSet rules = Some.rules(Rule.at(RCPT).name("r").to("bob@*").after(1).times(1).reply("450"));
    Decision decision = rules.decide(OCCASION);
    for (int i = 0; i < 5; i++) {
      assertThat(rules.nearMiss(OCCASION, decision)).isPresent();
    }

    assertThat(rules.decide(OCCASION).ruleName()).isEqualTo("r");
  }

  /** A condition that relies on the one before it, which did not hold. */
  @Test
  void aRuleWhoseConditionThrowsIsLeftOut() {
    Rule throwing =
        Rule.at(RCPT)
            .name("throwing")
            .to("eve@*")
            .when(o -> o.recipient().charAt(99) == 'x')
            .reply("550");
    Rule asserting =
        Rule.at(RCPT)
            .name("asserting")
            .to("eve@*")
            .when(
                o -> {
                  throw new AssertionError();
                })
            .reply("550");
    Rule other = Rule.at(RCPT).name("other").to("eve@*").from("you@*").tls(true).reply("550");

    assertThat(nearMiss(Some.rules(throwing, asserting), OCCASION)).isEmpty();
    assertThat(nearMiss(Some.rules(throwing, asserting, other), OCCASION))
        .hasValueSatisfying(miss -> assertThat(miss.rule()).isEqualTo("other"));
  }
}
