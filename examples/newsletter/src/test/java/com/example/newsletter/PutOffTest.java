package com.example.newsletter;

import static dev.fivefifty.expect.Times.times;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.newsletter.Delivery.State;
import dev.fivefifty.FiveFifty;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a server says "later" to one subscriber. */
class PutOffTest extends NewsletterTest {
  @Test
  void greylisting_is_waited_out(FiveFifty smtp) {
    smtp.addScenario("greylisting");
    send(ISSUE, "bob@example.com");
    pass(smtp, ofHours(1));

    assertThat(smtp)
        .recipient("bob@example.com")
        .wasAccepted()
        .afterAttempts(2)
        .withGapsOfAtLeast(ofMinutes(30))
        .hasExactlyOneCopy();
  }

  @Test
  void each_wait_is_twice_as_long_as_the_one_before(FiveFifty smtp) {
    smtp.addScenario("greylisting", Map.of("delay", "30h"));
    send(ISSUE, "bob@example.com");
    pass(smtp, ofHours(32));

    // After 30 minutes, 1, 2, 4, 8 and 16 hours more.
    assertThat(smtp).recipient("bob@example.com").wasAccepted().afterAttempts(7);
  }

  @Test
  void who_is_put_off_for_days_is_given_up(FiveFifty smtp) {
    smtp.addScenario("greylisting", Map.of("delay", "30d"));
    send(ISSUE, "bob@example.com");
    pass(smtp, ofDays(7));

    assertThat(smtp).recipient("bob@example.com").wasAttempted(times(8));
    assertThat(report().to("bob@example.com").state()).isEqualTo(State.GIVEN_UP);
  }

  @Test
  void who_is_given_up_gets_the_next_issue(FiveFifty smtp) {
    smtp.addScenario("greylisting", Map.of("delay", "4d"));
    send(ISSUE, "bob@example.com");
    pass(smtp, ofDays(4));
    send(new Issue("2026-12", "News of December", "Snow."), "bob@example.com");

    assertThat(smtp).messages().single().hasSubject("News of December");
  }

  @Test
  void nobody_else_has_to_wait(FiveFifty smtp) {
    smtp.addScenario("greylisting");
    send(ISSUE, "ann@example.com", "bob@example.com");

    assertThat(smtp).recipient("ann@example.com").wasDeferredWith("450 4.7.1");
    assertThat(smtp).recipient("bob@example.com").wasDeferredWith("450 4.7.1");
  }
}
