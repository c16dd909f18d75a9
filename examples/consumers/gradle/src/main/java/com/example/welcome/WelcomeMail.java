package com.example.welcome;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** Welcomes new users by mail. */
public final class WelcomeMail {
  private final Session session;

  /**
   * Mail by way of a server.
   *
   * @param host its name or address
   * @param port its port
   */
  public WelcomeMail(String host, int port) {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", host);
    properties.put("mail.smtp.port", Integer.toString(port));
    session = Session.getInstance(properties);
  }

  /**
   * Sends a mail.
   *
   * @param recipient to whom
   * @return false if there is no such mailbox
   * @throws MessagingException if it could not be sent for another reason
   */
  public boolean send(String recipient) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("welcome@example.com"));
    message.setRecipient(RecipientType.TO, new InternetAddress(recipient));
    message.setSubject("Welcome");
    message.setText("Good to have you.");
    try {
      Transport.send(message);
      return true;
    } catch (SendFailedException e) {
      if (e.getInvalidAddresses() == null || e.getInvalidAddresses().length == 0) {
        throw e;
      }
      return false;
    }
  }
}
