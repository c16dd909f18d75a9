package com.example.invoices;

import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.invoices.Delivery.State;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.SmtpRules;
import org.junit.jupiter.api.Test;

/** What this mailer does wrong because Angus Mail 2.0.5 does, and cannot mend. */
@FiveFiftyTest
class AngusMailTest {
  @Test
  @SmtpRules(
      yaml =
          """
          rules:
            - name: mixed codes
              at: message
              raw: "250-first so\\r\\n550 then so\\r\\n"
              reply: "550 then so"
          """)
  void of_a_reply_whose_codes_differ_it_believes_the_first(FiveFifty smtp) {
    Outbox outbox = new InMemoryOutbox();
    InvoiceMailer invoices =
        new Invoices(
            outbox,
            "billing@invoices.example",
            RetryPolicy.RFC_5321,
            smtp.clock(),
            new Relay(smtp.host(), smtp.port()));
    invoices.send(Invoice.to("2026-17", "bob@example.com"));
    invoices.tick();

    // RFC 5321 §4.2 tells clients to go by the last line; this mail is lost, and nobody knows.
    assertThat(outbox.deliveries()).extracting(Delivery::state).containsExactly(State.SENT);
    assertThat(smtp)
        .recipient("bob@example.com")
        .wasRefusedWith("550")
        .isNotRetriedFor(ofDays(1), invoices::tick);
    assertThat(smtp.journal().messages()).isEmpty();
  }
}
