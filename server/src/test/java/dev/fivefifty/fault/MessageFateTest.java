package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of a message, apart from what is said of it; losses are in the tests of the ends.
 */
@Timeout(60)
class MessageFateTest {
  @ParameterizedTest
  @CsvSource({
    "KEEP, 450 4.3.0 Later, DEFERRED, true",
    "KEEP, 550 5.7.1 Never, REFUSED, true",
    "DISCARD, 250 2.0.0 Thanks, ACCEPTED, false",
    "DISCARD, 550 5.7.1 Never, REFUSED, false",
    "KEEP, 250 2.0.0 Thanks, ACCEPTED, true",
  })
  void apart_from_the_reply(MessageFate fate, String reply, Attempt.Result result, boolean stored)
      throws IOException {
    for (Mode mode : Mode.values()) {
      try (FaultBench bench = FaultBench.with(at(Stage.MESSAGE).reply(reply).message(fate))) {
        FaultClient client = bench.introduced(mode).untilData();
        client.send("Subject: x\r\n\r\ny\r\n.\r\n");
        assertThat(client.reply()).isEqualTo(reply + "\r\n");
        assertThat(client.ask("QUIT")).startsWith("221 ");
        Attempt attempt = bench.attempt();
        assertThat(attempt.result()).isEqualTo(result);
        assertThat(attempt.stored()).isEqualTo(stored);
        assertThat(bench.smtp.journal().messages()).hasSize(stored ? 1 : 0);
      }
    }
  }
}
