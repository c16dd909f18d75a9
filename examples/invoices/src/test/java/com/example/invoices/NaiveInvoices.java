package com.example.invoices;

import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;

/**
 * Mail code as it is often written: an invoice stays in the queue until {@code Transport.send} does
 * not throw. It works with every server that says yes.
 */
final class NaiveInvoices implements InvoiceMailer {
  private final Relay relay;
  private final Queue<Invoice> queue = new ArrayDeque<>();

  NaiveInvoices(Relay relay) {
    this.relay = relay;
  }

  @Override
  public void send(Invoice invoice) {
    queue.add(invoice);
  }

  @Override
  public void tick() {
    List<Invoice> failed = new ArrayList<>();
    while (!queue.isEmpty()) {
      Invoice invoice = queue.remove();
      try {
        Transport.send(message(invoice));
      } catch (MessagingException e) {
        failed.add(invoice);
      }
    }
    queue.addAll(failed);
  }

  private MimeMessage message(Invoice invoice) throws MessagingException {
    MimeMessage message = new MimeMessage(session());
    message.setFrom(new InternetAddress("billing@invoices.example"));
    for (String recipient : invoice.recipients()) {
      message.addRecipient(RecipientType.TO, new InternetAddress(recipient));
    }
    message.setSubject("Invoice " + invoice.number());
    message.setText(invoice.text());
    return message;
  }

  private Session session() {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", relay.host());
    properties.put("mail.smtp.port", relay.port());
    properties.put("mail.smtp.timeout", Long.toString(relay.timeout().toMillis()));
    relay
        .tls()
        .ifPresent(
            trust -> {
              properties.put("mail.smtp.starttls.enable", "true");
              properties.put("mail.smtp.ssl.socketFactory", trust.getSocketFactory());
            });
    if (relay.login().isEmpty()) {
      return Session.getInstance(properties);
    }
    properties.put("mail.smtp.auth", "true");
    Relay.Login login = relay.login().get();
    return Session.getInstance(
        properties,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(login.user(), login.password());
          }
        });
  }

  @Override
  public boolean isBouncing(String address) {
    return false;
  }
}
