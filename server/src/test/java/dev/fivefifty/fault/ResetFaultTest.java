package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ResetFaultTest {
  private static final List<Stage> STAGES =
      List.of(
          Stage.CONNECT,
          Stage.EHLO,
          Stage.MAIL,
          Stage.RCPT,
          Stage.DATA,
          Stage.CONTENT,
          Stage.MESSAGE,
          Stage.QUIT);

  private final CountDownLatch connected = new CountDownLatch(1);

  static Stream<Arguments> stagesInEveryMode() {
    return Stream.of(Mode.values())
        .flatMap(
            mode ->
                STAGES.stream()
                    // Before STARTTLS there is a greeting and an EHLO already.
                    .filter(stage -> mode != Mode.STARTTLS || stage != Stage.CONNECT)
                    .map(stage -> arguments(mode, stage)));
  }

  /** Says everything of a session up to the stage, and that itself. */
  private FaultClient upTo(FaultBench bench, Mode mode, Stage stage) throws IOException {
    if (stage == Stage.CONNECT) {
      FaultClient client = bench.beforeHandshake(mode);
      connected.countDown();
      if (mode.tls()) {
        client.handshake(bench.smtp.sslContext());
      }
      return client;
    }
    FaultClient client = bench.greeted(mode);
    if (stage == Stage.EHLO) {
      client.line("EHLO again.example");
      return client;
    }
    client.accepted("EHLO again.example");
    switch (stage) {
      case MAIL -> client.line("MAIL FROM:<a@example.com>");
      case RCPT -> client.accepted("MAIL FROM:<a@example.com>").line("RCPT TO:<b@example.com>");
      case DATA ->
          client.accepted("MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>").line("DATA");
      case CONTENT -> client.untilData().send("Subject: x\r\n\r\nmore");
      case MESSAGE -> client.untilData().send("Subject: x\r\n\r\ny\r\n.\r\n");
      default -> client.line("QUIT");
    }
    return client;
  }

  private Rule rule(Stage stage) {
    return switch (stage) {
      // After STARTTLS: not the EHLO before it.
      case EHLO -> at(stage).helo("again.example");
      // An RST may come before the client's connect() has returned, which then fails.
      case CONNECT -> at(stage).when(occasion -> isConnected());
      default -> at(stage);
    };
  }

  private boolean isConnected() {
    try {
      return connected.await(FaultBench.GUARD.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("stagesInEveryMode")
  void without_a_reply(Mode mode, Stage stage) throws IOException {
    try (FaultBench bench = FaultBench.with(rule(stage).close(Close.RESET))) {
      FaultClient client = upTo(bench, mode, stage);
      assertThat(client.rest()).isEmpty();
      assertThat(client.end()).isEqualTo(FaultClient.End.RST);
      if (stage != Stage.QUIT) {
        assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stagesInEveryMode")
  void after_a_reply(Mode mode, Stage stage) throws IOException {
    try (FaultBench bench = FaultBench.with(rule(stage).reply("451 Never").close(Close.RESET))) {
      FaultClient client = upTo(bench, mode, stage);
      assertThat(client.rest()).isEqualTo("451 Never\r\n");
      assertThat(client.end()).isEqualTo(FaultClient.End.RST);
    }
  }

  /** RFC 1047: the classic duplicate. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void a_lost_acknowledgement(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.MESSAGE).message(MessageFate.KEEP).close(Close.RESET))) {
      FaultClient client = upTo(bench, mode, Stage.MESSAGE);
      assertThat(client.end()).isEqualTo(FaultClient.End.RST);
      Attempt attempt = bench.attempt();
      assertThat(attempt.result()).isEqualTo(Attempt.Result.LOST);
      assertThat(attempt.stored()).isTrue();
      assertThat(bench.smtp.journal().messages()).hasSize(1);
    }
  }
}
