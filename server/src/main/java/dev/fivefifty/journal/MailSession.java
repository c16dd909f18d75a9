package dev.fivefifty.journal;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.util.Properties;

/**
 * Our own session of Jakarta Mail, lenient, made when first needed; no system property is touched.
 */
final class MailSession {
  private MailSession() {}

  private static final class Lazy {
    static final jakarta.mail.Session SESSION = session();

    private static jakarta.mail.Session session() {
      Properties properties = new Properties();
      properties.setProperty("mail.mime.address.strict", "false");
      properties.setProperty("mail.mime.allowutf8", "true");
      return jakarta.mail.Session.getInstance(properties);
    }
  }

  static MimeMessage parse(long number, byte[] content, int length) {
    try {
      // A shared stream, because MimeMessage copies the content of any other.
      return new MimeMessage(Lazy.SESSION, new SharedByteArrayInputStream(content, 0, length));
    } catch (MessagingException e) {
      throw new UnreadableMessageException(number, e);
    }
  }
}
