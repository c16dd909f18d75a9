package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.rule.Stage;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Three mail clients of the JVM. */
class RealClientTest {
  private static final String SUBJECT = "Grüße, 世界 🌍";
  private static final byte[] ATTACHED =
      "..\r\n.\r\nattached\r\n".getBytes(StandardCharsets.US_ASCII);

  private FiveFifty smtp;

  @BeforeEach
  void start() {
    smtp = FiveFifty.start();
    smtp.add(
        at(Stage.RCPT).to("gone@*").reply("550 5.1.1 <${to}>: Mailbox not found"),
        at(Stage.RCPT).to("busy@*").reply("450 4.2.1 <${to}>: Mailbox busy"));
  }

  @AfterEach
  void stop() {
    smtp.close();
  }

  private interface Client {
    void send(String to) throws Exception;
  }

  private void sendsAndIsRefused(Client client) throws Exception {
    client.send("bob@example.com");
    ReceivedMessage message = smtp.takeMessage(Duration.ofSeconds(20));
    assertThat(message.subject()).hasValue(SUBJECT);
    assertThat(message.body()).contains("Schöne Grüße");
    assertThat(message.recipientAddresses()).containsExactly("bob@example.com");
    assertThat(message.attachments())
        .singleElement()
        .satisfies(attachment -> assertThat(attachment.name()).isEqualTo("dots.bin"));
    MimeMultipart parts = (MimeMultipart) message.mimeMessage().getContent();
    assertThat(parts.getBodyPart(parts.getCount() - 1).getInputStream().readAllBytes())
        .isEqualTo(ATTACHED);
    assertThatThrownBy(() -> client.send("gone@example.com"))
        .satisfies(
            e -> assertThat(all(e)).contains("550 5.1.1 <gone@example.com>: Mailbox not found"));
    assertThatThrownBy(() -> client.send("busy@example.com"))
        .satisfies(e -> assertThat(all(e)).contains("450 4.2.1 <busy@example.com>: Mailbox busy"));
    assertThat(smtp.journal().attempts())
        .extracting(Attempt::result)
        .contains(Attempt.Result.ACCEPTED, Attempt.Result.REFUSED, Attempt.Result.DEFERRED);
  }

  /** What all the exceptions say: each library hides the reply at another depth. */
  private static String all(Throwable e) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = e; each != null; each = each.getCause()) {
      text.append(each).append('\n');
      if (each instanceof MessagingException mail && mail.getNextException() != null) {
        text.append(all(mail.getNextException()));
      }
      if (each instanceof MailSendException sending) {
        for (Exception inner : sending.getMessageExceptions()) {
          text.append(all(inner));
        }
      }
    }
    return text.toString();
  }

  @Test
  void angus_mail() throws Exception {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", smtp.host());
    properties.put("mail.smtp.port", smtp.port());
    properties.put("mail.smtp.timeout", "20000");
    properties.put("mail.smtp.localhost", "client.example");
    Session session = Session.getInstance(properties);
    sendsAndIsRefused(
        to -> {
          MimeMessage message = new MimeMessage(session);
          message.setFrom(new InternetAddress("a@example.com"));
          message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to));
          message.setSubject(SUBJECT, "UTF-8");
          MimeBodyPart text = new MimeBodyPart();
          text.setText("Schöne Grüße", "UTF-8");
          MimeBodyPart attachment = new MimeBodyPart();
          attachment.setContent(ATTACHED, "application/octet-stream");
          attachment.setFileName("dots.bin");
          message.setContent(new MimeMultipart(text, attachment));
          Transport.send(message);
        });
  }

  @Test
  @SuppressWarnings("try") // close() may be interrupted
  void simple_java_mail() throws Exception {
    try (Mailer mailer =
        MailerBuilder.withSMTPServer(smtp.host(), smtp.port())
            .withTransportStrategy(TransportStrategy.SMTP)
            .withProperty("mail.smtp.localhost", "client.example")
            .withSessionTimeout(20_000)
            .buildMailer()) {
      sendsAndIsRefused(
          to -> {
            Email email =
                EmailBuilder.startingBlank()
                    .from("a@example.com")
                    .to(to)
                    .withSubject(SUBJECT)
                    .withPlainText("Schöne Grüße")
                    .withAttachment("dots.bin", ATTACHED, "application/octet-stream")
                    .buildEmail();
            mailer.sendMail(email).get();
          });
    }
  }

  @Test
  void spring() throws Exception {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setHost(smtp.host());
    sender.setPort(smtp.port());
    sender.getJavaMailProperties().put("mail.smtp.timeout", "20000");
    sender.getJavaMailProperties().put("mail.smtp.localhost", "client.example");
    sendsAndIsRefused(
        to -> {
          MimeMessage message = sender.createMimeMessage();
          MimeMessageHelper helper = new MimeMessageHelper(message, true, "UTF-8");
          helper.setFrom("a@example.com");
          helper.setTo(to);
          helper.setSubject(SUBJECT);
          helper.setText("Schöne Grüße");
          helper.addAttachment("dots.bin", new ByteArrayResource(ATTACHED));
          sender.send(message);
        });
  }
}
