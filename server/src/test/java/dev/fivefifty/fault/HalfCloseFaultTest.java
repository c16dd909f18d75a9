package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Not TLS 1.2, where JSSE's client answers a close_notify with its own: that is for the capture.
 */
@Timeout(60)
class HalfCloseFaultTest {
  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"PLAIN", "STARTTLS", "IMPLICIT"})
  void fin_and_input_goes_on(Mode mode) throws IOException {
    goesOn(mode, "");
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"PLAIN", "STARTTLS", "IMPLICIT"})
  void after_a_reply(Mode mode) throws IOException {
    goesOn(mode, "250 2.0.0 and no more");
  }

  private static void goesOn(Mode mode, String reply) throws IOException {
    try (FaultBench bench =
        FaultBench.with(
            reply.isEmpty()
                ? at(Stage.NOOP).close(Close.HALF)
                : at(Stage.NOOP).reply(reply).close(Close.HALF))) {
      FaultClient client = bench.introduced(mode);
      client.line("NOOP");
      assertThat(client.rest()).isEqualTo(reply.isEmpty() ? "" : reply + "\r\n");
      assertThat(client.end()).isEqualTo(mode.orderly());
      assertThat(bench.session().isOpen()).isTrue();
      client.line("MAIL FROM:<a@example.com>");
      client.line("VRFY someone");
      await()
          .atMost(FaultBench.GUARD)
          .until(
              () ->
                  bench.smtp.journal().exchanges().stream()
                      .map(Exchange::received)
                      .anyMatch(received -> received.toString().contains("VRFY someone")));
      assertThat(bench.exchange(Stage.UNKNOWN).reply()).isEmpty();
      client.fin();
      bench.awaitEnds();
    }
  }
}
