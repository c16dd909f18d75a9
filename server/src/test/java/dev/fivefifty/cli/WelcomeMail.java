package dev.fivefifty.cli;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** What the README's example tests: somebody's mail code. */
final class WelcomeMail {
  private final Session session;

  WelcomeMail(String host, int port) {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", host);
    properties.put("mail.smtp.port", String.valueOf(port));
    properties.put("mail.smtp.localhost", "client.example");
    session = Session.getInstance(properties);
  }

  void send(String to) throws UnknownMailboxException {
    try {
      MimeMessage message = new MimeMessage(session);
      message.setFrom("shop@example.com");
      message.setRecipients(RecipientType.TO, to);
      message.setSubject("Welcome");
      message.setText("Nice to see you.");
      Transport.send(message);
    } catch (SendFailedException e) {
      throw new UnknownMailboxException(to, e);
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  static final class UnknownMailboxException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownMailboxException(String to, Exception cause) {
      super(to, cause);
    }
  }
}
