package com.example.welcome;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.SmtpRule;
import org.junit.jupiter.api.Test;

@FiveFiftyTest
class WelcomeMailTest {
  @Test
  @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  void knows_an_unknown_mailbox(FiveFifty smtp) throws Exception {
    WelcomeMail mail = new WelcomeMail(smtp.host(), smtp.port());
    assertFalse(mail.send("gone@example.com"));
    assertTrue(mail.send("bob@example.com"));

    assertThat(smtp).recipient("gone@example.com").wasRefusedWith("550 5.1.1").wasAttempted(once());
    assertThat(smtp).messages().hasSize(1).first().hasRecipients("bob@example.com");
  }
}
