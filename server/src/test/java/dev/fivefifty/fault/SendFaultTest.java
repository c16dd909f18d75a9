package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SendFaultTest {
  private static final List<String> BYTES =
      List.of(
          "250 no end",
          "250 a line feed alone\n",
          "250-mixed\r\n550 codes\r\n",
          "250-a final line is missing\r\n",
          "250\r\n",
          "290 a bad second digit\r\n",
          "250 8-bit \u00e4\u00ff\r\n",
          "250 a \0 NUL\r\n",
          "250 " + "x".repeat(20_000) + "\r\n",
          "250 one\r\n250 two\r\n250 three\r\n",
          "no code at all\r\n",
          "\r\n");

  @ParameterizedTest
  @EnumSource(Mode.class)
  void these_bytes_and_no_others(Mode mode) throws IOException {
    Rule[] rules = new Rule[BYTES.size()];
    for (int i = 0; i < rules.length; i++) {
      rules[i] = at(Stage.MAIL).from(i + "@example.com").raw(BYTES.get(i));
    }
    try (FaultBench bench = FaultBench.with(rules)) {
      FaultClient client = bench.introduced(mode);
      for (int i = 0; i < rules.length; i++) {
        int mark = client.mark();
        client.line("MAIL FROM:<" + i + "@example.com>");
        assertThat(client.read(BYTES.get(i).length())).isEqualTo(BYTES.get(i));
        if (mode.tls() && BYTES.get(i).length() < 10_000) {
          assertThat(client.records(mark)).hasSize(1);
        }
        assertThat(client.ask("NOOP")).startsWith("250 2.0.0");
        assertThat(bench.exchange(Stage.MAIL).sent().toString()).isNotNull();
        assertThat(bench.exchange(Stage.MAIL).reply()).isEmpty();
        assertThat(bench.exchange(Stage.MAIL).written()).isTrue();
      }
      // Raw alone has no effect.
      assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("503 ");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void raw_beside_a_reply_has_the_replys_effect(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.MAIL).raw("550 no\r\n").reply("250 2.1.0 yes"))) {
      FaultClient client = bench.introduced(mode);
      assertThat(client.ask("MAIL FROM:<a@example.com>")).isEqualTo("550 no\r\n");
      assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("250 ");
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void two_replies_merged_into_one_segment(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.NOOP).raw("250 one\r\n250 surplus\r\n"))) {
      FaultClient client = bench.introduced(mode);
      int arrivals = client.arrivals().size();
      client.line("NOOP");
      assertThat(client.readInPieces(22)).isEqualTo("250 one\r\n250 surplus\r\n");
      if (!mode.tls()) {
        assertThat(client.arrivals()).hasSize(arrivals + 1);
      }
    }
  }
}
