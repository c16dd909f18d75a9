package com.example.invoices;

import com.example.invoices.Answer.Accepted;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Speaks with one relay: a connection and a transaction for each mail. */
final class RelayClient {
  private final Relay relay;

  RelayClient(Relay relay) {
    this.relay = relay;
  }

  /**
   * Tries to deliver a mail.
   *
   * @return an answer for each recipient
   * @throws UnavailableException if it did not come to any recipient
   */
  Map<String, Answer> deliver(Mail mail, Collection<String> recipients)
      throws UnavailableException {
    Session session = session(mail);
    Transport transport = connect(session);
    try {
      return send(transport, session, mail, recipients);
    } finally {
      quit(transport);
    }
  }

  private Session session(Mail mail) {
    Properties properties = new Properties();
    String timeout = Long.toString(relay.timeout().toMillis());
    properties.put("mail.smtp.connectiontimeout", timeout);
    properties.put("mail.smtp.timeout", timeout);
    properties.put("mail.smtp.writetimeout", timeout);
    properties.put("mail.smtp.from", mail.sender());
    // One dead address must not keep the mail from the others, as it does by default.
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.auth", Boolean.toString(relay.login().isPresent()));
    relay
        .tls()
        .ifPresent(
            trust -> {
              properties.put("mail.smtp.starttls.enable", "true");
              // Or whoever removes STARTTLS from the server's answer gets the password.
              properties.put("mail.smtp.starttls.required", "true");
              properties.put("mail.smtp.ssl.checkserveridentity", "true");
              properties.put("mail.smtp.ssl.socketFactory", trust.getSocketFactory());
            });
    return Session.getInstance(properties);
  }

  private Transport connect(Session session) throws UnavailableException {
    try {
      Transport transport = session.getTransport("smtp");
      transport.connect(
          relay.host(),
          relay.port(),
          relay.login().map(Relay.Login::user).orElse(null),
          relay.login().map(Relay.Login::password).orElse(null));
      return transport;
    } catch (AuthenticationFailedException e) {
      // 454 and the like are no word on the password.
      throw new UnavailableException(words(e), words(e).startsWith("535"), e);
    } catch (MessagingException e) {
      throw new UnavailableException(words(e), false, e);
    }
  }

  private static Map<String, Answer> send(
      Transport transport, Session session, Mail mail, Collection<String> recipients)
      throws UnavailableException {
    Map<String, Answer> answers = new LinkedHashMap<>();
    try {
      MimeMessage message =
          new MimeMessage(
              session,
              new ByteArrayInputStream(mail.content().getBytes(StandardCharsets.US_ASCII)));
      Address[] addresses = InternetAddress.parse(String.join(",", recipients));
      transport.sendMessage(message, addresses);
      recipients.forEach(recipient -> answers.put(recipient, new Accepted("accepted")));
    } catch (MessagingException e) {
      if (e instanceof SMTPSendFailedException failed
          && failed.getCommand().startsWith("MAIL")
          && failed.getReturnCode() < 500) {
        throw new UnavailableException(words(e), false, e);
      }
      understand(e, recipients, answers);
    }
    return answers;
  }

  /** The failure says whom the mail was sent to all the same, and who was refused, each why. */
  private static void understand(
      MessagingException failure, Collection<String> recipients, Map<String, Answer> answers) {
    for (Exception at = failure; at != null; at = next(at)) {
      if (at instanceof SMTPAddressFailedException refused) {
        answers.put(
            refused.getAddress().getAddress(),
            Answer.toRecipient(refused.getReturnCode(), words(refused)));
      }
    }
    if (failure instanceof SendFailedException partly && partly.getValidSentAddresses() != null) {
      for (Address sent : partly.getValidSentAddresses()) {
        answers.put(((InternetAddress) sent).getAddress(), new Accepted("accepted"));
      }
    }
    int code = failure instanceof SMTPSendFailedException failed ? failed.getReturnCode() : -1;
    recipients.forEach(
        recipient -> answers.putIfAbsent(recipient, Answer.toMail(code, words(failure))));
  }

  private static Exception next(Exception failure) {
    return failure instanceof MessagingException chained ? chained.getNextException() : null;
  }

  /** A mail that was accepted is accepted, whatever the server says to QUIT. */
  private static void quit(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // Of no consequence: the answers are known.
    }
  }

  private static String words(MessagingException failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.toString() : message.strip();
  }
}
