package dev.fivefifty.smtp;

import dev.fivefifty.bounce.Notice;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayInputStream;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that takes bounces.
 *
 * @param host a host name or an IP address; looked up only when something is sent
 * @param port 1 to 65,535
 */
public record BounceHost(String host, int port) {
  private static final Logger log = LoggerFactory.getLogger(BounceHost.class);

  /** For each step, in real time, in milliseconds. */
  private static final String PATIENCE = "10000";

  /** Checks. */
  public BounceHost {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "bounces go to a host and a port of 1 to 65535, not " + host + ":" + port);
    }
  }

  /**
   * Reads a host and a port.
   *
   * @param text such as {@code mail.example.test:25} or {@code [::1]:25}
   * @return the host
   * @throws IllegalArgumentException if it is not of that form
   */
  public static BounceHost parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!port.matches("\\d{1,5}") || !(bracketed || host.matches("[A-Za-z0-9._-]{1,255}"))) {
      throw new IllegalArgumentException(
          "'" + text + "' is no host with a port (expected such as mail.example.test:25)");
    }
    return new BounceHost(
        bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /**
   * Sends a mail, once.
   *
   * @return what became of it, for people
   */
  String send(Notice notice, String hostname) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.localhost", hostname);
    properties.setProperty("mail.smtp.connectiontimeout", PATIENCE);
    properties.setProperty("mail.smtp.timeout", PATIENCE);
    properties.setProperty("mail.smtp.writetimeout", PATIENCE);
    // Angus then says SMTPUTF8 wherever it is offered, of every mail.
    properties.setProperty("mail.mime.allowutf8", Boolean.toString(notice.smtpUtf8()));
    Session session = Session.getInstance(properties);
    try (SMTPTransport transport =
        new SMTPTransport(session, new URLName("smtp", host, port, null, null, null))) {
      transport.connect();
      return send(notice, session, transport);
    } catch (MessagingException | RuntimeException e) {
      log.debug("A bounce could not be sent to {}", this, e);
      return "was not sent: " + this + ": " + reason(e);
    }
  }

  private String send(Notice notice, Session session, SMTPTransport transport)
      throws MessagingException {
    if (notice.eightBit() && !transport.supportsExtension("8BITMIME")) {
      return "was not sent: it is 8-bit, and " + this + " does not offer 8BITMIME";
    }
    if (notice.smtpUtf8() && !transport.supportsExtension("SMTPUTF8")) {
      return "was not sent: it is in UTF-8, and " + this + " does not offer SMTPUTF8";
    }
    SMTPMessage message =
        new SMTPMessage(session, new ByteArrayInputStream(notice.sharedContent()));
    message.setEnvelopeFrom("<>");
    message.setNotifyOptions(SMTPMessage.NOTIFY_NEVER);
    if (notice.eightBit()) {
      // With mail.smtp.allow8bitmime Angus would say so, too, but encode the parts anew.
      message.setMailExtension("BODY=8BITMIME");
    }
    InternetAddress recipient = new InternetAddress();
    recipient.setAddress(notice.recipient());
    try {
      transport.sendMessage(message, new Address[] {recipient});
      return "was sent to " + this + ": " + said(transport);
    } catch (MessagingException e) {
      if (transport.getLastReturnCode() < 400) {
        throw e;
      }
      return "was refused by " + this + ": " + said(transport);
    }
  }

  private static String said(SMTPTransport transport) {
    String response = transport.getLastServerResponse();
    return response == null ? "no reply" : response.strip().replaceAll("\\R", " ");
  }

  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage() == null ? cause : cause.getMessage())
        .strip()
        .replaceAll("\\R", " ");
  }
}
