package com.example.newsletter;

import static dev.fivefifty.expect.Times.twice;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.newsletter.Delivery.State;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.ReceivedMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When there is no answer. */
class BrokenConnectionTest extends NewsletterTest {
  @Test
  void a_lost_acknowledgement_makes_one_duplicate_that_can_be_told_as_one(FiveFifty smtp) {
    smtp.addScenario("lost-acknowledgement");
    send(ISSUE, "bob@example.com");
    pass(smtp, ofHours(1));

    assertThat(smtp).recipient("bob@example.com").wasAccepted().afterAttempts(2);
    assertThat(smtp.journal().messages())
        .extracting(ReceivedMessage::messageId)
        .hasSize(2)
        .containsOnly(smtp.journal().messages().get(0).messageId());
  }

  @Test
  void no_acknowledgement_at_all_makes_no_third_copy(FiveFifty smtp) {
    smtp.addScenario("lost-acknowledgement", Map.of("times", "10"));
    send(ISSUE, "bob@example.com");
    pass(smtp, ofDays(7));

    assertThat(smtp).recipient("bob@example.com").wasAttempted(twice());
    assertThat(report().to("bob@example.com").state()).isEqualTo(State.UNCONFIRMED);
  }

  @Test
  void an_expired_certificate_is_not_accepted_and_nothing_goes_in_the_clear(FiveFifty smtp) {
    smtp.addScenario("certificate-expired");
    send(ISSUE, "bob@example.com");

    assertThat(smtp).recipient("bob@example.com").isNotAttemptedFor(ofDays(1), newsletter::tick);
    assertThat(smtp).unknownRecipient().wasLost();
    assertThat(suppressed("bob@example.com")).isEmpty();
  }
}
