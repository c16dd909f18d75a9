package dev.fivefifty.cli;

import static dev.fivefifty.journal.Attempt.Result.REFUSED;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.cli.WelcomeMail.UnknownMailboxException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WelcomeMailTest {
  @Test
  void knows_an_unknown_mailbox() throws Exception {
    try (FiveFifty smtp = FiveFifty.start()) {
      smtp.add(at(RCPT).to("*@gone.example").reply("550 5.1.1 <${to}>: Mailbox not found"));
      WelcomeMail mail = new WelcomeMail(smtp.host(), smtp.port()); // the code under test

      assertThrows(UnknownMailboxException.class, () -> mail.send("nobody@gone.example"));
      mail.send("bob@example.com");

      assertEquals("Welcome", smtp.takeMessage(Duration.ofSeconds(10)).subject().orElseThrow());
      assertEquals(REFUSED, smtp.journal().attemptsFor("nobody@gone.example").get(0).result());
    }
  }
}
