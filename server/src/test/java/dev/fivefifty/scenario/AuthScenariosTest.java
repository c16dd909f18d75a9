package dev.fivefifty.scenario;

import static dev.fivefifty.scenario.Openings.ALICE;
import static dev.fivefifty.scenario.Openings.EHLO;
import static dev.fivefifty.scenario.Openings.WRONG;

/** Who is let in, and who is not. */
class AuthScenariosTest extends ScenarioProofs {
  AuthScenariosTest() {
    badCredentials();
    expiredPassword();
    tooManyAttempts();
    required();
    temporary();
    mechanisms();
    talk(
        "account-disabled",
        EHLO + ALICE + "S: 525 5.7.13 User account disabled\nC: QUIT\nS: 221 2.0.0 …");
    talk("account-disabled:user=bob", EHLO + ALICE + "S: 235 2.7.0 …");
    mail(
        "account-disabled",
        mail -> {
          mail.as("alice", "secret")
              .send("bob@example.com")
              .fails("AuthenticationFailedException", "525 5.7.13 User account disabled");
          mail.stored(0);
        });
    talk("drop-at-auth", EHLO + ALICE + "(FIN)\n(session)\n" + EHLO + ALICE + "S: 235 2.7.0 …");
    talk(
        "drop-at-auth:end=reset,times=2",
        EHLO + ALICE + "(RST)\n(session)\n" + EHLO + ALICE + "(RST)");
    mail(
        "drop-at-auth",
        mail -> {
          mail.as("alice", "secret").send("bob@example.com").fails("[EOF]");
          mail.stored(0);
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void badCredentials() {
    talk(
        "bad-credentials",
        EHLO
            + ALICE
            + """
            S: 535 5.7.8 Authentication credentials invalid
            C: QUIT
            S: 221 2.0.0 …
            """);
    talk("bad-credentials:user=bob", EHLO + ALICE + "S: 235 2.7.0 …");
    talk(
        "bad-credentials:user=al*,wording=exim",
        EHLO + ALICE + "S: 535 Incorrect authentication data");
    mail(
        "bad-credentials:wording=gmail",
        mail -> {
          mail.as("alice", "secret")
              .send("bob@example.com")
              .fails(
                  "AuthenticationFailedException", "535 5.7.8 Username and Password not accepted.");
          mail.stored(0);
        });
    mail(
        "bad-credentials:wording=exchange-online",
        mail ->
            mail.as("alice", "secret")
                .send("bob@example.com")
                .fails("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is"));
  }

  private void expiredPassword() {
    talk(
        "expired-password",
        EHLO + ALICE + "S: 535 5.7.8 Password expired, please change it\nC: NOOP\nS: 250 2.0.0 …");
    talk("expired-password:user=bob", EHLO + ALICE + "S: 235 2.7.0 …");
    mail(
        "expired-password:text=Password of 2019",
        mail -> {
          mail.as("alice", "secret")
              .send("bob@example.com")
              .fails("AuthenticationFailedException", "535 5.7.8 Password of 2019");
          mail.stored(0);
        });
  }

  private void tooManyAttempts() {
    String wrong = WRONG + "S: 535 5.7.8 …\n";
    talk(
        "too-many-auth-attempts",
        EHLO
            + wrong.repeat(3)
            + ALICE
            + """
            S: 421 4.7.0 Too many authentication attempts, closing connection
            (FIN)
            (session)
            """
            + EHLO
            + ALICE
            + """
            S: 421 4.7.0 Too many authentication attempts, closing connection
            (FIN)
            (advance 15m)
            (session)
            """
            + EHLO
            + ALICE
            + "S: 235 2.7.0 …");
    talk(
        "too-many-auth-attempts:attempts=1,wording=gmail",
        EHLO
            + wrong
            + ALICE
            + """
            S: 454 4.7.0 Too many login attempts, please try again later.
            C: NOOP
            S: 250 2.0.0 …
            """);
    mail(
        "too-many-auth-attempts:attempts=2",
        mail -> {
          mail.as("alice", "wrong").send("bob@example.com").fails("535 5.7.8");
          mail.as("alice", "wrong").send("bob@example.com").fails("535 5.7.8");
          mail.as("alice", "secret").send("bob@example.com").fails("421 4.7.0 Too many");
          mail.stored(0);
          mail.advance("15m").send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void required() {
    talk(
        "auth-required",
        EHLO
            + """
            C: MAIL FROM:<a@example.com>
            S: 530 5.7.0 Authentication required
            """
            + ALICE
            + """
            S: 235 2.7.0 …
            C: MAIL FROM:<a@example.com>
            S: 250 2.1.0 …
            """);
    talk(
        "auth-required:wording=exchange-online",
        EHLO
            + """
            C: MAIL FROM:<a@example.com>
            S: 530 5.7.57 Client not authenticated to send mail.
            """);
    mail(
        "auth-required",
        mail -> {
          mail.send("bob@example.com").fails("530 5.7.0 Authentication required");
          mail.stored(0);
          mail.as("alice", "secret").send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void temporary() {
    talk(
        "auth-temporary-failure",
        EHLO
            + ALICE
            + """
            S: 454 4.7.0 Temporary authentication failure
            C: QUIT
            S: 221 2.0.0 …
            """);
    talk("auth-temporary-failure:user=bob", EHLO + ALICE + "S: 235 2.7.0 …");
    talk(
        "auth-temporary-failure:wording=exim",
        EHLO + ALICE + "S: 435 Unable to authenticate at present");
    mail(
        "auth-temporary-failure",
        mail -> {
          mail.as("alice", "secret")
              .send("bob@example.com")
              .fails("454 4.7.0 Temporary authentication failure");
          mail.stored(0);
        });
  }

  private void mechanisms() {
    String login =
        """
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: YWxpY2U=
        S: 334 UGFzc3dvcmQ6
        C: c2VjcmV0
        """;
    talk(
        "password-transition",
        EHLO
            + login
            + "S: 432 4.7.12 A password transition is needed\n"
            + ALICE
            + "S: 235 2.7.0 …");
    mail(
        "password-transition",
        mail -> {
          mail.as("alice", "secret")
              .set("mail.smtp.auth.mechanisms", "LOGIN")
              .send("bob@example.com")
              .fails("432 4.7.12 A password transition is needed");
          mail.stored(0);
          mail.set("mail.smtp.auth.mechanisms", "PLAIN").send("bob@example.com").accepted();
          mail.stored(1);
        });
    talk(
        "mechanism-too-weak",
        EHLO
            + ALICE
            + "S: 534 5.7.9 Authentication mechanism is too weak\n"
            + login
            + "S: 534 5.7.9 Authentication mechanism is too weak\n"
            + "C: AUTH CRAM-MD5\nS: 334 …\nC: *\nS: 501 5.7.0 …");
    mail(
        "mechanism-too-weak:wording=gmail",
        mail -> {
          mail.as("alice", "secret")
              .send("bob@example.com")
              .fails("534 5.7.9 Application-specific password required.");
          mail.stored(0);
        });
  }
}
