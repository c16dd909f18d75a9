package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DribbleFaultTest {
  private static final String REPLY = "250 2.1.0 drop by drop\r\n";
  private static final Duration EVERY = Duration.ofMillis(60);

  /** Of 24 bytes by 5 the last piece has 4. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void in_pieces_with_time_between_them(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.MAIL).reply(REPLY.strip()).dribble(5, EVERY))) {
      FaultClient client = bench.introduced(mode);
      int mark = client.mark();
      int arrivals = client.arrivals().size();
      long began = System.nanoTime();
      client.line("MAIL FROM:<a@example.com>");
      assertThat(client.readInPieces(REPLY.length())).isEqualTo(REPLY);

      List<FaultClient.Arrival> pieces =
          client.arrivals().subList(arrivals, client.arrivals().size());
      if (mode.tls()) {
        assertThat(client.records(mark)).extracting(client::plain).containsExactly(5, 5, 5, 5, 4);
      } else {
        // A client that is slow itself may find two pieces at once, but never half of one, and none
        // before its time.
        assertThat(pieces).hasSizeGreaterThan(1);
        int before = 0;
        for (FaultClient.Arrival piece : pieces) {
          assertThat(before % 5).isZero();
          assertThat(piece.nanos() - began)
              .isGreaterThanOrEqualTo((long) (before / 5 * EVERY.toNanos() * 0.8));
          before += piece.length();
        }
      }
      assertThat(System.nanoTime() - began)
          .isGreaterThanOrEqualTo((long) (4 * EVERY.toNanos() * 0.8));
      assertThat(client.ask("NOOP")).startsWith("250 2.0.0");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void a_cut_ends_it_and_the_connection(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(
            at(Stage.MAIL).reply(REPLY.strip()).dribble(3, Duration.ofMillis(1)).cut(7))) {
      FaultClient client = bench.introduced(mode);
      client.line("MAIL FROM:<a@example.com>");
      assertThat(client.rest()).isEqualTo("250 2.1");
      assertThat(client.end()).isEqualTo(mode.orderly());
    }
  }

  /** Gaps longer than any test: who leaves, resets or stops ends the dribbling at once. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void it_ends_with_the_client_and_the_rules(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.NOOP).reply(REPLY.strip()).dribble(1, Duration.ofDays(1)))) {
      FaultClient leaver = bench.introduced(mode);
      leaver.line("NOOP");
      assertThat(leaver.read(1)).isEqualTo("2");
      leaver.close();
      bench.awaitEnds();
      assertThat(bench.exchange(Stage.NOOP).written()).isFalse();

      FaultClient stayer = bench.introduced(mode);
      stayer.line("NOOP");
      assertThat(stayer.read(1)).isEqualTo("2");
      bench.smtp.reset();
      stayer.line("QUIT");
      assertThat(stayer.reply()).startsWith("221 ");
      assertThat(stayer.end()).isEqualTo(mode.orderly());
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void then_a_reset(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(
            at(Stage.NOOP).raw("ab").dribble(1, Duration.ofMillis(20)).close(Close.RESET))) {
      FaultClient client = bench.introduced(mode);
      client.line("NOOP");
      assertThat(client.rest()).isEqualTo("ab");
      assertThat(client.end()).isEqualTo(FaultClient.End.RST);
    }
  }
}
