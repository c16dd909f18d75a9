package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Stall;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StallFaultTest {
  private final Semaphore asked = new Semaphore(0);

  private final Rule silent =
      at(Stage.NOOP)
          .when(
              o -> {
                asked.release();
                return true;
              })
          .stall(Stall.FOREVER);

  private FaultClient stalled(FaultBench bench, Mode mode)
      throws IOException, InterruptedException {
    FaultClient client = bench.introduced(mode);
    client.line("NOOP");
    assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    return client;
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void it_ends_when_the_client_leaves(Mode mode) throws IOException, InterruptedException {
    try (FaultBench bench = FaultBench.with(silent)) {
      FaultClient client = stalled(bench, mode);
      // Sent in the silence and never answered.
      client.line("VRFY late");
      client.fin();
      assertThat(client.rest()).isEmpty();
      bench.awaitEnds();
      assertThat(bench.session().end()).hasValue(Session.End.CLIENT_CLOSED);
      assertThat(bench.smtp.journal().exchanges()).noneMatch(each -> each.stage() == Stage.VRFY);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void it_ends_when_the_client_resets(Mode mode) throws IOException, InterruptedException {
    try (FaultBench bench = FaultBench.with(silent)) {
      stalled(bench, mode).reset();
      bench.awaitEnds();
      assertThat(bench.session().end()).hasValue(Session.End.CLIENT_RESET);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void it_ends_when_the_rules_are_reset(Mode mode) throws IOException, InterruptedException {
    try (FaultBench bench = FaultBench.with()) {
      bench.smtp.add(silent);
      FaultClient client = stalled(bench, mode);
      assertThat(client.nothingCame()).isTrue();
      bench.smtp.reset();
      // Nothing was said, and the session goes on.
      assertThat(client.ask("NOOP")).startsWith("250 2.0.0");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void it_ends_when_the_server_stops(Mode mode) throws IOException, InterruptedException {
    try (FaultBench bench = FaultBench.with(silent)) {
      FaultClient client = stalled(bench, mode);
      bench.smtp.close();
      assertThat(client.rest()).isEmpty();
      assertThat(client.end()).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void a_reply_then_silence_for_a_time_then_the_end(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(
            at(Stage.NOOP).reply("250 2.0.0 yes").stall(Duration.ofMinutes(1)).close(Close.FIN))) {
      FaultClient client = bench.introduced(mode);
      assertThat(client.ask("NOOP")).isEqualTo("250 2.0.0 yes\r\n");
      bench.smtp.clock().advance(Duration.ofSeconds(59));
      assertThat(bench.session().isOpen()).isTrue();
      bench.smtp.clock().advance(Duration.ofSeconds(1));
      assertThat(client.end()).isEqualTo(mode.orderly());
    }
  }

  /** The client connects; nothing it sends is ever read, and no banner comes. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void accepts_and_never_reads(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.CONNECT).stall(Stall.FOREVER))) {
      FaultClient client = bench.connect(mode);
      if (mode.implicit()) {
        client.handshake(bench.smtp.sslContext());
      }
      client.line("EHLO client.example");
      client.tcp().setSoTimeout(200);
      assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
    }
  }

  /** RFC 1047 by silence. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void the_message_is_stored_and_its_answer_never_comes(Mode mode) throws Exception {
    try (FaultBench bench =
        FaultBench.with(at(Stage.MESSAGE).message(MessageFate.KEEP).stall(Stall.FOREVER))) {
      FaultClient client = bench.introduced(mode).untilData();
      client.send("Subject: x\r\n\r\ny\r\n.\r\n");
      assertThat(bench.smtp.takeMessage(FaultBench.GUARD).sender()).isEqualTo("a@example.com");
      assertThat(client.nothingCame()).isTrue();
      client.close();
      Attempt attempt = bench.attempt();
      assertThat(attempt.result()).isEqualTo(Attempt.Result.LOST);
      assertThat(attempt.stored()).isTrue();
    }
  }
}
