package com.example.welcome;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fivefifty.FiveFifty;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MailServer.class)
class WelcomeMailTest {
  FiveFifty smtp;

  @Inject WelcomeMail mail;

  @Test
  void knows_an_unknown_mailbox() {
    smtp.add(at(RCPT).to("*@gone.example").reply("550 5.1.1 <${to}>: Mailbox not found"));

    assertFalse(mail.send("nobody@gone.example"));
    assertTrue(mail.send("bob@example.com"));

    assertThat(smtp)
        .recipient("nobody@gone.example")
        .wasRefusedWith("550 5.1.1")
        .wasAttempted(once());
    assertThat(smtp).messages().hasSize(1).first().hasRecipients("bob@example.com");
  }
}
