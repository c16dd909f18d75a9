package com.example.invoices;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Stage.AUTH;
import static dev.fivefifty.rule.Stage.RCPT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.invoices.Delivery.State;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.SmtpRule;
import org.junit.jupiter.api.Test;

class RefusedRecipientTest extends MailTest {
  @Test
  @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  void one_dead_address_does_not_keep_the_mail_from_the_others(FiveFifty smtp) {
    mailer.send("2026-17", "gone@example.com", "bob@example.com");
    mailer.tick();

    assertThat(smtp).recipients("bob@example.com").whileRefused("gone@example.com");
    assertThat(smtp)
        .recipient("gone@example.com")
        .wasAttempted(once())
        .isNotRetriedFor(ofDays(1), mailer::tick);
    assertThat(smtp).recipient("bob@example.com").hasExactlyOneCopy();
    assertThat(mailer.deliveriesTo("gone@example.com"))
        .extracting(Delivery::state)
        .containsExactly(State.BOUNCED);
    assertThat(mailer.deliveriesTo("bob@example.com"))
        .extracting(Delivery::state)
        .containsExactly(State.SENT);
  }

  @Test
  @SmtpRule(at = AUTH, times = 1, reply = "535 5.7.8 Authentication credentials invalid")
  void a_refused_password_is_no_bounce(FiveFifty smtp) {
    mailer.send("2026-18", "carol@example.com");
    mailer.tick();
    assertThat(mailer.deliveriesTo("carol@example.com"))
        .extracting(Delivery::state)
        .containsExactly(State.WAITING);

    smtp.clock().advance(ofMinutes(30));
    mailer.tick();
    assertThat(smtp).recipient("carol@example.com").wasAccepted();
    assertThat(smtp).sessions().hasSize(2).last().authenticatedAs("invoices");
  }
}
