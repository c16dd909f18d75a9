package dev.fivefifty.junit.readme;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Stage.RCPT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.SmtpRule;
import dev.fivefifty.junit.SmtpRules;
import org.junit.jupiter.api.Test;

@FiveFiftyTest
class PatienceTest {
  // <2>
  @Test
  @SmtpRules("classpath:rules/greylisting.yaml")
  void retries_a_greylisted_mail(FiveFifty smtp) {
    Outbox outbox = new Outbox(smtp.host(), smtp.port(), smtp.clock());
    outbox.sendInBackground("bob@example.com", ofMinutes(30));
    assertThat(smtp).within(ofSeconds(5)).recipient("bob@example.com").wasDeferredWith("450 4.7.1");

    smtp.clock().advance(ofMinutes(31));
    assertThat(smtp)
        .within(ofSeconds(5))
        .recipient("bob@example.com")
        .wasAccepted()
        .afterAttempts(2)
        .withGapsOfAtLeast(ofMinutes(30));
  }

  @Test
  @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  void does_not_retry_a_550(FiveFifty smtp) {
    Outbox outbox = new Outbox(smtp.host(), smtp.port(), smtp.clock());
    outbox.add("gone@example.com", ofMinutes(30));
    outbox.tick();

    assertThat(smtp).recipient("gone@example.com").wasRefused().wasAttempted(once());
    assertThat(smtp).recipient("gone@example.com").isNotRetriedFor(ofHours(1), outbox::tick);
  }
  // </2>
}
