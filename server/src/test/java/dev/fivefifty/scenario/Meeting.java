package dev.fivefifty.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Durations;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Properties;

/** Angus Mail meets a server. */
final class Meeting {
  private static final Duration GUARD = Duration.ofSeconds(20);

  private final FiveFifty smtp;
  private final Properties properties = new Properties();
  private String user = "";
  private String password = "";

  Meeting(FiveFifty smtp) {
    this.smtp = smtp;
    set("mail.smtp.host", "localhost");
    set("mail.smtp.port", Integer.toString(smtp.port()));
    set("mail.smtp.localhost", "client.example");
    set("mail.smtp.timeout", "20000");
    set("mail.smtp.connectiontimeout", "20000");
    // Failing to say QUIT is no failure to deliver.
    set("mail.smtp.quitwait", "false");
  }

  /** Any other property of Angus Mail. */
  Meeting set(String property, String value) {
    properties.put(property, value);
    return this;
  }

  /** STARTTLS or nothing, with the server's CA trusted. */
  Meeting starttls() {
    properties.put("mail.smtp.ssl.socketFactory", smtp.sslContext().getSocketFactory());
    return set("mail.smtp.starttls.enable", "true").set("mail.smtp.starttls.required", "true");
  }

  /** Authenticates. */
  Meeting as(String user, String password) {
    this.user = user;
    this.password = password;
    return set("mail.smtp.auth", "true");
  }

  Meeting advance(String duration) {
    smtp.clock().advance(Durations.parse(duration));
    return this;
  }

  /** A short message from a@example.com. */
  Outcome send(String... to) {
    return send(message -> message.setSubject("hello"), to);
  }

  /** What is done to a message before it is sent. */
  interface Filling {
    void fill(MimeMessage message) throws Exception;
  }

  Outcome send(Filling filling, String... to) {
    MimeMessage message = message(filling, to);
    return attempt(transport -> transport.sendMessage(message, message.getAllRecipients()));
  }

  /** The same message twice over one connection, as a pool does it; silence is between them. */
  Outcome sendAgainAfter(String silence, String... to) {
    MimeMessage message = message(each -> each.setSubject("hello"), to);
    return attempt(
        transport -> {
          transport.sendMessage(message, message.getAllRecipients());
          stored(1).advance(silence);
          await()
              .atMost(GUARD)
              .until(() -> smtp.journal().sessions().stream().noneMatch(each -> each.isOpen()));
          transport.sendMessage(message, message.getAllRecipients());
        });
  }

  /** What is done with a connection. */
  private interface Use {
    void of(Transport transport) throws MessagingException;
  }

  private Outcome attempt(Use use) {
    try (Transport transport = Session.getInstance(properties).getTransport("smtp")) {
      if (user.isEmpty()) {
        transport.connect();
      } else {
        transport.connect(user, password);
      }
      use.of(transport);
      return new Outcome("");
    } catch (MessagingException e) {
      return new Outcome(all(e));
    }
  }

  private MimeMessage message(Filling filling, String... to) {
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    try {
      message.setFrom(new InternetAddress("a@example.com"));
      for (String each : to) {
        message.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(each));
      }
      message.setText("Good morning.\r\n");
      filling.fill(message);
      message.saveChanges();
      return message;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** How many messages the server has stored by now, or very soon. */
  Meeting stored(int messages) {
    await()
        .atMost(GUARD)
        .untilAsserted(() -> assertThat(smtp.journal().messages()).hasSize(messages));
    return this;
  }

  /** What all the exceptions say: Angus hides the reply at any depth. */
  private static String all(Throwable e) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = e; each != null; each = each.getCause()) {
      text.append(each).append('\n');
      if (each instanceof MessagingException mail && mail.getNextException() != null) {
        text.append(all(mail.getNextException()));
      }
    }
    return text.toString();
  }

  /** What became of a message, as the client was told. */
  record Outcome(String failure) {
    void accepted() {
      assertThat(failure).isEmpty();
    }

    /** The client's exceptions say this, such as the reply. */
    void fails(String... with) {
      assertThat(failure).as("sending must fail").isNotEmpty();
      for (String each : with) {
        assertThat(failure).contains(each);
      }
    }
  }
}
