package dev.fivefifty.junit.readme;

// <1>
import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Close.RESET;
import static dev.fivefifty.rule.MessageFate.KEEP;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.SmtpRule;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.junit.jupiter.api.Test;

@FiveFiftyTest
class InvoiceMailTest {

  @Test
  void sends_an_invoice(FiveFifty smtp) throws MessagingException {
    send(smtp, "bob@example.com");

    assertThat(smtp).recipient("bob@example.com").wasAccepted();
    assertThat(smtp).messages().to("bob@example.com").single().hasSubject("Invoice *");
    assertThat(smtp).sessions().first().says("EHLO", "MAIL", "RCPT", "DATA", "QUIT");
  }

  // <0>
  @Test
  @SmtpRule(at = RCPT, to = "gone@example.com", reply = "550 5.1.1 Mailbox not found")
  void learns_that_an_address_is_dead(FiveFifty smtp) {
    assertThrows(SendFailedException.class, () -> send(smtp, "gone@example.com"));

    assertThat(smtp).recipient("gone@example.com").wasRefusedWith("550 5.1.1").wasAttempted(once());
  }

  // </0>

  @Test
  @SmtpRule(at = MESSAGE, message = KEEP, close = RESET)
  void does_not_learn_that_its_mail_arrived(FiveFifty smtp) {
    assertThrows(MessagingException.class, () -> send(smtp, "bob@example.com"));

    assertThat(smtp).recipient("bob@example.com").wasLost().wasStored();
  }

  /** Stands for the application's mail code. */
  private static void send(FiveFifty smtp, String recipient) throws MessagingException {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", smtp.host());
    properties.setProperty("mail.smtp.port", String.valueOf(smtp.port()));
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    message.setFrom("billing@example.com");
    message.setRecipients(RecipientType.TO, recipient);
    message.setSubject("Invoice 17");
    message.setText("Please pay.");
    Transport.send(message);
  }
}
// </1>
