package com.example.newsletter;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.newsletter.Delivery.State;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.ReceivedMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When all is well. */
class SendingTest extends NewsletterTest {
  @Test
  void each_subscriber_gets_a_mail_that_names_nobody_else(FiveFifty smtp) {
    send(ISSUE, "ann@example.com", "bob@example.com");

    assertThat(smtp).messages().hasSize(2);
    assertThat(smtp)
        .messages()
        .to("bob@example.com")
        .single()
        .hasSubject("News of November")
        .hasHeader("To", "bob@example.com")
        .hasRecipients("bob@example.com");
    assertThat(report().subscribers(State.ACCEPTED))
        .containsExactly("ann@example.com", "bob@example.com");
  }

  @Test
  void what_bounces_comes_back_to_an_address_that_tells_whose_mail_it_was(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");

    assertThat(smtp).messages().single().hasSender("bounces+bob=example.com@newsletter.example");
  }

  @Test
  void of_what_bounces_the_header_section_is_enough(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");

    ReceivedMessage mail = smtp.journal().messages().get(0);
    assertThat(mail.parameters()).containsEntry("RET", "HDRS");
    assertThat(mail.recipients().get(0).parameters()).isEqualTo(Map.of("NOTIFY", "FAILURE"));
  }

  @Test
  void mail_goes_under_tls(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");

    assertThat(smtp).sessions().first().usedTls().endedWithQuit();
  }

  @Test
  void an_issue_that_is_handed_in_twice_is_sent_once(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    pass(smtp, ofDays(1));
    send(ISSUE, "bob@example.com");

    assertThat(smtp).recipient("bob@example.com").wasAttempted(once());
  }
}
