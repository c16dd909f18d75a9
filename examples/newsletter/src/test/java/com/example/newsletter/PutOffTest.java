package com.example.newsletter;

import static dev.fivefifty.expect.Times.times;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.newsletter.Delivery.State;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.Scenario;
import org.junit.jupiter.api.Test;

/** When a server says "later" to one subscriber. */
class PutOffTest extends NewsletterTest {
  @Test
  @Scenario("greylisting")
  void greylisting_is_waited_out(FiveFifty smtp) {
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
  @Scenario(value = "greylisting", with = "delay=30h")
  void each_wait_is_twice_as_long_as_the_one_before(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    pass(smtp, ofHours(32));

    // After 30 minutes, 1, 2, 4, 8 and 16 hours more.
    assertThat(smtp).recipient("bob@example.com").wasAccepted().afterAttempts(7);
  }

  @Test
  @Scenario(value = "greylisting", with = "delay=30d")
  void who_is_put_off_for_days_is_given_up(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    pass(smtp, ofDays(7));

    assertThat(smtp).recipient("bob@example.com").wasAttempted(times(8));
    assertThat(report().to("bob@example.com").state()).isEqualTo(State.GIVEN_UP);
  }

  @Test
  @Scenario(value = "greylisting", with = "delay=4d")
  void who_is_given_up_gets_the_next_issue(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    pass(smtp, ofDays(4));
    send(DECEMBER, "bob@example.com");

    assertThat(smtp).messages().single().hasSubject("News of December");
  }

  @Test
  @Scenario(value = "greylisting-by-count", with = "wording=mimecast")
  void greylisting_that_does_not_say_so_is_waited_out(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    pass(smtp, ofHours(1));

    assertThat(smtp).recipient("bob@example.com").wasAccepted().afterAttempts(2);
  }

  @Test
  @Scenario("mailbox-full-for-now")
  void a_mailbox_that_is_full_for_now_is_tried_again_and_suppresses_nobody(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    pass(smtp, ofDays(7));

    assertThat(smtp).recipient("bob@example.com").wasDeferredWith("452 4.2.2").wasRetried();
    assertThat(suppressed("bob@example.com")).isEmpty();
  }

  @Test
  @Scenario(value = "greylisting", with = "to=ann@example.com")
  void nobody_else_has_to_wait(FiveFifty smtp) {
    send(ISSUE, "ann@example.com", "bob@example.com");

    assertThat(smtp).recipient("ann@example.com").wasDeferredWith("450 4.7.1");
    assertThat(smtp).recipient("bob@example.com").wasAccepted();
  }
}
