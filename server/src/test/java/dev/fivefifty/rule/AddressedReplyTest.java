package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressedReplyTest {
  @ParameterizedTest
  @CsvSource({
    "550-5.1.1@any.example, 550 5.1.1",
    "bounce+421@any.example, 421",
    "a.b-c+421-4.7.0@any.example, 421 4.7.0",
    "user+451x2@any.example, 451",
    "200@any.example, 200",
    "599@any.example, 599",
    "550-5.7.606x9@any.example, 550 5.7.606",
    "+450@any.example, 450"
  })
  void what_is_asked_for_is_said(String recipient, String codes) {
    assertThat(AddressedReply.of(recipient))
        .isEqualTo(Reply.parse(codes + " <" + recipient + ">: as this address asks"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bob@any.example",
        "550",
        "199@any.example",
        "600@any.example",
        "550-@any.example",
        "550-3.1.1@any.example",
        "550-5.1@any.example",
        "550-5.1.1234@any.example",
        "a+b+550@any.example",
        "550x0@any.example",
        "550x10@any.example",
        "5500@any.example",
        "bob550@any.example"
      })
  void anything_else_is_refused(String recipient) {
    Reply reply = AddressedReply.of(recipient);

    assertThat(reply.code()).isEqualTo(550);
    assertThat(reply.enhanced()).isEqualTo("5.1.3");
    assertThat(reply.lines().get(0)).startsWith("<" + recipient + ">: no such magic address");
  }

  @Test
  void it_is_the_first_recipient_that_matches() {
    Occasion occasion =
        Occasion.at(Stage.MESSAGE)
            .recipients(List.of("bob@any.example", "450@any.example"))
            .build();
    Rule rule = Rule.at(Stage.MESSAGE).to("4*").replyAsAddressed();
    Decision decision = new Decision("rule", rule, rule.outcome(), 0, List.of());

    assertThat(decision.reply(occasion).orElseThrow().code()).isEqualTo(450);
  }

  @Test
  void it_cannot_stand_where_there_is_no_recipient() {
    assertThat(RuleCheck.check(List.of(Rule.at(Stage.MAIL).replyAsAddressed()), java.util.Set.of()))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(RuleProblem.Severity.ERROR);
              assertThat(problem.message())
                  .startsWith("'reply: as-addressed' cannot apply at mail (it can at rcpt, ");
            });
  }
}
