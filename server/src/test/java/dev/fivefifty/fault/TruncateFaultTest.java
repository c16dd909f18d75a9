package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TruncateFaultTest {
  @ParameterizedTest
  @EnumSource(Mode.class)
  void without_close_notify(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.NOOP).close(Close.TRUNCATE))) {
      FaultClient client = bench.introduced(mode);
      client.line("NOOP");
      assertThat(client.rest()).isEmpty();
      assertThat(client.end()).isEqualTo(FaultClient.End.FIN);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void after_a_reply(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.NOOP).reply("250 2.0.0 the last").close(Close.TRUNCATE))) {
      FaultClient client = bench.introduced(mode);
      client.line("NOOP");
      assertThat(client.rest()).isEqualTo("250 2.0.0 the last\r\n");
      assertThat(client.end()).isEqualTo(FaultClient.End.FIN);
    }
  }
}
