package com.example.newsletter;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.newsletter.Delivery.State;
import com.example.newsletter.SuppressionList.Reason;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.Scenario;
import org.junit.jupiter.api.Test;

/** When a server says "never". */
class RefusedTest extends NewsletterTest {
  @Test
  @Scenario("mailbox-not-found")
  void an_unknown_mailbox_is_suppressed_at_once_with_the_reason(FiveFifty smtp) {
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
  @Scenario(value = "mailbox-not-found", with = "to=gone@example.com")
  void one_unknown_mailbox_keeps_the_issue_from_nobody_else(FiveFifty smtp) {
    send(ISSUE, "ann@example.com", "gone@example.com", "bob@example.com");

    assertThat(report().subscribers(State.REFUSED)).containsExactly("gone@example.com");
    assertThat(smtp).recipient("ann@example.com").wasAccepted();
    assertThat(smtp).recipient("bob@example.com").wasAccepted();
  }

  @Test
  @Scenario(value = "mailbox-not-found", with = "to=gone@example.com")
  void who_is_suppressed_gets_no_further_issue(FiveFifty smtp) {
    send(ISSUE, "gone@example.com", "bob@example.com");
    send(DECEMBER, "Gone@Example.com", "bob@example.com");

    assertThat(smtp).recipient("gone@example.com").wasAttempted(once());
    assertThat(smtp).messages().to("bob@example.com").hasSize(2);
    assertThat(newsletter.report(DECEMBER.number()).subscribers(State.SUPPRESSED))
        .containsExactly("Gone@Example.com");
  }

  @Test
  @Scenario("mailbox-disabled")
  void a_disabled_mailbox_is_suppressed() {
    send(ISSUE, "bob@example.com");

    assertThat(suppressed("bob@example.com")).contains(Reason.REFUSED);
  }

  @Test
  @Scenario(value = "mailbox-moved", with = "new=bob@new.example")
  void nobody_is_followed_to_an_address_that_she_did_not_subscribe(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    pass(smtp, ofDays(1));

    assertThat(smtp).recipient("bob@example.com").wasRefusedWith("551 5.1.6");
    assertThat(smtp).sessions().hasSize(1);
    assertThat(suppressed("bob@example.com")).contains(Reason.REFUSED);
  }

  @Test
  @Scenario("null-mx")
  void a_domain_that_takes_no_mail_is_suppressed_address_by_address() {
    send(ISSUE, "bob@example.com");

    assertThat(suppressed("bob@example.com")).contains(Reason.REFUSED);
    assertThat(suppressed("ann@example.com")).isEmpty();
  }

  @Test
  @Scenario("mailbox-full")
  void to_a_full_mailbox_this_issue_is_not_sent_again(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");

    assertThat(smtp)
        .recipient("bob@example.com")
        .wasRefusedWith("552 5.2.2")
        .isNotRetriedFor(ofDays(1), newsletter::tick);
    assertThat(suppressed("bob@example.com")).isEmpty();
  }

  @Test
  @Scenario("mailbox-full")
  void a_mailbox_that_is_full_at_three_issues_is_suppressed() {
    send(ISSUE, "bob@example.com");
    send(DECEMBER, "bob@example.com");
    send(new Issue("2027-01", "News of January", "More snow."), "bob@example.com");

    assertThat(suppressed("bob@example.com")).contains(Reason.UNREACHABLE);
  }

  @Test
  @Scenario("dmarc-reject")
  void a_policy_against_our_domain_is_not_the_subscribers_fault(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");

    assertThat(smtp)
        .recipient("bob@example.com")
        .wasRefusedWith("550 5.7.26")
        .isNotRetriedFor(ofDays(1), newsletter::tick);
    assertThat(suppressed("bob@example.com")).isEmpty();
  }

  @Test
  @Scenario(value = "content-keyword", with = "keyword=nothing")
  void a_filter_that_dislikes_this_issue_gets_the_next_one(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");
    send(DECEMBER, "bob@example.com");

    assertThat(smtp).messages().single().hasSubject("News of December");
  }

  @Test
  @Scenario("relay-denied")
  void a_server_that_does_not_know_us_suppresses_nobody() {
    send(ISSUE, "bob@example.com");

    assertThat(report().to("bob@example.com").state()).isEqualTo(State.REFUSED);
    assertThat(suppressed("bob@example.com")).isEmpty();
  }

  @Test
  @Scenario("sender-domain-unknown")
  void a_complaint_about_the_return_path_suppresses_nobody(FiveFifty smtp) {
    send(ISSUE, "bob@example.com");

    assertThat(smtp).recipient("bob@example.com").isNotAttemptedFor(ofDays(1), newsletter::tick);
    assertThat(suppressed("bob@example.com")).isEmpty();
  }

  @Test
  @Scenario("mailbox-not-found")
  void the_list_outlives_the_application(FiveFifty smtp) {
    send(ISSUE, "gone@example.com");
    restart();
    send(DECEMBER, "gone@example.com");

    assertThat(smtp).recipient("gone@example.com").wasAttempted(once());
    assertThat(suppressed("gone@example.com")).contains(Reason.REFUSED);
  }
}
