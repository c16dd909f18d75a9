package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CutTest {
  private static final Rule RULE = at(Stage.MAIL).reply("250 2.1.0 fine").cut(7);

  @ParameterizedTest
  @EnumSource(Mode.class)
  void the_first_bytes_and_the_end(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(RULE)) {
      FaultClient client = bench.introduced(mode);
      client.line("MAIL FROM:<a@example.com>");
      assertThat(client.rest()).isEqualTo("250 2.1");
      assertThat(client.end()).isEqualTo(mode.orderly());
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
      assertThat(bench.exchange(Stage.MAIL).written()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void by_a_reset(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(RULE.close(Close.RESET))) {
      FaultClient client = bench.introduced(mode);
      client.line("MAIL FROM:<a@example.com>");
      assertThat(client.rest()).isEqualTo("250 2.1");
      assertThat(client.end()).isEqualTo(FaultClient.End.RST);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void a_message_is_stored_and_its_attempt_lost(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.MESSAGE).reply("250 2.0.0 ok").cut(3))) {
      FaultClient client = bench.introduced(mode).untilData();
      client.send("Subject: x\r\n\r\ny\r\n.\r\n");
      assertThat(client.rest()).isEqualTo("250");
      client.close();
      Attempt attempt = bench.attempt();
      assertThat(attempt.result()).isEqualTo(Attempt.Result.LOST);
      assertThat(attempt.replyWritten()).isFalse();
      assertThat(attempt.stored()).isTrue();
      assertThat(bench.exchange(Stage.MESSAGE).written()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"250 2.1.0 fine", "550 5.1.1 no"})
  void a_cut_answer_to_a_recipient_is_lost(String reply) throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.RCPT).reply(reply).cut(2))) {
      FaultClient client = bench.introduced(Mode.PLAIN);
      client.accepted("MAIL FROM:<a@example.com>").line("RCPT TO:<b@example.com>");
      assertThat(client.rest()).isEqualTo(reply.substring(0, 2));
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
      assertThat(bench.attempt().recipient()).hasValue("b@example.com");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CONNECT", "EHLO", "MAIL"})
  void a_cut_refusal_before_any_recipient_is_lost(Stage stage) throws IOException {
    try (FaultBench bench = FaultBench.with(at(stage).reply("550 No").cut(2))) {
      FaultClient client = bench.connect(Mode.PLAIN);
      client.send("EHLO client.example\r\nMAIL FROM:<a@example.com>\r\n");
      assertThat(client.rest()).endsWith("55");
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
    }
  }

  @Test
  void raw_bytes_beside_a_reply_are_cut() throws IOException {
    try (FaultBench bench =
        FaultBench.with(
            at(Stage.MESSAGE)
                .reply("250 2.0.0 ok")
                .raw("250 " + "x".repeat(100) + "\r\n")
                .cut(50))) {
      FaultClient client = bench.introduced(Mode.PLAIN).untilData();
      client.send(".\r\n");
      assertThat(client.rest()).hasSize(50);
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
      assertThat(bench.exchange(Stage.MESSAGE).written()).isFalse();
    }
  }

  /** Nothing is missing; the connection ends all the same. */
  @Test
  void a_cut_behind_the_end() throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.MESSAGE).reply("250 2.0.0 ok").cut(1_000))) {
      FaultClient client = bench.introduced(Mode.PLAIN).untilData();
      client.send(".\r\n");
      assertThat(client.rest()).isEqualTo("250 2.0.0 ok\r\n");
      assertThat(client.end()).isEqualTo(FaultClient.End.FIN);
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.ACCEPTED);
      assertThat(bench.exchange(Stage.MESSAGE).written()).isTrue();
    }
  }
}
