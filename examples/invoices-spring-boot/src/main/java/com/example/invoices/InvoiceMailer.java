package com.example.invoices;

import com.example.invoices.Delivery.State;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Sends invoices, each in one mail to all of its recipients, and again to those who were put off
 * (RFC 5321 §4.5.4.1). Thread-safe.
 */
@Service
public class InvoiceMailer {
  private static final Duration INTERVAL = Duration.ofMinutes(30);
  private static final Duration GIVE_UP_AFTER = Duration.ofDays(5);

  private record Key(String messageId, String recipient) {}

  private final JavaMailSender sender;
  private final Clock clock;
  private final Map<Key, Delivery> outbox = new LinkedHashMap<>();

  InvoiceMailer(JavaMailSender sender, Clock clock) {
    this.sender = sender;
    this.clock = clock;
  }

  /**
   * Takes an invoice over; it is sent by the next {@link #tick()}.
   *
   * @param number the invoice's number
   * @param recipients where it goes
   */
  public synchronized void send(String number, String... recipients) {
    Instant now = clock.instant();
    String messageId = "<" + UUID.randomUUID() + "@invoices.example>";
    for (String recipient : recipients) {
      outbox.put(
          new Key(messageId, recipient),
          new Delivery(messageId, number, recipient, State.WAITING, now, now, ""));
    }
  }

  /**
   * What became of the mails to an address.
   *
   * @param recipient the address
   * @return in the order in which they were ordered
   */
  public synchronized List<Delivery> deliveriesTo(String recipient) {
    return outbox.values().stream().filter(each -> each.recipient().equals(recipient)).toList();
  }

  /** Sends what is due. */
  @Scheduled(cron = "${invoices.schedule:0 * * * * *}")
  public synchronized void tick() {
    Instant now = clock.instant();
    Map<String, List<Delivery>> due = new LinkedHashMap<>();
    for (Delivery delivery : outbox.values()) {
      if (delivery.state() == State.WAITING && !delivery.due().isAfter(now)) {
        due.computeIfAbsent(delivery.messageId(), id -> new ArrayList<>()).add(delivery);
      }
    }
    due.values().forEach(this::deliver);
  }

  private void deliver(List<Delivery> together) {
    try {
      sender.send(mail(together));
      together.forEach(delivery -> end(delivery, State.SENT, "accepted"));
    } catch (MailSendException e) {
      if (e.getMessageExceptions().length == 0) {
        // It was sent; only QUIT was not answered as it should be.
        together.forEach(
            delivery -> end(delivery, State.SENT, "accepted, then: " + e.getMessage()));
        return;
      }
      Exception failure = e.getMessageExceptions()[0];
      together.forEach(delivery -> understand(delivery, failure));
    } catch (MailException e) {
      // Such as a refused password: no word on the recipients.
      together.forEach(delivery -> putOff(delivery, String.valueOf(e.getMessage())));
    }
  }

  private MimeMessage mail(List<Delivery> together) {
    Delivery first = together.get(0);
    try {
      MimeMessage message = sender.createMimeMessage();
      MimeMessageHelper mail = new MimeMessageHelper(message, "UTF-8");
      mail.setFrom("billing@invoices.example");
      for (Delivery delivery : together) {
        mail.addTo(delivery.recipient());
      }
      mail.setSubject("Invoice " + first.number());
      mail.setText("Please pay invoice " + first.number() + ".");
      mail.setSentDate(Date.from(first.since()));
      // Spring keeps one that is there; else each try would get its own.
      message.setHeader("Message-ID", first.messageId());
      return message;
    } catch (MessagingException e) {
      throw new IllegalStateException("cannot be mailed: " + first, e);
    }
  }

  private void understand(Delivery delivery, Exception failure) {
    for (SMTPAddressFailedException refused : refusals(failure)) {
      if (refused.getAddress().getAddress().equals(delivery.recipient())) {
        answered(delivery, refused.getReturnCode(), refused);
        return;
      }
    }
    if (failure instanceof SendFailedException partly && wasSent(partly, delivery.recipient())) {
      end(delivery, State.SENT, "accepted");
      return;
    }
    answered(
        delivery,
        failure instanceof SMTPSendFailedException failed ? failed.getReturnCode() : -1,
        failure);
  }

  private static List<SMTPAddressFailedException> refusals(Exception failure) {
    return Stream.iterate(
            failure,
            Objects::nonNull,
            at -> at instanceof MessagingException chained ? chained.getNextException() : null)
        .filter(SMTPAddressFailedException.class::isInstance)
        .map(SMTPAddressFailedException.class::cast)
        .toList();
  }

  private static boolean wasSent(SendFailedException partly, String recipient) {
    Address[] sent = partly.getValidSentAddresses();
    return sent != null
        && Arrays.stream(sent)
            .anyMatch(address -> ((InternetAddress) address).getAddress().equals(recipient));
  }

  private void answered(Delivery delivery, int code, Exception failure) {
    String words = String.valueOf(failure.getMessage()).strip();
    if (code >= 500) {
      end(delivery, State.BOUNCED, words);
    } else {
      putOff(delivery, words);
    }
  }

  private void end(Delivery delivery, State state, String words) {
    put(delivery.now(state, delivery.due(), words));
  }

  private void putOff(Delivery delivery, String words) {
    Instant next = clock.instant().plus(INTERVAL);
    put(
        next.isAfter(delivery.since().plus(GIVE_UP_AFTER))
            ? delivery.now(State.GIVEN_UP, delivery.due(), words)
            : delivery.now(State.WAITING, next, words));
  }

  private void put(Delivery delivery) {
    outbox.put(new Key(delivery.messageId(), delivery.recipient()), delivery);
  }
}
