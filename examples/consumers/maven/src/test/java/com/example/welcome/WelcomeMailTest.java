package com.example.welcome;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FaultCase;
import dev.fivefifty.junit.FaultKind;
import dev.fivefifty.junit.FaultTest;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.ReplyTest;
import dev.fivefifty.junit.Smtp;
import dev.fivefifty.junit.SmtpRule;
import dev.fivefifty.rule.Reply;
import jakarta.mail.MessagingException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The extension with the JUnit of this build, by its ways in: constructor, method, nested class.
 */
@FiveFiftyTest
class WelcomeMailTest {
  private final FiveFifty early;
  private final WelcomeMail mail;

  WelcomeMailTest(FiveFifty smtp, @Smtp int port) {
    early = smtp;
    mail = new WelcomeMail(smtp.host(), port);
  }

  /** The builds differ by this alone: it must be the JUnit that was asked for. */
  @Test
  void runs_on_the_junit_that_was_asked_for() {
    assertEquals(
        System.getProperty("junit.version"), Test.class.getPackage().getImplementationVersion());
  }

  @Test
  @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  void knows_an_unknown_mailbox(FiveFifty smtp) throws Exception {
    assertSame(early, smtp);
    assertFalse(mail.send("gone@example.com"));
    assertTrue(mail.send("bob@example.com"));

    assertThat(smtp).recipient("gone@example.com").wasRefusedWith("550 5.1.1").wasAttempted(once());
    assertThat(smtp).messages().hasSize(1).first().hasRecipients("bob@example.com");
  }

  @ReplyTest(
      at = RCPT,
      codes = {550, 551, 553})
  void knows_it_by_any_code(FiveFifty smtp, Reply reply) throws Exception {
    assertFalse(mail.send("gone@example.com"));
    assertThat(smtp).recipient("gone@example.com").wasRefusedWith(Integer.toString(reply.code()));
  }

  @FaultTest(
      faults = FaultKind.RESET,
      stages = {MAIL, RCPT, DATA})
  void tells_of_a_broken_connection(FaultCase fault) {
    assertThrows(MessagingException.class, () -> mail.send("bob@example.com"), fault::toString);
  }

  @Nested
  @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  class Within {
    @Test
    void shares_the_server_of_the_class_around_it(FiveFifty smtp, @Smtp("backup") FiveFifty backup)
        throws Exception {
      assertSame(early, smtp);
      assertNotSame(early, backup);
      assertFalse(mail.send("gone@example.com"));
    }
  }
}
