package dev.fivefifty.expect;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Attempt.Result;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.wire.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is only seen from inside; the texts as a whole are tested with the assertions. */
class ExplanationTest {
  @AutoClose private final FiveFifty smtp = FiveFifty.builder().seed(7).start();

  private void send(String id, String to) {
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.ask("MAIL FROM:<app@example.com>");
      if (client.ask("RCPT TO:<" + to + ">").startsWith("250")) {
        client.data("Message-ID: " + id + "\r\n\r\nHi");
      }
    }
  }

  private String explain(Expectation expectation, Evidence evidence) {
    Judgement judgement = expectation.judge(evidence);
    assertThat(judgement.holds()).isFalse();
    return Explanation.of(expectation, judgement, evidence).toString();
  }

  @Test
  void evidence_does_not_change() {
    Evidence before = smtp.evidence();
    send("<1@x>", "bob@example.com");
    assertThat(before.attempts()).isEmpty();
    assertThat(before.recipient("bob@example.com").accepted()).isFalse();
    Evidence after = smtp.evidence();
    assertThat(after.recipient("bob@example.com").accepted()).isTrue();
    assertThat(after.messages()).hasSize(1);
    assertThat(after.seed()).isEqualTo(7);
    assertThat(after.session(1)).isPresent();
    assertThat(after.session(2)).isEmpty();
  }

  @Test
  void an_expectation_reads_as_a_sentence() {
    assertThat(Expectations.recipient("bob@example.com").accepted())
        .hasToString("bob@example.com was accepted");
    assertThat(Expectations.messages(MessageFilter.ANY.to("bob@*")).stored(Times.twice()))
        .hasToString("a message to \"bob@*\" was stored twice");
  }

  @Test
  void a_session_that_the_journal_let_go_is_missed() {
    send("<1@x>", "bob@example.com");
    Evidence all = smtp.evidence();
    Evidence some =
        new Evidence(
            7,
            List.of(),
            all.attempts(),
            all.messages(),
            Map.of(),
            new Discarded(1, 12, 0, 2, 9_000));
    assertThat(explain(Expectations.recipient("bob@example.com").result(Result.LOST), some))
        .contains("-- session 1 is no longer in the journal")
        .contains("the journal has let 1 session, 12 exchanges, 2 messages go by its limits");
  }

  @Test
  void two_senders_and_messages_are_told_apart() {
    send("<1@x>", "bob@example.com");
    send("<2@x>", "bob@example.com");
    assertThat(explain(Expectations.recipient("bob@example.com").retried(), smtp.evidence()))
        .contains("no attempt of 2 repeats another: sender or Message-ID differ")
        .contains("Message-ID <1@x>")
        .contains("Message-ID <2@x>");
  }

  @Test
  void of_many_near_misses_some_are_told() {
    smtp.add(at(RCPT).name("unknown").to("gone@*").reply("550 5.1.1 Mailbox not found"));
    for (int i = 0; i < 5; i++) {
      send("<1@x>", "user" + i + "@example.com");
    }
    assertThat(explain(Expectations.anyRecipient().result(Result.REFUSED), smtp.evidence()))
        .contains("… 3 of 5");
  }

  @Test
  void each_code_that_was_said_is_explained_once() {
    smtp.add(
        at(RCPT).to("gone@*").reply("550 5.1.1 Mailbox not found"),
        at(RCPT).to("odd@*").reply("550 4.2.1 Not now"),
        at(RCPT).to("new@*").reply("577 Something of our own"));
    send("<1@x>", "gone@example.com");
    send("<2@x>", "gone@example.com");
    send("<3@x>", "odd@example.com");
    send("<4@x>", "new@example.com");
    send("<5@x>", "bob@example.com");
    String explanation = explain(Expectations.anyRecipient().result(Result.LOST), smtp.evidence());
    assertThat(explanation.lines().filter(line -> line.contains(" means: ")))
        .containsExactly(
            "  550 5.1.1 means: no such mailbox (RFC 3463 §3.2)",
            "  550 4.2.1 means: mailbox disabled or not taking mail (code and class contradict each"
                + " other) (RFC 3463 §3.3)",
            "  577 means: permanent failure, not registered (RFC 5321 §4.2.1)");
  }

  @Test
  void says_what_waiting_and_holding_were_like() {
    Expectation expectation = Expectations.recipient("bob@example.com").accepted();
    Evidence evidence = smtp.evidence();
    Explanation explanation = Explanation.of(expectation, expectation.judge(evidence), evidence);
    assertThat(explanation.waited(Duration.ofMillis(5_003), Duration.ofSeconds(5)).toString())
        .contains("Waited:   5s3ms, in vain");
    assertThat(explanation.waited(Duration.ofMillis(3), Duration.ofSeconds(5)).toString())
        .contains("Waited:   3ms of 5s, then interrupted");
    assertThat(explanation.held(Duration.ofMinutes(3), Duration.ofHours(1), "by a clock"))
        .asString()
        .contains("Held for: 3m of 1h (by a clock)");
    assertThat(explanation.held(Duration.ZERO, Duration.ofHours(1), "by a clock"))
        .asString()
        .doesNotContain("Held");
  }

  @Test
  void only_a_refusal_can_be_expected_by_its_reply() {
    ReplyPattern fine = ReplyPattern.parse("250");
    assertThatThrownBy(() -> Expectations.recipient("bob@example.com").repliedWith(fine))
        .hasMessageContaining("250 neither refuses nor defers");
  }
}
