package com.example.invoices;

import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.HANDSHAKE;
import static dev.fivefifty.rule.Stage.STARTTLS;
import static dev.fivefifty.rule.StartTls.OFFERED;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Session;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.SmtpRule;
import dev.fivefifty.junit.SmtpRules;
import dev.fivefifty.rule.CertificateFault;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Neither mail nor a password goes over the wire in plaintext, or to whoever is someone else. */
@FiveFiftyTest(starttls = OFFERED, users = "invoices:secret")
class TlsTest {
  private final FiveFifty smtp;
  private final InvoiceMailer invoices;

  TlsTest(FiveFifty smtp, SSLContext trust) {
    this.smtp = smtp;
    this.invoices =
        mailer(
            new Relay(smtp.host(), smtp.port()).tlsRequired(trust).login("invoices", "secret"),
            smtp.clock());
  }

  /** The mailer under test; {@link NaiveInvoicesTest} has another. */
  InvoiceMailer mailer(Relay relay, Clock clock) {
    return new Invoices(
        new InMemoryOutbox(), "billing@invoices.example", RetryPolicy.RFC_5321, clock, relay);
  }

  private void send() {
    invoices.send(Invoice.to("2026-17", "bob@example.com"));
    invoices.tick();
  }

  private void nothingWasGivenAway() {
    assertThat(smtp).recipient("bob@example.com").isNotAttemptedFor(ofDays(1), invoices::tick);
    assertThat(smtp.journal().sessions())
        .flatExtracting(Session::commands)
        .contains("EHLO")
        .doesNotContain("AUTH", "MAIL");
  }

  @Test
  void it_is_sent_under_tls() {
    send();

    assertThat(smtp).recipient("bob@example.com").wasAccepted();
    assertThat(smtp).sessions().hasSize(1).first().usedTls().authenticatedAs("invoices");
  }

  @Test
  @SmtpRules(
      yaml =
          """
          rules:
            - name: STARTTLS stripped
              at: ehlo
              capabilities: { remove: [STARTTLS] }
          """)
  void nothing_is_sent_where_starttls_is_not_offered() {
    send();

    nothingWasGivenAway();
  }

  @Test
  @SmtpRule(at = STARTTLS, reply = "454 4.7.0 TLS not available due to temporary reason")
  void nothing_is_sent_where_starttls_is_refused() {
    send();

    nothingWasGivenAway();
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_sent_to_a_stranger(CertificateFault fault) {
    smtp.add(at(HANDSHAKE).certificate(fault));
    send();

    nothingWasGivenAway();
  }
}
