package com.example.newsletter;

import com.example.newsletter.Answer.Meaning;
import com.example.newsletter.Reply.Stage;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/**
 * Carries letters, each in a connection of its own: so one that the server does not like spoils no
 * other, and every answer is about one subscriber.
 */
@Component
class Postman {
  private final JavaMailSender sender;
  private final Settings settings;
  private final ReturnPath returnPath;

  Postman(JavaMailSender sender, Settings settings) {
    this.sender = sender;
    this.settings = settings;
    this.returnPath = new ReturnPath(settings.bounces());
  }

  Answer deliver(Delivery delivery) {
    Letter letter = letter(delivery);
    try {
      sender.send(letter);
      return new Answer(Meaning.ACCEPTED, "accepted");
    } catch (MailAuthenticationException e) {
      return new Answer(Meaning.NOBODY_NOW, String.valueOf(e.getMessage()));
    } catch (MailSendException e) {
      return understand(e, letter);
    }
  }

  private Letter letter(Delivery delivery) {
    MimeMessage empty = sender.createMimeMessage();
    Letter letter = new Letter(empty.getSession());
    letter.setEnvelopeFrom(returnPath.to(delivery.subscriber()));
    // Sent only to a server that offers DSN: bounces, please, without the text that we know.
    letter.setNotifyOptions(SMTPMessage.NOTIFY_FAILURE);
    letter.setReturnOption(SMTPMessage.RETURN_HDRS);
    try {
      MimeMessageHelper mail = new MimeMessageHelper(letter, "UTF-8");
      mail.setFrom(settings.from());
      mail.setTo(delivery.subscriber());
      mail.setSubject(delivery.issue().subject());
      mail.setText(delivery.issue().text());
      letter.setHeader("List-Id", "<" + settings.from().replace('@', '.') + ">");
      // Spring keeps one that is there; else each try would get its own.
      letter.setHeader("Message-ID", delivery.messageId());
      return letter;
    } catch (MessagingException e) {
      throw new IllegalStateException("cannot be written: " + delivery, e);
    }
  }

  private static Answer understand(MailSendException e, Letter letter) {
    if (e.getMessageExceptions().length == 0) {
      // It was sent; only QUIT was not answered as it should be.
      return new Answer(Meaning.ACCEPTED, "accepted, then: " + e.getMessage());
    }
    Exception failure = e.getMessageExceptions()[0];
    Optional<Reply> reply = reply(failure);
    if (reply.isPresent()) {
      return Answer.to(reply.get());
    }
    return new Answer(
        letter.wasOnItsWay() ? Meaning.LOST : Meaning.NOBODY_NOW,
        String.valueOf(failure.getMessage()).strip());
  }

  /** What the server said, unless nothing was said, or at a point at which Angus does not tell. */
  private static Optional<Reply> reply(Exception failure) {
    for (Exception at = failure; at != null; at = next(at)) {
      if (at instanceof SMTPAddressFailedException refused) {
        return reply(Stage.RCPT, refused.getReturnCode(), refused);
      }
    }
    if (failure instanceof SMTPSendFailedException failed) {
      boolean mail = failed.getCommand().startsWith("MAIL");
      return reply(mail ? Stage.MAIL : Stage.CONTENT, failed.getReturnCode(), failed);
    }
    return Optional.empty();
  }

  private static Optional<Reply> reply(Stage stage, int code, Exception failure) {
    // -1: the connection was closed.
    return code < 400
        ? Optional.empty()
        : Optional.of(Reply.of(stage, code, String.valueOf(failure.getMessage())));
  }

  private static Exception next(Exception failure) {
    return failure instanceof MessagingException chained ? chained.getNextException() : null;
  }
}
