package com.example.invoices;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;

/**
 * Writes the mail for an invoice, once: whoever writes it anew for each try gives it another
 * Message-ID, and the customer gets two.
 */
final class MailWriter {
  private final String sender;

  MailWriter(String sender) {
    this.sender = sender;
  }

  Mail write(Invoice invoice, Instant now) {
    try {
      MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
      message.setFrom(new InternetAddress(sender));
      for (String recipient : invoice.recipients()) {
        message.addRecipient(RecipientType.TO, new InternetAddress(recipient));
      }
      message.setSubject("Invoice " + invoice.number(), "UTF-8");
      message.setSentDate(Date.from(now));
      message.setText(invoice.text(), "UTF-8");
      message.saveChanges();
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      message.writeTo(content);
      return new Mail(message.getMessageID(), sender, content.toString(StandardCharsets.US_ASCII));
    } catch (MessagingException e) {
      throw new IllegalArgumentException("cannot be mailed: " + invoice, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
