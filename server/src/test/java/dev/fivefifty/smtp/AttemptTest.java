package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Attempt.Result;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each try to deliver came to. */
class AttemptTest {
  private static final String FROM = "a@example.com";
  private static final String TO = "b@example.com";

  private static Attempt only(Wired wired, Result result) {
    Attempt attempt = wired.attempt();
    assertThat(attempt.result()).isEqualTo(result);
    return attempt;
  }

  @Test
  void accepted() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope(FROM, TO);
      client.data("Message-ID: <1@example.com>\r\n\r\nHi");
      Attempt attempt = only(wired, Result.ACCEPTED);
      assertThat(attempt.sender()).hasValue(FROM);
      assertThat(attempt.recipient()).hasValue(TO);
      assertThat(attempt.messageId()).hasValue("<1@example.com>");
      assertThat(attempt.message()).hasValue(1);
      assertThat(attempt.replyWritten()).isTrue();
      assertThat(attempt.rule()).isEmpty();
      assertThat(attempt.reply().map(Reply::code)).hasValue(250);
      client.accepted("QUIT");
      assertThat(wired.awaitEnds().journal.attempts()).hasSize(1);
    }
  }

  @Test
  void one_reply_at_the_final_dot_decides_for_all() {
    try (Wired wired = Wired.start(at(Stage.MESSAGE).name("full").reply("452 4.3.1 Full"))) {
      wired.introduced().envelope(FROM, TO, "c@example.com", TO).data("Hi");
      assertThat(wired.journal.attempts())
          .hasSize(2)
          .allSatisfy(attempt -> assertThat(attempt.result()).isEqualTo(Result.DEFERRED))
          .allSatisfy(attempt -> assertThat(attempt.rule()).hasValue("full"))
          .allSatisfy(attempt -> assertThat(attempt.stored()).isFalse())
          .extracting(attempt -> attempt.recipient().orElseThrow())
          .containsExactly(TO, "c@example.com");
    }
  }

  @Test
  void accepted_in_part() {
    try (Wired wired =
        Wired.start(
            at(Stage.RCPT).to("gone@*").reply("550 5.1.1 Gone"),
            at(Stage.RCPT).to("busy@*").reply("450 4.2.1 Busy"))) {
      WireClient client = wired.introduced().envelope(FROM, TO);
      client.ask("RCPT TO:<gone@example.com>");
      client.ask("RCPT TO:<busy@example.com>");
      client.data("Hi");
      assertThat(wired.journal.attemptsFor(TO).get(0).result()).isEqualTo(Result.ACCEPTED);
      assertThat(wired.journal.attemptsFor("gone@example.com").get(0).result())
          .isEqualTo(Result.REFUSED);
      assertThat(wired.journal.attemptsFor("busy@example.com").get(0).result())
          .isEqualTo(Result.DEFERRED);
      assertThat(wired.message().recipientAddresses()).containsExactly(TO);
      assertThat(wired.journal.attempts()).hasSize(3);
    }
  }

  @Test
  void lost_when_nothing_is_said_and_the_connection_goes() {
    try (Wired wired =
        Wired.start(
            at(Stage.MESSAGE).name("lost ack").message(MessageFate.KEEP).close(Close.FIN))) {
      WireClient client = wired.introduced().envelope(FROM, TO);
      assertThat(client.data("Message-ID: <1@x>\r\n\r\nHi")).isEmpty();
      Attempt attempt = only(wired, Result.LOST);
      assertThat(attempt.stored()).isTrue();
      assertThat(attempt.reply()).isEmpty();
      assertThat(attempt.replyWritten()).isFalse();
      assertThat(attempt.rule()).hasValue("lost ack");
      assertThat(attempt.messageId()).hasValue("<1@x>");
      assertThat(wired.message().rule()).hasValue("lost ack");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RCPT", "DATA", "MESSAGE"})
  void lost_when_a_rule_says_nothing(Stage stage) {
    try (Wired wired = Wired.start(at(stage).name("mute").replyNone())) {
      WireClient client = wired.introduced().accepted("MAIL FROM:<" + FROM + ">");
      client.raw("RCPT TO:<" + TO + ">\r\n");
      if (stage != Stage.RCPT) {
        assertThat(client.reply()).startsWith("250 ");
        client.raw("DATA\r\n");
        if (stage != Stage.DATA) {
          client.reply();
          client.raw("Hi\r\n.\r\n");
        }
      }
      assertThat(client.ask("NOOP")).startsWith("250 ");
      assertThat(only(wired, Result.LOST).rule()).hasValue("mute");
    }
  }

  @Test
  void lost_when_a_rule_closes_in_mid_transaction() {
    try (Wired wired = Wired.start(at(Stage.NOOP).close(Close.FIN))) {
      WireClient client = wired.introduced().envelope(FROM, TO);
      assertThat(client.ask("NOOP")).isEmpty();
      assertThat(only(wired, Result.LOST).recipient()).hasValue(TO);
    }
  }

  @Test
  void a_421_in_mid_transaction_defers_those_accepted_so_far() {
    try (Wired wired =
        Wired.start(at(Stage.RCPT).name("limit").to("c@*").reply("421 4.7.0 Too many"))) {
      WireClient client = wired.introduced().envelope(FROM, TO);
      client.ask("RCPT TO:<c@example.com>");
      assertThat(client.readToEnd()).isEmpty();
      assertThat(wired.journal.attempts())
          .hasSize(2)
          .allSatisfy(attempt -> assertThat(attempt.result()).isEqualTo(Result.DEFERRED))
          .allSatisfy(attempt -> assertThat(attempt.rule()).hasValue("limit"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSET", "EHLO again", "HELO again", "QUIT", ""})
  void abandoned_after_an_accepted_recipient(String command) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope(FROM, TO);
      if (command.isEmpty()) {
        client.close();
        wired.awaitEnds();
      } else {
        client.accepted(command);
      }
      Attempt attempt = only(wired, Result.ABANDONED);
      assertThat(attempt.recipient()).hasValue(TO);
      assertThat(attempt.sender()).hasValue(FROM);
      assertThat(attempt.reply()).isEmpty();
      client.close();
      assertThat(wired.awaitEnds().journal.attempts()).hasSize(1);
    }
  }

  @Test
  void abandoned_when_a_rule_lets_mail_be_nested() {
    try (Wired wired = Wired.start(at(Stage.MAIL).from("second@*").reply("250 OK"))) {
      WireClient client = wired.introduced().envelope(FROM, TO);
      client.envelope("second@example.com", "c@example.com").data("Hi");
      assertThat(wired.journal.attemptsFor(TO).get(0).result()).isEqualTo(Result.ABANDONED);
      Attempt second = wired.journal.attemptsFor("c@example.com").get(0);
      assertThat(second.result()).isEqualTo(Result.ACCEPTED);
      assertThat(second.sender()).hasValue("second@example.com");
      assertThat(wired.message().recipientAddresses()).containsExactly("c@example.com");
    }
  }

  @ParameterizedTest
  @CsvSource({"554 No SMTP here, REFUSED", "521 Never, REFUSED", "421 Busy, DEFERRED"})
  void an_unknown_recipient_when_the_greeting_refuses(String greeting, Result result) {
    try (Wired wired = Wired.start(at(Stage.CONNECT).name("greeting").reply(greeting))) {
      WireClient client = wired.greeted();
      if (!greeting.startsWith("421")) {
        client.ask("QUIT");
      }
      client.readToEnd();
      Attempt attempt = only(wired, result);
      assertThat(attempt.recipient()).isEmpty();
      assertThat(attempt.sender()).isEmpty();
      assertThat(attempt.rule()).hasValue("greeting");
      assertThat(attempt.reply()).hasValue(Reply.parse(greeting));
    }
  }

  @Test
  void the_greeting_decides_whatever_the_client_says_after_it() {
    try (Wired wired = Wired.start(at(Stage.CONNECT).name("greeting").reply("554 No"))) {
      WireClient client = wired.greeted();
      client.raw("EHLO me\r\nMAIL FROM:<" + FROM + ">\r\nRCPT TO:<" + TO + ">\r\nQUIT\r\n");
      client.readToEnd();
      Attempt attempt = only(wired, Result.REFUSED);
      assertThat(attempt.rule()).hasValue("greeting");
      assertThat(attempt.recipient()).hasValue(TO);
      assertThat(attempt.sender()).hasValue(FROM);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RSET\r\n", "RSET\r\nNOOP\r\n"})
  void an_unknown_recipient_when_mail_is_refused(String then) {
    try (Wired wired = Wired.start(at(Stage.MAIL).name("limit").reply("451 4.7.0 Rate limited"))) {
      WireClient client = wired.introduced();
      client.raw("MAIL FROM:<" + FROM + ">\r\n" + then + "QUIT\r\n");
      client.readToEnd();
      Attempt attempt = only(wired, Result.DEFERRED);
      assertThat(attempt.recipient()).isEmpty();
      assertThat(attempt.sender()).hasValue(FROM);
      assertThat(attempt.rule()).hasValue("limit");
    }
  }

  @Test
  void it_was_decided_when_mail_was_refused_however_long_the_client_stays() {
    try (Wired wired = Wired.start(at(Stage.MAIL).reply("451 4.7.0 Rate limited"))) {
      WireClient client = wired.introduced();
      assertThat(client.ask("MAIL FROM:<" + FROM + ">")).startsWith("451 ");
      Instant refused = wired.clock.now();
      wired.clock.advance(Duration.ofMinutes(4));
      client.accepted("QUIT");
      client.readToEnd();
      assertThat(only(wired, Result.DEFERRED).at()).isBeforeOrEqualTo(refused);
    }
  }

  @Test
  void rcpt_pipelined_after_a_refused_mail_names_the_recipient() {
    try (Wired wired =
        Wired.start(at(Stage.MAIL).name("limit").reply("451 4.7.0 Rate limited").times(1))) {
      WireClient client = wired.introduced();
      client.raw(
          "MAIL FROM:<"
              + FROM
              + ">\r\nRCPT TO:<"
              + TO
              + ">\r\nRCPT TO:<c@example.com>\r\nDATA\r\n");
      assertThat(client.reply()).startsWith("451 ");
      assertThat(client.reply()).startsWith("503 ");
      assertThat(client.reply()).startsWith("503 ");
      assertThat(client.reply()).startsWith("503 ");
      assertThat(wired.journal.attempts())
          .hasSize(2)
          .allSatisfy(attempt -> assertThat(attempt.result()).isEqualTo(Result.DEFERRED))
          .allSatisfy(attempt -> assertThat(attempt.sender()).hasValue(FROM))
          .allSatisfy(attempt -> assertThat(attempt.rule()).hasValue("limit"))
          .allSatisfy(attempt -> assertThat(attempt.reply().map(Reply::code)).hasValue(451));
      client.envelope(FROM, TO).data("Hi");
      assertThat(wired.journal.attemptsFor(TO)).hasSize(2);
      client.accepted("QUIT");
      client.readToEnd();
      assertThat(wired.journal.attempts()).hasSize(3);
    }
  }

  @Test
  void an_unknown_recipient_when_the_client_says_nothing_of_one() {
    try (Wired wired = Wired.start()) {
      wired.greeted().close();
      wired.awaitEnds();
      assertThat(only(wired, Result.ABANDONED).recipient()).isEmpty();
      WireClient second = wired.introduced();
      second.raw("MAIL FROM:<" + FROM + ">\r\nQUIT\r\n");
      second.readToEnd();
      Attempt attempt = wired.journal.attempts().get(1);
      assertThat(attempt.result()).isEqualTo(Result.ABANDONED);
      assertThat(attempt.sender()).hasValue(FROM);
    }
  }

  @Test
  void an_unknown_recipient_when_the_server_says_nothing() {
    try (Wired wired = Wired.start(at(Stage.CONNECT).name("silent").close(Close.FIN))) {
      assertThat(wired.connect().readToEnd()).isEmpty();
      assertThat(only(wired, Result.LOST).rule()).hasValue("silent");
    }
  }

  @Test
  void the_last_answer_counts_where_there_was_no_recipient() {
    try (Wired wired = Wired.start(at(Stage.EHLO).reply("502 5.5.1 Old server"))) {
      WireClient client = wired.greeted();
      client.ask("EHLO me");
      client.accepted("HELO me", "QUIT");
      client.readToEnd();
      only(wired, Result.ABANDONED);
    }
  }

  @Test
  void data_refused_decides_for_all_accepted_recipients() {
    try (Wired wired =
        Wired.start(at(Stage.DATA).name("not now").reply("451 4.3.0 Not now").times(1))) {
      WireClient client = wired.introduced().envelope(FROM, TO, "c@example.com");
      assertThat(client.ask("DATA")).startsWith("451 ");
      assertThat(wired.results()).containsExactly(Result.DEFERRED, Result.DEFERRED);
      assertThat(client.data("Hi")).startsWith("250 ");
      assertThat(wired.results().subList(2, 4)).containsExactly(Result.ACCEPTED, Result.ACCEPTED);
      client.accepted("QUIT");
      client.readToEnd();
      assertThat(wired.journal.attempts()).hasSize(4);
    }
  }

  @Test
  void a_sender_does_not_outlive_its_transaction() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope(FROM, TO);
      client.data("Hi");
      client.ask("RCPT TO:<stray@example.com>");
      assertThat(wired.journal.attemptsFor("stray@example.com").get(0).sender()).isEmpty();
    }
  }

  @Test
  void retries_are_told_by_envelope_and_message_id() {
    Rule greylist = at(Stage.RCPT).reply("450 4.7.1 Greylisted").times(1);
    try (Wired wired = Wired.start(greylist)) {
      wired.introduced().accepted("MAIL FROM:<" + FROM + ">").ask("RCPT TO:<" + TO + ">");
      wired.clock.advance(Duration.ofMinutes(30));
      wired.introduced().envelope(FROM, TO).data("Message-ID: <1@x>\r\n\r\nHi");
      wired.introduced().envelope(FROM, TO).data("Message-ID: <2@x>\r\n\r\nHi");
      wired.introduced().envelope("other@example.com", TO).data("Message-ID: <1@x>\r\n\r\nHi");
      List<Attempt> attempts = wired.journal.attemptsFor(TO);
      assertThat(attempts.get(1).isRetryOf(attempts.get(0))).isTrue();
      assertThat(attempts.get(2).isRetryOf(attempts.get(0))).isTrue();
      assertThat(attempts.get(2).isRetryOf(attempts.get(1))).isFalse();
      assertThat(attempts.get(3).isRetryOf(attempts.get(0))).isFalse();
      assertThat(Duration.between(attempts.get(0).at(), attempts.get(1).at()))
          .isGreaterThanOrEqualTo(Duration.ofMinutes(30));
    }
  }

  @Test
  void a_message_is_kept_although_it_was_deferred() {
    try (Wired wired =
        Wired.start(at(Stage.MESSAGE).reply("451 4.3.0 Oops").message(MessageFate.KEEP))) {
      wired.introduced().envelope(FROM, TO).data("Hi");
      assertThat(only(wired, Result.DEFERRED).stored()).isTrue();
      assertThat(wired.message().truncated()).isFalse();
    }
  }

  @Test
  void a_message_is_discarded_although_it_was_accepted() {
    try (Wired wired =
        Wired.start(at(Stage.MESSAGE).reply("250 2.0.0 Gladly").message(MessageFate.DISCARD))) {
      wired.introduced().envelope(FROM, TO).data("Hi");
      assertThat(only(wired, Result.ACCEPTED).stored()).isFalse();
      assertThat(wired.journal.messages()).isEmpty();
    }
  }

  @Test
  void a_message_is_in_the_journal_before_its_250_is_on_the_wire() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      for (int i = 0; i < 500; i++) {
        client.envelope(FROM, TO).data("Subject: " + i + "\r\n\r\nHi");
        List<ReceivedMessage> messages = wired.journal.messages();
        assertThat(messages).hasSize(i + 1);
        assertThat(messages.get(i).subject()).hasValue("" + i);
        assertThat(wired.journal.attempts()).hasSize(i + 1);
        Exchange exchange = wired.exchange(Stage.MESSAGE);
        assertThat(exchange.message()).hasValue(messages.get(i).number());
      }
    }
  }

  @Test
  void a_reply_that_could_not_be_written_says_so() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    try (Wired wired =
        Wired.start(
            at(Stage.MESSAGE)
                .when(
                    occasion -> {
                      asked.countDown();
                      return true;
                    })
                .delay(Duration.ofMinutes(1)))) {
      WireClient client = wired.introduced().envelope(FROM, TO);
      assertThat(client.ask("DATA")).startsWith("354 ");
      client.raw("Hi\r\n.\r\n");
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      client.reset();
      wired.awaitEnds();
      Attempt attempt = wired.attempt();
      assertThat(attempt.replyWritten()).isFalse();
      assertThat(attempt.result()).isEqualTo(Result.LOST);
      assertThat(wired.exchange(Stage.MESSAGE).written()).isFalse();
      assertThat(attempt.stored()).isTrue();
    }
  }
}
