package com.example.newsletter;

import static dev.fivefifty.expect.Times.twice;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.newsletter.Delivery.State;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.junit.Scenario;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When there is no answer. */
class BrokenConnectionTest extends NewsletterTest {
  @Test
  @Scenario("lost-acknowledgement")
  void a_lost_acknowledgement_makes_one_duplicate_that_can_be_told_as_one(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    pass(smtp, ofHours(1));

    assertThat(smtp).recipient("bob@example.com").wasAccepted().afterAttempts(2);
    assertThat(smtp.journal().messages())
        .extracting(ReceivedMessage::messageId)
        .hasSize(2)
        .containsOnly(smtp.journal().messages().get(0).messageId());
  }

  @Test
  @Scenario(value = "lost-acknowledgement", with = "times=10")
  void no_acknowledgement_at_all_makes_no_third_copy(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    pass(smtp, ofDays(7));

    assertThat(smtp).recipient("bob@example.com").wasAttempted(twice());
    assertThat(report().to("bob@example.com").state()).isEqualTo(State.UNCONFIRMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop-at-connect",
        "drop-at-ehlo",
        "drop-at-mail",
        "drop-at-rcpt",
        "drop-at-data",
        "drop-at-message"
      })
  void a_connection_that_breaks_costs_half_an_hour_and_no_copy(String scenario, FiveFifty smtp) {
    smtp.addScenario(scenario, Map.of("end", "reset"));
    send(ISSUE, "bob@example.com");
    pass(smtp, ofMinutes(30));

    assertThat(smtp).recipient("bob@example.com").wasAccepted().hasExactlyOneCopy();
    assertThat(smtp).sessions().hasSize(2);
  }

  @Test
  @Scenario(value = "drop-at-connect", with = "times=100")
  void without_a_connection_not_everybody_is_tried(FiveFifty smtp) {
    send(ISSUE, "ann@example.com", "bob@example.com", "eve@example.com");

    assertThat(smtp).sessions().hasSize(1);
  }

  @Test
  @Scenario(value = "drop-at-quit", with = "end=reset")
  void mail_that_was_accepted_is_accepted_however_the_session_ends(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    pass(smtp, ofDays(1));

    assertThat(smtp).messages().hasSize(1);
    assertThat(report().isFinished()).isTrue();
  }

  @Test
  @Scenario(value = "flaky-server", with = "chance=5%")
  void everybody_gets_one_copy_of_a_server_that_fails_now_and_then(FiveFifty smtp) {
    List<String> subscribers =
        IntStream.range(0, 10).mapToObj(i -> "subscriber-" + i + "@example.com").toList();
    newsletter.send(ISSUE, subscribers);
    newsletter.tick();
    pass(smtp, ofDays(3));

    assertThat(report().subscribers(State.ACCEPTED)).isEqualTo(subscribers);
    assertThat(smtp).messages().hasSize(subscribers.size());
  }

  @Test
  @Scenario("starttls-stripped")
  void without_tls_there_is_neither_password_nor_mail(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");

    assertThat(smtp).recipient("bob@example.com").isNotAttemptedFor(ofDays(1), newsletter::tick);
    assertThat(smtp).sessions().first().says("EHLO");
  }

  @Test
  @Scenario("certificate-expired")
  void an_expired_certificate_is_not_accepted_and_nothing_goes_in_the_clear(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");

    assertThat(smtp).recipient("bob@example.com").isNotAttemptedFor(ofDays(1), newsletter::tick);
    assertThat(smtp).unknownRecipient().wasLost();
    assertThat(suppressed("bob@example.com")).isEmpty();
  }
}
