package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DelayFaultTest {
  private final Semaphore asked = new Semaphore(0);

  private boolean ask() {
    asked.release();
    return true;
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void nothing_comes_before_its_time(Mode mode) throws IOException, InterruptedException {
    try (FaultBench bench =
        FaultBench.with(
            at(Stage.MAIL).when(o -> ask()).delay(Duration.ofMinutes(5)).reply("450 4.2.0 Late"))) {
      FaultClient client = bench.introduced(mode);
      client.line("MAIL FROM:<a@example.com>");
      assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      bench.smtp.clock().advance(Duration.ofMinutes(4));
      assertThat(client.nothingCame()).isTrue();
      bench.smtp.clock().advance(Duration.ofMinutes(1));
      assertThat(client.reply()).isEqualTo("450 4.2.0 Late\r\n");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void a_delay_comes_before_a_close(Mode mode) throws IOException, InterruptedException {
    try (FaultBench bench =
        FaultBench.with(
            at(Stage.MAIL).when(o -> ask()).delay(Duration.ofDays(1)).close(Close.RESET))) {
      FaultClient client = bench.introduced(mode);
      client.line("MAIL FROM:<a@example.com>");
      assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      assertThat(bench.session().isOpen()).isTrue();
      bench.smtp.clock().advance(Duration.ofDays(1));
      assertThat(client.end()).isEqualTo(FaultClient.End.RST);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void it_ends_when_the_client_leaves(Mode mode) throws IOException, InterruptedException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.MAIL).when(o -> ask()).delay(Duration.ofDays(1)))) {
      FaultClient client = bench.introduced(mode);
      client.line("MAIL FROM:<a@example.com>");
      assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      client.close();
      bench.awaitEnds();
    }
  }
}
