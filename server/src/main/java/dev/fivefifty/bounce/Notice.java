package dev.fivefifty.bounce;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Properties;

/**
 * A mail that a machine sends about another mail, with its envelope: the reverse path is null, so
 * that nothing is ever sent about it (RFC 5321 §4.5.5). Immutable and thread-safe.
 */
public final class Notice {
  private final String recipient;
  private final byte[] content;
  private final boolean eightBit;
  private final boolean smtpUtf8;

  Notice(String recipient, byte[] content, boolean eightBit, boolean smtpUtf8) {
    this.recipient = recipient;
    this.content = content;
    this.eightBit = eightBit;
    this.smtpUtf8 = smtpUtf8;
  }

  /**
   * The reverse path.
   *
   * @return always {@code ""}, the null reverse path
   */
  public String sender() {
    return "";
  }

  /**
   * To whom it goes.
   *
   * @return the forward path without angle brackets
   */
  public String recipient() {
    return recipient;
  }

  /**
   * The exact bytes, their lines ended by CRLF and of 998 bytes at most.
   *
   * @return a new array
   */
  public byte[] content() {
    return content.clone();
  }

  /**
   * The exact bytes without a copy; the caller must not change them.
   *
   * @return the array itself
   */
  public byte[] sharedContent() {
    return content;
  }

  /**
   * Whether a byte is above 7F, so that it can only go where 8BITMIME is offered (RFC 6152).
   *
   * @return true if so
   */
  public boolean eightBit() {
    return eightBit;
  }

  /**
   * Whether an address or a header field is not ASCII, so that it can only go where SMTPUTF8 is
   * offered (RFC 6531).
   *
   * @return true if so
   */
  public boolean smtpUtf8() {
    return smtpUtf8;
  }

  /**
   * The mail for Jakarta Mail, which is not thread-safe: each call parses a new one.
   *
   * @return a new message
   */
  public MimeMessage mimeMessage() {
    Properties properties = new Properties();
    properties.setProperty("mail.mime.allowutf8", "true");
    try {
      return new MimeMessage(Session.getInstance(properties), new ByteArrayInputStream(content));
    } catch (MessagingException e) {
      throw new IllegalStateException("a mail of our own making cannot be read", e);
    }
  }

  @Override
  public String toString() {
    return "mail from <> to <" + recipient + ">, " + content.length + " bytes";
  }
}
