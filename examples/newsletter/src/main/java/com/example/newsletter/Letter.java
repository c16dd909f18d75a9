package com.example.newsletter;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/**
 * A mail that knows whether its content was on its way. From then on a broken connection does not
 * tell whether the server has it (RFC 1047); before, it has not.
 */
final class Letter extends SMTPMessage {
  private boolean onItsWay;

  Letter(Session session) {
    super(session);
  }

  @Override
  public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
    // Angus Mail calls it once the server has answered 354 to DATA.
    onItsWay = true;
    super.writeTo(out, ignored);
  }

  boolean wasOnItsWay() {
    return onItsWay;
  }
}
