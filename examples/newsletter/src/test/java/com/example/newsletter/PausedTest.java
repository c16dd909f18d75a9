package com.example.newsletter;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.newsletter.Delivery.State;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.Scenario;
import org.junit.jupiter.api.Test;

/** When a server says "later" to all of us. */
class PausedTest extends NewsletterTest {
  private static final String ANN = "ann@example.com";
  private static final String BOB = "bob@example.com";
  private static final String EVE = "eve@example.com";

  @Test
  @Scenario(
      value = "rate-limit-per-client",
      with = {"messages=1", "window=10m"})
  void a_rate_limit_stops_the_run_at_once(FiveFifty smtp) {
    send(ISSUE, ANN, BOB, EVE);

    assertThat(smtp).recipient(ANN).wasAccepted();
    assertThat(smtp).unknownRecipient().wasDeferredWith("451 4.7.0");
    assertThat(smtp).sessions().hasSize(2);
    assertThat(report().subscribers(State.WAITING)).containsExactly(BOB, EVE);
  }

  @Test
  @Scenario(
      value = "rate-limit-per-client",
      with = {"messages=1", "window=10m"})
  void after_a_rate_limit_everybody_gets_the_issue_once(FiveFifty smtp) {
    send(ISSUE, ANN, BOB, EVE);
    pass(smtp, ofHours(2));

    assertThat(smtp).messages().hasSize(3);
    assertThat(report().subscribers(State.ACCEPTED)).containsExactly(ANN, BOB, EVE);
  }

  @Test
  @Scenario(
      value = "rate-limit-per-client",
      with = {"messages=1", "window=10m", "wording=yahoo"})
  void the_run_goes_on_after_a_quarter_of_an_hour(FiveFifty smtp) {
    send(ISSUE, ANN, BOB, EVE);
    pass(smtp, ofMinutes(15));

    assertThat(smtp).recipient(EVE).wasAccepted();
  }

  @Test
  @Scenario(value = "shutdown-421", with = "stage=rcpt")
  void a_server_that_shuts_down_is_left_alone(FiveFifty smtp) {
    send(ISSUE, ANN, BOB);

    assertThat(smtp).recipient(ANN).wasDeferredWith("421 4.3.2").wasAttempted(once());
    assertThat(smtp).sessions().hasSize(1);
  }

  @Test
  @Scenario(value = "shutdown-421", with = "stage=message")
  void a_shutdown_at_the_last_moment_makes_no_second_copy(FiveFifty smtp) {
    send(ISSUE, ANN, BOB);
    pass(smtp, ofHours(2));

    assertThat(smtp).recipient(ANN).wasAccepted().hasExactlyOneCopy();
    assertThat(smtp).recipient(BOB).wasAccepted().hasExactlyOneCopy();
  }

  @Test
  @Scenario(value = "too-many-connections", with = "connections=0")
  void a_server_that_is_busy_is_asked_every_quarter_of_an_hour_and_not_for_each(FiveFifty smtp) {
    send(ISSUE, ANN, BOB, EVE);
    pass(smtp, ofMinutes(30));

    assertThat(smtp).sessions().hasSize(3);
  }

  @Test
  @Scenario(value = "insufficient-storage", with = "stage=rcpt")
  void a_full_disk_is_nobodys_full_mailbox(FiveFifty smtp) {
    send(ISSUE, ANN, BOB);

    assertThat(smtp).recipient(ANN).wasDeferredWith("452 4.3.1");
    assertThat(smtp).sessions().hasSize(1);
    assertThat(suppressed(ANN)).isEmpty();
  }

  @Test
  @Scenario(value = "try-again-later", with = "lasting=1h")
  void after_an_hour_of_maintenance_everybody_gets_the_issue(FiveFifty smtp) {
    send(ISSUE, ANN, BOB, EVE);
    pass(smtp, ofHours(3));

    assertThat(report().subscribers(State.ACCEPTED)).containsExactly(ANN, BOB, EVE);
    assertThat(smtp).messages().hasSize(3);
  }

  @Test
  @Scenario("sender-domain-unknown-for-now")
  void a_server_that_cannot_find_our_domain_will_find_it_for_nobody(FiveFifty smtp) {
    send(ISSUE, ANN, BOB, EVE);

    assertThat(smtp).recipient(ANN).wasDeferredWith("450 4.1.8");
    assertThat(smtp).sessions().hasSize(1);
  }

  @Test
  @Scenario(value = "too-many-recipients", with = "recipients=1")
  void no_mail_has_more_recipients_than_one() {
    send(ISSUE, ANN, BOB, EVE);

    assertThat(report().subscribers(State.ACCEPTED)).containsExactly(ANN, BOB, EVE);
  }

  @Test
  @Scenario("bad-credentials")
  void a_refused_password_suppresses_nobody_and_is_not_tried_for_each(FiveFifty smtp) {
    send(ISSUE, ANN, BOB, EVE);

    assertThat(smtp).rule("bad-credentials/refused").applied(once());
    assertThat(report().subscribers(State.WAITING)).containsExactly(ANN, BOB, EVE);
    assertThat(suppressed(ANN)).isEmpty();
  }
}
