package dev.fivefifty.junit.readme;

import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static dev.fivefifty.rule.StartTls.OFFERED;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyExtension;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD)
class FieldTest {
  // <5>
  @RegisterExtension
  static final FiveFiftyExtension SMTP =
      FiveFiftyExtension.builder().starttls(OFFERED).user("alice", "secret").build();

  @Test
  void refuses_long_addresses(FiveFifty smtp) throws IOException {
    smtp.add(at(RCPT).when(o -> o.recipient().length() > 64).reply("550 5.1.3 Too long"));
    // </5>
    String recipient = "b".repeat(60) + "@example.com";
    Sender.send(SMTP.port(), recipient);
    assertThat(smtp).recipient(recipient).wasRefusedWith("550 5.1.3");
  }
}
