package com.example.invoices;

import static dev.fivefifty.junit.FaultKind.FIN;
import static dev.fivefifty.junit.FaultKind.LOST_ACK;
import static dev.fivefifty.junit.FaultKind.RESET;
import static dev.fivefifty.junit.FaultKind.SHUTTING_DOWN;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Stage.CONNECT;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.QUIT;
import static dev.fivefifty.rule.Stage.RCPT;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.invoices.Delivery.State;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.junit.FaultCase;
import dev.fivefifty.junit.FaultTest;
import dev.fivefifty.junit.SmtpRule;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LostMailTest extends MailTest {
  @Test
  @SmtpRule(at = RCPT, times = 1, reply = "450 4.7.1 Greylisted")
  void greylisting_is_waited_out(FiveFifty smtp) {
    mailer.send("2026-19", "dave@example.com");
    mailer.tick();
    smtp.clock().advance(ofMinutes(29));
    mailer.tick();
    smtp.clock().advance(ofMinutes(1));
    mailer.tick();

    assertThat(smtp)
        .recipient("dave@example.com")
        .wasAccepted()
        .afterAttempts(2)
        .withGapsOfAtLeast(ofMinutes(30))
        .hasExactlyOneCopy();
  }

  @FaultTest(
      faults = {FIN, RESET, SHUTTING_DOWN, LOST_ACK},
      stages = {CONNECT, MAIL, RCPT, DATA, MESSAGE, QUIT},
      times = 1)
  void no_fault_loses_a_mail_or_makes_two_of_one(FiveFifty smtp, FaultCase fault) {
    String recipient = fault.toString().toLowerCase(Locale.ROOT).replace(' ', '-') + "@example.com";
    mailer.send("2026-20", recipient);
    mailer.tick();
    smtp.clock().advance(ofMinutes(30));
    mailer.tick();

    assertThat(smtp).recipient(recipient).wasAccepted();
    assertThat(smtp.journal().messages())
        .extracting(ReceivedMessage::messageId)
        .as("one mail, if in two copies where the acknowledgement of the first was lost")
        .hasSize(fault.fault() == LOST_ACK ? 2 : 1)
        .containsOnly(smtp.journal().messages().get(0).messageId());
    assertThat(mailer.deliveriesTo(recipient))
        .extracting(Delivery::state)
        .containsExactly(State.SENT);
  }
}
