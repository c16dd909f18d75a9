package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Stall;
import dev.fivefifty.wire.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Silence: rules at {@code idle}, and the time-out; the clock is moved, never waited for. */
class IdleTest {
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static Rule silent(Duration silence) {
    return at(Stage.IDLE).silence(silence);
  }

  @Test
  void an_unsolicited_421_closes() {
    try (Wired wired = Wired.start(silent(FIVE).name("bored").reply("421 4.3.2 Shutting down"))) {
      WireClient client = wired.introduced();
      wired.clock.advance(FIVE);
      assertThat(client.readToEnd()).isEqualTo("421 4.3.2 Shutting down\r\n");
      client.close();
      assertThat(wired.awaitEnds().session().end()).hasValue(Session.End.SERVER_CLOSED);
      assertThat(wired.exchange(Stage.IDLE).rule()).hasValue("bored");
      assertThat(wired.attempt().result()).isEqualTo(Attempt.Result.DEFERRED);
      assertThat(wired.attempt().rule()).hasValue("bored");
    }
  }

  @Test
  void a_close_without_a_reply() {
    try (Wired wired = Wired.start(silent(FIVE).close(Close.FIN))) {
      WireClient client = wired.introduced();
      wired.clock.advance(FIVE);
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void the_session_goes_on_after_an_unsolicited_reply() {
    try (Wired wired = Wired.start(silent(FIVE).reply("250 2.0.0 Are you there?"))) {
      WireClient client = wired.introduced();
      for (int i = 0; i < 3; i++) {
        wired.clock.advance(FIVE);
        assertThat(client.reply()).isEqualTo("250 2.0.0 Are you there?\r\n");
        client.envelope("a@example.com", "b@example.com");
        assertThat(client.data("Hi")).startsWith("250 2.0.0 Message");
      }
      assertThat(wired.journal.messages()).hasSize(3);
    }
  }

  @Test
  void a_transaction_lives_through_an_unsolicited_reply() {
    try (Wired wired = Wired.start(silent(FIVE).from("a@example.com").reply("250 ${from}"))) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      wired.clock.advance(FIVE);
      assertThat(client.reply()).isEqualTo("250 a@example.com\r\n");
      assertThat(client.data("Hi")).startsWith("250 2.0.0 Message");
    }
  }

  @Test
  void several_silences_are_answered_in_order_and_once_each() {
    try (Wired wired =
        Wired.start(
            silent(Duration.ofSeconds(20)).reply("421 Third"),
            silent(Duration.ofSeconds(10)).reply("250 Second"),
            silent(FIVE).reply("250 First"))) {
      WireClient client = wired.introduced();
      wired.clock.advance(Duration.ofSeconds(19));
      assertThat(client.reply()).isEqualTo("250 First\r\n");
      assertThat(client.reply()).isEqualTo("250 Second\r\n");
      assertThat(client.ask("NOOP")).startsWith("250 2.0.0 OK");
      wired.clock.advance(FIVE);
      assertThat(client.reply()).isEqualTo("250 First\r\n");
      wired.clock.advance(Duration.ofSeconds(15));
      assertThat(client.readToEnd()).isEqualTo("250 Second\r\n421 Third\r\n");
    }
  }

  @Test
  void a_rule_that_does_not_match_says_nothing() {
    try (Wired wired = Wired.start(silent(FIVE).helo("other").reply("421 Bye"))) {
      WireClient client = wired.introduced();
      wired.clock.advance(FIVE);
      assertThat(client.ask("NOOP")).startsWith("250 ");
      wired.clock.advance(FIVE);
      await().atMost(Wired.GUARD).until(() -> wired.exchanges(Stage.IDLE).count() >= 1);
      assertThat(wired.exchange(Stage.IDLE).reply()).isEmpty();
      assertThat(wired.exchange(Stage.IDLE).nearMiss()).isPresent();
    }
  }

  @Test
  void a_rule_added_while_a_session_is_idle() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      wired.clock.advance(Duration.ofSeconds(60));
      wired.add(silent(Duration.ofSeconds(90)).reply("250 Later"));
      wired.add(silent(FIVE).reply("250 At once"));
      assertThat(client.reply()).isEqualTo("250 At once\r\n");
      wired.clock.advance(Duration.ofSeconds(30));
      assertThat(client.reply()).isEqualTo("250 Later\r\n");
    }
  }

  @Test
  void rules_replaced_while_a_session_is_idle() {
    try (Wired wired = Wired.start(silent(FIVE).reply("421 Never said"))) {
      WireClient client = wired.introduced();
      wired.rules.replaceAll(List.of(silent(Duration.ofSeconds(10)).reply("250 Said")));
      wired.clock.advance(Duration.ofSeconds(9));
      wired.clock.advance(Duration.ofSeconds(1));
      assertThat(client.reply()).isEqualTo("250 Said\r\n");
      wired.rules.replaceAll(List.of());
      wired.clock.advance(Duration.ofSeconds(30));
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void the_time_out_says_421_and_closes() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      wired.clock.advance(TIMEOUT.minusSeconds(30));
      assertThat(client.ask("NOOP")).startsWith("250 ");
      wired.clock.advance(TIMEOUT);
      assertThat(client.readToEnd())
          .isEqualTo("421 4.4.2 mx.example.test Nothing came for 5m, closing\r\n");
      client.close();
      assertThat(wired.awaitEnds().session().end()).hasValue(Session.End.SERVER_CLOSED);
    }
  }

  @Test
  void the_time_out_comes_before_ehlo_and_after_half_a_command_too() {
    try (Wired wired = Wired.start()) {
      WireClient silent = wired.greeted();
      WireClient half = wired.introduced();
      half.raw("MAIL FRO");
      wired.clock.advance(TIMEOUT);
      assertThat(silent.readToEnd()).startsWith("421 4.4.2 ");
      assertThat(half.readToEnd()).startsWith("421 4.4.2 ");
    }
  }

  @Test
  void the_time_out_is_asked_like_any_other_occasion() {
    try (Wired wired =
        Wired.start(
            at(Stage.IDLE).reply("421 4.4.2 Patience is over").close(Close.NONE).times(1))) {
      WireClient client = wired.introduced();
      wired.clock.advance(TIMEOUT);
      assertThat(client.reply()).isEqualTo("421 4.4.2 Patience is over\r\n");
      assertThat(client.ask("NOOP")).startsWith("250 ");
      wired.clock.advance(TIMEOUT);
      assertThat(client.readToEnd()).startsWith("421 4.4.2 mx.example.test ");
    }
  }

  @Test
  void it_does_not_fire_while_the_server_is_busy() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    try (Wired wired =
        Wired.start(
            silent(FIVE).reply("421 Idle"),
            at(Stage.MAIL)
                .when(
                    occasion -> {
                      asked.countDown();
                      return true;
                    })
                .delay(Duration.ofMinutes(10)))) {
      WireClient client = wired.introduced();
      client.line("MAIL FROM:<a@example.com>");
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      wired.clock.advance(Duration.ofMinutes(9));
      assertThat(client.nothingCame()).isTrue();
      wired.clock.advance(Duration.ofMinutes(1));
      assertThat(client.reply()).startsWith("250 2.1.0 ");
      client.accepted("RCPT TO:<b@example.com>");
      wired.clock.advance(FIVE);
      assertThat(client.readToEnd()).isEqualTo("421 Idle\r\n");
    }
  }

  @Test
  void it_does_not_fire_during_a_stall_and_starts_after_it() {
    try (Wired wired =
        Wired.start(
            silent(Duration.ofSeconds(60)).reply("250 Idle"),
            at(Stage.NOOP).reply("250 Stalled").stall(Duration.ofMinutes(4)).times(1))) {
      WireClient client = wired.introduced();
      assertThat(client.ask("NOOP")).isEqualTo("250 Stalled\r\n");
      wired.clock.advance(Duration.ofMinutes(4));
      assertThat(client.ask("NOOP")).startsWith("250 2.0.0 OK");
      wired.clock.advance(Duration.ofSeconds(60));
      assertThat(client.reply()).isEqualTo("250 Idle\r\n");
    }
  }

  @Test
  void content_times_out_but_no_silence_is_answered_in_it() {
    try (Wired wired = Wired.start(silent(FIVE).reply("250 Idle"))) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      assertThat(client.ask("DATA")).startsWith("354 ");
      wired.clock.advance(Duration.ofMinutes(4));
      client.raw("Hi\r\n.\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0 Message");
      client.envelope("a@example.com", "c@example.com");
      assertThat(client.ask("DATA")).startsWith("354 ");
      wired.clock.advance(TIMEOUT);
      assertThat(client.readToEnd()).startsWith("421 4.4.2 ");
      client.close();
      wired.awaitEnds();
      Attempt attempt = wired.journal.attemptsFor("c@example.com").get(0);
      assertThat(attempt.result()).isEqualTo(Attempt.Result.DEFERRED);
      assertThat(attempt.reply().map(Reply::code)).hasValue(421);
    }
  }

  @Test
  void a_stalled_answer_to_silence_blocks_nobody() {
    try (Wired wired = Wired.start(silent(FIVE).stall(Stall.FOREVER))) {
      WireClient client = wired.introduced();
      wired.clock.advance(FIVE);
      await().atMost(Wired.GUARD).until(() -> wired.exchanges(Stage.IDLE).count() == 1);
      wired.add(at(Stage.NOOP).reply("250 New rule"));
      wired.add(silent(Duration.ofSeconds(6)).reply("250 x"));
      wired.clock.advance(Duration.ofSeconds(10));
      assertThat(wired.introduced().ask("NOOP")).isEqualTo("250 New rule\r\n");
      client.line("NOOP");
      assertThat(client.nothingCame()).isTrue();
      wired.server.releaseStalls();
      assertThat(client.readLine()).startsWith("250 ");
      client.close();
      wired.server.close();
      await().atMost(Wired.GUARD).until(() -> wired.server.threads().isTerminated());
    }
  }

  @Test
  void an_idle_time_out_without_end_is_possible() {
    try (Wired wired =
        new Wired.Settings().idleTimeout(Duration.ofSeconds(Long.MAX_VALUE)).start()) {
      WireClient client = wired.introduced();
      wired.clock.advance(Duration.ofDays(365));
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }
}
