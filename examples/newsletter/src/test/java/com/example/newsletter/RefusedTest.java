package com.example.newsletter;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.newsletter.Delivery.State;
import com.example.newsletter.SuppressionList.Reason;
import dev.fivefifty.FiveFifty;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a server says "never". */
class RefusedTest extends NewsletterTest {
  @Test
  void an_unknown_mailbox_is_suppressed_at_once_with_the_reason(FiveFifty smtp) {
    smtp.addScenario("mailbox-not-found");
    send(ISSUE, "gone@example.com");

    assertThat(smtp)
        .recipient("gone@example.com")
        .wasRefusedWith("550 5.1.1")
        .wasAttempted(once())
        .isNotRetriedFor(ofDays(1), newsletter::tick);
    assertThat(suppressed("gone@example.com")).contains(Reason.REFUSED);
    assertThat(suppressions.find("gone@example.com").orElseThrow().words())
        .isEqualTo("550 5.1.1 <gone@example.com>: Mailbox not found");
  }

  @Test
  void one_unknown_mailbox_keeps_the_issue_from_nobody_else(FiveFifty smtp) {
    smtp.addScenario("mailbox-not-found", Map.of("to", "gone@example.com"));
    send(ISSUE, "ann@example.com", "gone@example.com", "bob@example.com");

    assertThat(report().subscribers(State.REFUSED)).containsExactly("gone@example.com");
    assertThat(smtp).recipient("ann@example.com").wasAccepted();
    assertThat(smtp).recipient("bob@example.com").wasAccepted();
  }
}
