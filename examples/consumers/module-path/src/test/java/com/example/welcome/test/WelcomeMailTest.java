package com.example.welcome.test;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.welcome.WelcomeMail;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.SmtpRule;
import dev.fivefifty.junit.SmtpRules;
import org.junit.jupiter.api.Test;

@FiveFiftyTest
class WelcomeMailTest {
  /** Or these tests would show nothing that those on the class path do not. */
  @Test
  void everything_is_a_module() {
    assertEquals("com.example.welcome.test", getClass().getModule().getName());
    assertEquals("com.example.welcome", WelcomeMail.class.getModule().getName());
    assertEquals("dev.fivefifty.junit", FiveFiftyTest.class.getModule().getName());
    assertEquals("dev.fivefifty.server", FiveFifty.class.getModule().getName());
  }

  @Test
  @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  void knows_an_unknown_mailbox(FiveFifty smtp) throws Exception {
    WelcomeMail mail = new WelcomeMail(smtp.host(), smtp.port());
    assertFalse(mail.send("gone@example.com"));
    assertTrue(mail.send("bob@example.com"));

    assertThat(smtp).recipient("gone@example.com").wasRefusedWith("550 5.1.1").wasAttempted(once());
    assertThat(smtp).messages().hasSize(1).first().hasRecipients("bob@example.com");
  }

  @Test
  @SmtpRules("classpath:com/example/welcome/test/moved.yaml")
  void reads_rules_from_a_resource_of_the_module(FiveFifty smtp) throws Exception {
    assertTrue(new WelcomeMail(smtp.host(), smtp.port()).send("old@example.com"));
    assertThat(smtp).rule("moved").applied(once());
  }
}
