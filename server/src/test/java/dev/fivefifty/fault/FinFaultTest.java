package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FinFaultTest {
  @ParameterizedTest
  @EnumSource(Mode.class)
  void without_a_reply(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.MAIL).close(Close.FIN))) {
      FaultClient client = bench.introduced(mode);
      client.line("MAIL FROM:<a@example.com>");
      assertThat(client.rest()).isEmpty();
      assertThat(client.end()).isEqualTo(mode.orderly());
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void after_a_reply(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.MAIL).reply("451 4.3.0 Later").close(Close.FIN))) {
      FaultClient client = bench.introduced(mode);
      client.line("MAIL FROM:<a@example.com>");
      assertThat(client.rest()).isEqualTo("451 4.3.0 Later\r\n");
      assertThat(client.end()).isEqualTo(mode.orderly());
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void what_421_does_and_close_none_prevents(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(
            at(Stage.NOOP).reply("421 4.3.2 Bye"),
            at(Stage.VRFY).reply("421 4.3.2 Not yet").close(Close.NONE))) {
      FaultClient client = bench.introduced(mode);
      assertThat(client.ask("VRFY x")).isEqualTo("421 4.3.2 Not yet\r\n");
      client.line("NOOP");
      assertThat(client.rest()).isEqualTo("421 4.3.2 Bye\r\n");
      assertThat(client.end()).isEqualTo(mode.orderly());
    }
  }

  /** RFC 1047. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void stored_without_acknowledgement(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.MESSAGE).message(MessageFate.KEEP).close(Close.FIN))) {
      FaultClient client = bench.introduced(mode).untilData();
      client.send("Message-ID: <1@x>\r\n\r\ny\r\n.\r\n");
      assertThat(client.rest()).isEmpty();
      assertThat(client.end()).isEqualTo(mode.orderly());
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
      assertThat(bench.attempt().stored()).isTrue();
    }
  }

  /** A reply must arrive although the client is still sending: its content is drained first. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void an_early_refusal_is_drained(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.CONTENT).reply("552 5.3.4 Too big").close(Close.FIN))) {
      FaultClient client = bench.introduced(mode).untilData();
      client.send("Subject: x\r\n\r\n" + ("y".repeat(998) + "\r\n").repeat(300) + ".\r\n");
      assertThat(client.rest()).isEqualTo("552 5.3.4 Too big\r\n");
      assertThat(client.end()).isEqualTo(mode.orderly());
    }
  }
}
