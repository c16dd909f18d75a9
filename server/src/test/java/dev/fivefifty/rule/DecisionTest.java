package dev.fivefifty.rule;

import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decision says. */
class DecisionTest {

  private static Reply said(Rule rule, Occasion occasion) {
    return Some.rules(rule).decide(occasion).reply(occasion).orElseThrow();
  }

  private static Occasion all() {
    return Occasion.at(MESSAGE)
        .now(Some.START)
        .session(7)
        .client(Some.address("192.0.2.9"))
        .helo("client.example")
        .user("alice")
        .sender("me@here.example")
        .recipients(List.of("bob@gone.example", "eve@there.example"))
        .size(1234)
        .message(Some.message().subject("Héllo"))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "to, bob@gone.example",
    "from, me@here.example",
    "fromDomain, here.example",
    "domain, gone.example",
    "client, 192.0.2.9",
    "helo, client.example",
    "user, alice",
    "session, 7",
    "rule, the rule",
    "subject, Héllo",
    "size, 1234",
    "now, 2025-03-01T12:00:00Z"
  })
  void eachPlaceholderIsFilled(String name, String value) {
    Rule rule = Rule.at(MESSAGE).name("the rule").reply("550 5.0.0 <${" + name + "}>!");

    assertThat(said(rule, all())).isEqualTo(Reply.of(550, "5.0.0", "<" + value + ">!"));
  }

  @ParameterizedTest
  @CsvSource({"to", "from", "fromDomain", "domain", "helo", "user", "subject", "size"})
  void whatIsNotKnownIsEmpty(String name) {
    Rule rule = Rule.at(MESSAGE).reply("550 <${" + name + "}>");

    assertThat(said(rule, Some.at(MESSAGE))).isEqualTo(Reply.of(550, "<>"));
  }

  @Test
  void everyLineIsFilled() {
    Rule rule = Rule.at(MESSAGE).reply("550 ${to}", "${from} and ${from}", "$${from}");

    assertThat(said(rule, all()).lines())
        .containsExactly("bob@gone.example", "me@here.example and me@here.example", "${from}");
  }

  @Test
  void toIsTheFirstMatchingRecipient() {
    String reply = "550 ${to} ${domain}";

    assertThat(said(Rule.at(MESSAGE).to("*@there.example").reply(reply), all()))
        .isEqualTo(Reply.of(550, "eve@there.example there.example"));
    assertThat(said(Rule.at(MESSAGE).to("*").reply(reply), all()))
        .isEqualTo(Reply.of(550, "bob@gone.example gone.example"));
    assertThat(said(Rule.at(MESSAGE).to(TextPattern.not("x*")).reply(reply), all()))
        .isEqualTo(Reply.of(550, "bob@gone.example gone.example"));
    assertThat(
            said(
                Rule.at(MESSAGE).from("me@*").to(TextPattern.anyOf("e*", "x")).reply(reply), all()))
        .isEqualTo(Reply.of(550, "eve@there.example there.example"));
  }

  @Test
  void atRcptToIsThisRecipientNotAnEarlierOne() {
    Occasion occasion =
        Occasion.at(RCPT).recipient("second@x").recipients(List.of("first@x")).build();

    assertThat(said(Rule.at(RCPT).to("*@x").reply("550 ${to}"), occasion))
        .isEqualTo(Reply.of(550, "second@x"));
    assertThat(said(Rule.at(RCPT).reply("550 ${to}"), occasion))
        .isEqualTo(Reply.of(550, "second@x"));
  }

  @Test
  void aRecipientWithoutADomainHasAnEmptyOne() {
    assertThat(said(Rule.at(RCPT).reply("550 <${domain}>"), Some.rcpt("postmaster")))
        .isEqualTo(Reply.of(550, "<>"));
  }

  @Test
  void aValueNeverAddsALine() {
    Occasion occasion =
        Occasion.at(MESSAGE).message(Some.message().subject("a\r\n250 OK\nb\rc")).build();

    Reply reply = said(Rule.at(MESSAGE).reply("550 ${subject}"), occasion);

    assertThat(reply).isEqualTo(Reply.of(550, "a??250 OK?b?c"));
  }

  @Test
  void aValueIsNotFilledAgain() {
    Occasion occasion =
        Occasion.at(MESSAGE)
            .sender("me@x")
            .message(Some.message().subject("${from} $1 \\"))
            .build();

    assertThat(said(Rule.at(MESSAGE).reply("550 ${subject}"), occasion))
        .isEqualTo(Reply.of(550, "${from} $1 \\"));
  }

  @Test
  void theReplyOfATurnIsFilledToo() {
    Rule rule = Rule.at(RCPT).name("r").sequence(Turn.turn().reply("450 ${to} ${rule}"));

    assertThat(said(rule, Some.rcpt("bob@x"))).isEqualTo(Reply.of(450, "bob@x r"));
  }

  @Test
  void theServersOwnAnswerAndNoneAreNoReply() {
    Occasion occasion = Some.rcpt("bob@x");

    assertThat(Decision.BY_DEFAULT.reply(occasion)).isEmpty();
    for (Rule rule :
        List.of(Rule.at(RCPT), Rule.at(RCPT).replyNone(), Rule.at(RCPT).close(Close.FIN))) {
      assertThat(Some.rules(rule).decide(occasion).reply(occasion)).isEmpty();
    }
  }

  @Test
  void aReplyInJavaIsSentAsItIs() {
    Rule rule = Rule.at(RCPT).reply(o -> Reply.of(550, "5.1.3", "${to} " + o.recipient()));

    assertThat(said(rule, Some.rcpt("bob@x"))).isEqualTo(Reply.of(550, "5.1.3", "${to} bob@x"));
  }

  /** Who asks for the reply says 451 4.3.0 instead, and logs what was thrown. */
  @Test
  void whatAReplyInJavaThrowsIsThrown() {
    Occasion occasion = Some.rcpt("bob@x");
    Rule rule =
        Rule.at(RCPT)
            .name("r")
            .reply(
                o -> {
                  throw new IllegalStateException("no " + o.recipient());
                });
    Decision decision = Some.rules(rule).decide(occasion);

    assertThat(decision.ruleName()).isEqualTo("r");
    assertThatIllegalStateException()
        .isThrownBy(() -> decision.reply(occasion))
        .withMessage("no bob@x");
  }

  @Test
  void aReplyInJavaIsOneAndHasNoLineEnds() {
    Occasion occasion = Some.rcpt("bob@x");
    Decision none = Some.rules(Rule.at(RCPT).reply(o -> nothing())).decide(occasion);
    Decision twoLines =
        Some.rules(Rule.at(RCPT).reply(o -> Reply.of(550, "a\r\n250 OK"))).decide(occasion);

    assertThatNullPointerException().isThrownBy(() -> none.reply(occasion));
    assertThatIllegalArgumentException().isThrownBy(() -> twoLines.reply(occasion));
  }

  private static Reply nothing() {
    return null;
  }
}
