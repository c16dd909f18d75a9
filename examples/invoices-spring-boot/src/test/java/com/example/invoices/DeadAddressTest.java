package com.example.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.SmtpRule;
import dev.fivefifty.rule.Stage;
import org.junit.jupiter.api.Test;

class DeadAddressTest extends MailTest {
  @Test
  @SmtpRule(at = Stage.RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  void one_dead_address(FiveFifty smtp) {
    mailer.send("2026-1", "gone@example.com", "bob@example.com");
    mailer.tick();
    System.out.println(smtp.journal().sessions().get(0).transcript());
    assertThat(mailer.deliveriesTo("bob@example.com")).extracting(Delivery::state).containsExactly(Delivery.State.SENT);
  }
}
