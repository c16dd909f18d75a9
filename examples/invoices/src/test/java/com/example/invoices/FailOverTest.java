package com.example.invoices;

import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Stage.CONNECT;
import static dev.fivefifty.rule.Stage.RCPT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.Smtp;
import dev.fivefifty.junit.SmtpRule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two mail servers, of which the second is for when the first takes no mail. */
@FiveFiftyTest
class FailOverTest {
  private InvoiceMailer invoices;

  @BeforeEach
  void two_relays(FiveFifty smtp, @Smtp("backup") FiveFifty backup) {
    invoices =
        new Invoices(
            new InMemoryOutbox(),
            "billing@invoices.example",
            RetryPolicy.RFC_5321,
            smtp.clock(),
            new Relay(smtp.host(), smtp.port()),
            new Relay(backup.host(), backup.port()));
    invoices.send(Invoice.to("2026-17", "bob@example.com"));
  }

  @Test
  void the_first_has_all_the_mail(FiveFifty smtp, @Smtp("backup") FiveFifty backup) {
    invoices.tick();

    assertThat(smtp).recipient("bob@example.com").wasAccepted();
    assertThat(backup).sessions().stayEmptyFor(ofMillis(200));
  }

  @Test
  void nobody_listens(FiveFifty smtp, @Smtp("backup") FiveFifty backup) {
    smtp.pause();
    invoices.tick();

    assertThat(backup).recipient("bob@example.com").wasAccepted().hasExactlyOneCopy();
  }

  @Test
  @SmtpRule(at = CONNECT, reply = "554 5.3.2 No SMTP service here")
  void the_first_wants_no_mail(FiveFifty smtp, @Smtp("backup") FiveFifty backup) {
    invoices.tick();

    assertThat(backup).recipient("bob@example.com").wasAccepted().hasExactlyOneCopy();
    assertThat(smtp).sessions().hasSize(1).staysTrueFor(ofDays(1), invoices::tick);
  }

  @Test
  @SmtpRule(at = CONNECT, server = "backup", reply = "421 4.3.2 Too busy")
  @SmtpRule(at = RCPT, to = "bob@example.com", reply = "550 5.1.1 Mailbox not found")
  void a_refused_recipient_is_refused(FiveFifty smtp, @Smtp("backup") FiveFifty backup) {
    invoices.tick();

    assertThat(smtp).recipient("bob@example.com").wasRefused();
    assertThat(backup).sessions().stayEmptyFor(ofDays(1), invoices::tick);
  }
}
