package com.example.newsletter;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.expect.Times.twice;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.newsletter.Delivery.State;
import com.example.newsletter.Finding.Verdict;
import com.example.newsletter.SuppressionList.Reason;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.bounce.AutoReply;
import dev.fivefifty.bounce.Complaint;
import dev.fivefifty.bounce.Dsn;
import dev.fivefifty.bounce.Notice;
import dev.fivefifty.bounce.Original;
import dev.fivefifty.bounce.RecipientStatus;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.Reply;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes back after a server has accepted the mail. */
class BounceProcessorTest extends NewsletterTest {
  private static final String BOB = "bob@example.com";

  private Original original;

  /** Bob's mail was accepted; it is what the mails below are about. */
  @BeforeEach
  void send_bob_an_issue(FiveFifty smtp) {
    send(ISSUE, BOB);
    ReceivedMessage mail = smtp.journal().messages().get(0);
    original = Original.from(mail.sender()).parameters(mail.parameters()).content(mail.content());
  }

  @Test
  void a_bounce_for_good_suppresses_the_subscriber() throws Exception {
    bounce(RecipientStatus.failed(BOB, "550 5.1.1 <bob@example.com>: User unknown"));

    assertThat(suppressed(BOB)).contains(Reason.BOUNCED);
    assertThat(suppressions.find(BOB).orElseThrow().words()).contains("User unknown");
  }

  @Test
  void who_bounced_gets_no_further_issue(FiveFifty smtp) throws Exception {
    bounce(RecipientStatus.failed(BOB, "550 5.1.1 User unknown"));
    send(DECEMBER, BOB, "ann@example.com");

    assertThat(smtp).recipient("ann@example.com").wasAccepted();
    assertThat(smtp).recipient(BOB).wasAttempted(once());
    assertThat(newsletter.report("2026-12").to(BOB).state()).isEqualTo(State.SUPPRESSED);
  }

  @Test
  void a_bounce_is_about_the_subscriber_and_not_about_whom_she_forwards_to() throws Exception {
    bounce(RecipientStatus.failed("bob@forwarded.example", "550 5.1.1 User unknown"));

    assertThat(suppressed(BOB)).contains(Reason.BOUNCED);
    assertThat(suppressed("bob@forwarded.example")).isEmpty();
  }

  @Test
  void a_full_mailbox_suppresses_nobody_at_once() throws Exception {
    bounce(RecipientStatus.failed(BOB, "552 5.2.2 Mailbox full"));

    assertThat(suppressed(BOB)).isEmpty();
  }

  @Test
  void a_mailbox_that_is_full_three_times_within_90_days_is_given_up() throws Exception {
    bounce(RecipientStatus.failed(BOB, "552 5.2.2 Mailbox full"));
    bounce(RecipientStatus.failed(BOB, "552 5.2.2 Mailbox full"));
    bounce(RecipientStatus.failed(BOB, "552 5.2.2 Mailbox full"));

    assertThat(suppressed(BOB)).contains(Reason.UNREACHABLE);
  }

  @Test
  void a_failure_of_long_ago_is_forgotten(FiveFifty smtp) throws Exception {
    bounce(RecipientStatus.failed(BOB, "552 5.2.2 Mailbox full"));
    bounce(RecipientStatus.failed(BOB, "552 5.2.2 Mailbox full"));
    smtp.clock().advance(ofDays(90));
    bounce(RecipientStatus.failed(BOB, "552 5.2.2 Mailbox full"));

    assertThat(suppressed(BOB)).isEmpty();
  }

  @Test
  void a_policy_against_our_mail_is_not_the_subscribers_fault() throws Exception {
    bounce(RecipientStatus.failed(BOB, "550 5.7.26 Unauthenticated mail is not accepted"));

    assertThat(suppressed(BOB)).isEmpty();
  }

  @Test
  void what_is_wrong_with_our_own_address_is_not_the_subscribers_fault() throws Exception {
    bounce(RecipientStatus.failed(BOB, "553 5.1.8 Sender domain does not exist"));

    assertThat(suppressed(BOB)).isEmpty();
  }

  @Test
  void a_delay_is_no_failure() throws Exception {
    for (int i = 0; i < 5; i++) {
      bounce(RecipientStatus.delayed(BOB, "451 4.4.1 No answer from host"));
    }

    assertThat(suppressed(BOB)).isEmpty();
  }

  @Test
  void a_server_that_tried_in_vain_for_days_counts_as_a_full_mailbox_does() throws Exception {
    Reply expired = Reply.parse("451 4.4.7 Delivery time expired");
    for (int i = 0; i < 3; i++) {
      bounce(RecipientStatus.of(BOB, DsnAction.FAILED, expired));
    }

    assertThat(suppressed(BOB)).contains(Reason.UNREACHABLE);
  }

  @Test
  void a_confirmation_is_no_failure() throws Exception {
    bounce(RecipientStatus.delivered(BOB));

    assertThat(suppressed(BOB)).isEmpty();
  }

  @Test
  void a_complaint_suppresses_the_subscriber() throws Exception {
    bounces.process(Complaint.about(original, BOB).notice().mimeMessage());

    assertThat(suppressed(BOB)).contains(Reason.COMPLAINED);
  }

  @Test
  void a_complaint_stops_what_is_still_to_be_sent(FiveFifty smtp) throws Exception {
    smtp.addScenario("greylisting");
    send(DECEMBER, BOB);
    bounces.process(Complaint.about(original, BOB).notice().mimeMessage());
    pass(smtp, ofDays(1));

    assertThat(smtp).recipient(BOB).wasAttempted(twice());
    assertThat(newsletter.report("2026-12").to(BOB).state()).isEqualTo(State.SUPPRESSED);
  }

  @Test
  void that_it_is_no_spam_after_all_is_no_complaint() throws Exception {
    Notice notice = Complaint.about(original, BOB).type(Complaint.Type.NOT_SPAM).notice();

    assertThat(bounces.process(notice.mimeMessage()))
        .extracting(Finding::verdict)
        .containsExactly(Verdict.NOTHING);
    assertThat(suppressed(BOB)).isEmpty();
  }

  @Test
  void an_auto_reply_is_ignored() throws Exception {
    Notice away = AutoReply.to(original, BOB).notice();

    assertThat(bounces.process(away.mimeMessage())).isEmpty();
    assertThat(suppressed(BOB)).isEmpty();
  }

  @Test
  void mail_is_taken_from_the_directory_that_it_arrives_in() throws Exception {
    Notice bounce =
        Dsn.about(original).recipient(RecipientStatus.failed(BOB, "550 5.1.1 Gone")).notice();
    Files.write(incoming.resolve("1.eml"), bounce.content());
    bounces.tick();

    assertThat(suppressed(BOB)).contains(Reason.BOUNCED);
    assertThat(incoming.resolve("1.eml.done")).exists();
  }

  private void bounce(RecipientStatus status) throws Exception {
    bounces.process(Dsn.about(original).recipient(status).notice().mimeMessage());
  }
}
