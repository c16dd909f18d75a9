package com.example.invoices;

import static dev.fivefifty.expect.Times.between;
import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.expect.Times.twice;
import static dev.fivefifty.junit.FaultKind.DRIBBLED_REPLY;
import static dev.fivefifty.junit.FaultKind.FIN;
import static dev.fivefifty.junit.FaultKind.HALF_CLOSE;
import static dev.fivefifty.junit.FaultKind.LATE_REPLY;
import static dev.fivefifty.junit.FaultKind.LOST_ACK;
import static dev.fivefifty.junit.FaultKind.NOT_SMTP;
import static dev.fivefifty.junit.FaultKind.NO_FINAL_LINE;
import static dev.fivefifty.junit.FaultKind.REPLY_THEN_RESET;
import static dev.fivefifty.junit.FaultKind.RESET;
import static dev.fivefifty.junit.FaultKind.SHUTTING_DOWN;
import static dev.fivefifty.junit.FaultKind.STALL;
import static dev.fivefifty.junit.FaultKind.STORED_THEN_DEFERRED;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.junit.ReplySet.ALL_PERMANENT;
import static dev.fivefifty.junit.ReplySet.ALL_TEMPORARY;
import static dev.fivefifty.rule.MessageFate.KEEP;
import static dev.fivefifty.rule.Stage.CONNECT;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.EHLO;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.QUIT;
import static dev.fivefifty.rule.Stage.RCPT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.junit.FaultCase;
import dev.fivefifty.junit.FaultTest;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.ReplyTest;
import dev.fivefifty.junit.SmtpRule;
import dev.fivefifty.junit.SmtpRules;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Reply;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an invoice mailer must do about what a mail server says. */
@FiveFiftyTest
class InvoicesTest {
  private final FiveFifty smtp;
  private InvoiceMailer invoices;

  InvoicesTest(FiveFifty smtp) {
    this.smtp = smtp;
    this.invoices = mailer(new Relay(smtp.host(), smtp.port()), smtp.clock());
  }

  /** Time-outs are in real time: the clock of a socket cannot be moved. */
  private void waitNoLongerThan(Duration timeout) {
    invoices = mailer(new Relay(smtp.host(), smtp.port()).timeout(timeout), smtp.clock());
  }

  /** The mailer under test; {@link NaiveInvoicesTest} has another. */
  InvoiceMailer mailer(Relay relay, Clock clock) {
    return new Invoices(
        new InMemoryOutbox(), "billing@invoices.example", RetryPolicy.RFC_5321, clock, relay);
  }

  private void send(String... recipients) {
    invoices.send(Invoice.to("2026-17", recipients));
    invoices.tick();
  }

  /** Lets time go by on the server's clock, which is the mailer's too, with a tick a minute. */
  private void pass(Duration duration) {
    for (long minute = 0; minute < duration.toMinutes(); minute++) {
      smtp.clock().advance(ofMinutes(1));
      invoices.tick();
    }
  }

  @Test
  void an_invoice_arrives() {
    send("bob@example.com");

    assertThat(smtp).recipient("bob@example.com").wasAccepted().afterAttempts(1);
    assertThat(smtp)
        .messages()
        .first()
        .hasSender("billing@invoices.example")
        .hasSubject("Invoice 2026-17")
        .hasBody("Please pay invoice 2026-17.*");
    assertThat(smtp)
        .within(ofSeconds(5))
        .sessions()
        .first()
        .says("EHLO", "MAIL", "RCPT", "DATA", "QUIT")
        .endedWithQuit();
  }

  @Test
  @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  void a_dead_address_is_tried_once() {
    send("gone@example.com");

    assertThat(smtp)
        .recipient("gone@example.com")
        .wasRefusedWith("550 5.1.1")
        .isNotRetriedFor(ofDays(1), invoices::tick);
  }

  @Test
  @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  void a_dead_address_is_remembered() {
    send("gone@example.com");
    assertThat(invoices.isBouncing("gone@example.com")).isTrue();

    send("gone@example.com");
    assertThat(smtp).sessions().hasSize(1).staysTrueFor(ofDays(1), invoices::tick);
  }

  @Test
  @SmtpRule(at = RCPT, reply = "550 5.7.1 Message rejected as spam by Content Filtering")
  void a_refused_mail_is_no_dead_address() {
    send("bob@example.com");

    assertThat(smtp)
        .recipient("bob@example.com")
        .wasRefusedWith("550 5.7.1")
        .isNotRetriedFor(ofDays(1), invoices::tick);
    assertThat(invoices.isBouncing("bob@example.com")).isFalse();
  }

  @Test
  @SmtpRules("classpath:greylisting.yaml")
  void greylisting_is_waited_out() {
    send("bob@example.com");
    pass(ofHours(1));

    assertThat(smtp)
        .recipient("bob@example.com")
        .wasDeferredWith("450 4.7.1")
        .wasAccepted()
        .afterAttempts(2)
        .withGapsOfAtLeast(ofMinutes(30))
        .hasExactlyOneCopy();
  }

  @Test
  @SmtpRules("classpath:rate-limit.yaml")
  void a_rate_limit_slows_down_and_loses_nothing() {
    List<String> customers =
        IntStream.rangeClosed(1, 12).mapToObj(i -> "customer" + i + "@example.com").toList();
    customers.forEach(customer -> invoices.send(Invoice.to("for " + customer, customer)));
    invoices.tick();
    assertThat(smtp).messages().hasSize(5);

    pass(ofHours(1));
    assertThat(smtp).recipients(customers.toArray(String[]::new)).wereAccepted();
    assertThat(smtp).messages().hasSize(12);
    // The sixth invoice was told so, and the twelfth a minute later; the others were not even
    // tried.
    assertThat(smtp).rule("only 5 a minute").applied(twice());
  }

  @Test
  @SmtpRule(at = MESSAGE, times = 1, message = KEEP, close = Close.RESET)
  void a_lost_acknowledgement_makes_a_copy_that_can_be_told() {
    send("bob@example.com");
    pass(ofHours(1));

    // Nobody can know that the first one was stored (RFC 1047), so the server has two …
    assertThat(smtp).recipient("bob@example.com").wasLost().wasAccepted().afterAttempts(2);
    List<ReceivedMessage> copies = smtp.journal().messages();
    assertThat(copies).hasSize(2);
    // … but they are one mail, to the byte, so that bob's mail server can drop one.
    assertThat(copies.get(1).messageId()).isPresent().isEqualTo(copies.get(0).messageId());
    assertThat(copies.get(1).content()).isEqualTo(copies.get(0).content());
  }

  @Test
  @SmtpRule(at = DATA, times = 1, reply = "421 4.3.2 Shutting down, try again later")
  void a_server_that_shuts_down_is_tried_later() {
    send("bob@example.com");
    pass(ofHours(1));

    assertThat(smtp)
        .recipient("bob@example.com")
        .wasDeferredWith("421 4.3.2")
        .wasAccepted()
        .afterAttempts(2)
        .withGapsOfAtLeast(ofMinutes(30))
        .wasRetriedOnANewConnection()
        .hasExactlyOneCopy();
  }

  @ReplyTest(
      at = {MAIL, RCPT, DATA, MESSAGE},
      sets = {ALL_TEMPORARY, ALL_PERMANENT})
  void it_comes_back_after_4yz_and_never_after_5yz(Reply reply) {
    send("bob@example.com");

    if (reply.isPermanent()) {
      // Within: who was turned away at MAIL is an attempt only once the session is over.
      assertThat(smtp)
          .within(ofSeconds(5))
          .anyRecipient()
          .wasRefused()
          .isNotRetriedFor(ofDays(1), invoices::tick);
    } else {
      pass(ofHours(1));
      assertThat(smtp)
          .within(ofSeconds(5))
          .anyRecipient()
          .wasRetried()
          .withGapsOfAtLeast(ofMinutes(30));
    }
  }

  @FaultTest(
      faults = RESET,
      stages = {CONNECT, EHLO, MAIL, RCPT, DATA, MESSAGE},
      times = 1)
  void a_reset_loses_nothing_and_doubles_nothing(FaultCase reset) {
    send("bob@example.com");
    pass(ofHours(1));

    assertThat(smtp).recipient("bob@example.com").wasAccepted().hasExactlyOneCopy();
    assertThat(smtp).sessions().hasSize(2);
  }

  @FaultTest(
      faults = {
        LATE_REPLY,
        DRIBBLED_REPLY,
        NO_FINAL_LINE,
        NOT_SMTP,
        STALL,
        FIN,
        HALF_CLOSE,
        RESET,
        SHUTTING_DOWN,
        REPLY_THEN_RESET,
        LOST_ACK,
        STORED_THEN_DEFERRED
      },
      stages = {CONNECT, EHLO, MAIL, RCPT, DATA, MESSAGE, QUIT},
      times = 1)
  @Timeout(60)
  void no_fault_of_the_wire_loses_a_mail(FaultCase fault) {
    waitNoLongerThan(ofMillis(250));
    send("bob@example.com");
    pass(ofHours(1));

    assertThat(smtp).within(ofSeconds(5)).recipient("bob@example.com").wasAccepted();
  }

  @Test
  @Timeout(60)
  @SmtpRule(at = RCPT, times = 1, stall = "forever")
  void silence_is_not_waited_for_for_ever() {
    waitNoLongerThan(ofMillis(250));
    send("bob@example.com");
    pass(ofHours(1));

    assertThat(smtp)
        .within(ofSeconds(5))
        .recipient("bob@example.com")
        .wasAccepted()
        .withGapsOfAtLeast(ofMinutes(30))
        .hasExactlyOneCopy();
  }

  @Test
  @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  @SmtpRule(at = RCPT, to = "full@example.com", times = 1, reply = "452 4.2.2 Mailbox full")
  void one_recipient_does_not_decide_for_the_others() {
    send("gone@example.com", "bob@example.com", "full@example.com");

    assertThat(smtp).recipients("bob@example.com").whileRefused("gone@example.com");

    pass(ofHours(1));
    assertThat(smtp).recipient("full@example.com").wasAccepted().afterAttempts(2);
    assertThat(smtp).recipient("gone@example.com").wasAttempted(once());
    assertThat(smtp)
        .recipient("bob@example.com")
        .hasExactlyOneCopy()
        .isNotRetriedFor(ofDays(1), invoices::tick);
  }

  @Test
  @SmtpRule(at = MAIL, reply = "451 4.3.0 Temporary lookup failure")
  void it_gives_up_after_five_days() {
    send("bob@example.com");
    pass(ofDays(6));

    // Turned away at MAIL, it never named bob.
    assertThat(smtp)
        .unknownRecipient()
        .wasDeferredWith("451 4.3.0")
        .withGapsOfAtLeast(ofMinutes(30))
        .withGapsOfAtMost(ofHours(1));
    assertThat(smtp)
        .sessions()
        .hasSize(between(5 * 24, 5 * 48 + 1))
        .staysTrueFor(ofDays(1), invoices::tick);
  }
}
