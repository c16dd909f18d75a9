package com.example.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.SmtpRule;
import dev.fivefifty.rule.Stage;
import org.junit.jupiter.api.Test;

class LaterTest extends MailTest {
  @Test
  @SmtpRule(at = Stage.RCPT, to = "gone2@example.com", reply = "550 5.1.1 Mailbox not found")
  void another(FiveFifty smtp) {
    mailer.send("2026-1", "gone2@example.com", "bob2@example.com");
    mailer.tick();
    System.out.println(smtp.journal().sessions().get(0).transcript());
    assertThat(mailer.deliveriesTo("bob2@example.com")).extracting(Delivery::state).containsExactly(Delivery.State.SENT);
  }
}
