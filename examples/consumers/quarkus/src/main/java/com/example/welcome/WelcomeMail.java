package com.example.welcome;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.enterprise.context.ApplicationScoped;

/** Welcomes new users by mail. */
@ApplicationScoped
public class WelcomeMail {
  private final Mailer mailer;

  WelcomeMail(Mailer mailer) {
    this.mailer = mailer;
  }

  /**
   * Sends a mail.
   *
   * @param recipient to whom
   * @return whether the mail server took it
   */
  public boolean send(String recipient) {
    try {
      mailer.send(Mail.withText(recipient, "Welcome", "Good to have you."));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }
}
