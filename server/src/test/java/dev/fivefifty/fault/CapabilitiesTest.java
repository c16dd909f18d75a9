package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.rule.Capabilities;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class CapabilitiesTest {
  @ParameterizedTest
  @EnumSource(Mode.class)
  void added_removed_and_replaced(Mode mode) throws IOException {
    try (FaultBench bench =
        FaultBench.with(
            at(Stage.EHLO).helo("add.example").capabilities(Capabilities.add("SIZE 1", "XYZZY")),
            at(Stage.EHLO).helo("remove.example").capabilities(Capabilities.remove("PIPELINING")),
            at(Stage.EHLO).helo("only.example").capabilities(Capabilities.only("HELP")),
            at(Stage.EHLO).helo("none.example").capabilities(Capabilities.only(new String[0])))) {
      FaultClient client = bench.introduced(mode);
      assertThat(client.ask("EHLO add.example"))
          .contains("250-PIPELINING\r\n", "SIZE 1\r\n", "250 XYZZY\r\n")
          .doesNotContain("SIZE 26214400");
      assertThat(client.ask("EHLO remove.example")).doesNotContain("PIPELINING").contains("SIZE");
      assertThat(client.ask("EHLO only.example").lines()).hasSize(2).last().isEqualTo("250 HELP");
      assertThat(client.ask("EHLO none.example").lines()).hasSize(1);
    }
  }

  @Test
  void starttls_is_stripped() throws IOException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.EHLO).capabilities(Capabilities.remove("STARTTLS")))) {
      FaultClient client = bench.greeted(Mode.PLAIN);
      assertThat(client.ask("EHLO client.example")).doesNotContain("STARTTLS");
    }
  }
}
