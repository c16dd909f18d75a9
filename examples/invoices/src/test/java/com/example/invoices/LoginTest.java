package com.example.invoices;

import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Stage.AUTH;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.SmtpRule;
import org.junit.jupiter.api.Test;

/** A refused password is no reason to hammer, or to lose mail. */
@FiveFiftyTest(users = "invoices:secret", authRequired = true)
class LoginTest {
  private final FiveFifty smtp;
  private final Outbox outbox = new InMemoryOutbox();

  LoginTest(FiveFifty smtp) {
    this.smtp = smtp;
  }

  private InvoiceMailer mailer(String password) {
    return new Invoices(
        outbox,
        "billing@invoices.example",
        RetryPolicy.RFC_5321,
        smtp.clock(),
        new Relay(smtp.host(), smtp.port()).login("invoices", password));
  }

  @Test
  void a_wrong_password_is_tried_once() {
    InvoiceMailer invoices = mailer("wrong");
    invoices.send(Invoice.to("2026-17", "bob@example.com"));
    invoices.tick();

    assertThat(smtp)
        .sessions()
        .hasSize(1)
        .staysTrueFor(ofDays(1), invoices::tick)
        .first()
        .says("EHLO", "AUTH");

    // Once it is put right, the mail that has waited goes out.
    InvoiceMailer restarted = mailer("secret");
    smtp.clock().advance(ofMinutes(30));
    restarted.tick();
    assertThat(smtp).recipient("bob@example.com").wasAccepted();
    assertThat(smtp).sessions().last().authenticatedAs("invoices");
  }

  @Test
  @SmtpRule(at = AUTH, times = 1, reply = "454 4.7.0 Temporary authentication failure")
  void a_server_that_cannot_look_up_is_tried_again() {
    InvoiceMailer invoices = mailer("secret");
    invoices.send(Invoice.to("2026-17", "bob@example.com"));
    invoices.tick();
    smtp.clock().advance(ofMinutes(30));
    invoices.tick();

    assertThat(smtp).recipient("bob@example.com").wasAccepted().hasExactlyOneCopy();
    assertThat(smtp).sessions().hasSize(2);
  }
}
