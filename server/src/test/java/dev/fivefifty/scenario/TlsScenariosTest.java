package dev.fivefifty.scenario;

import static dev.fivefifty.scenario.Openings.ALICE;
import static dev.fivefifty.scenario.Openings.EHLO;
import static dev.fivefifty.scenario.Openings.MAIL;
import static dev.fivefifty.scenario.Openings.RCPT;

/** TLS that goes wrong, is not there, or is wanted. */
class TlsScenariosTest extends ScenarioProofs {
  TlsScenariosTest() {
    talk(
        "certificate-expired",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: STARTTLS
        S: 220 …
        (TLS expired)
        """);
    mail(
        "certificate-expired",
        mail -> {
          mail.starttls().send("bob@example.com").fails("CertificateExpiredException");
          mail.stored(0);
        });
    certificate("not-yet-valid", "not-yet-valid", "CertificateNotYetValidException");
    certificate("wrong-host", "wrong-host", "No subject alternative DNS name matching localhost");
    certificate("self-signed", "unknown-ca", "unable to find valid certification path");
    certificate("unknown-ca", "unknown-ca", "unable to find valid certification path");
    handshake("old-tls-only", "protocol version TLS11 is not accepted");
    handshake("handshake-close", "Remote host terminated the handshake");
    handshake("handshake-garbage", "Unsupported or unrecognized SSL message");
    notAvailable();
    required();
    stripped();
    byRecipient();
    beforeAuth();
  }

  private static final String SECURED =
      """
      C: STARTTLS
      S: 220 …
      (TLS)
      C: EHLO client.example
      S: 250 …
      """;

  private void byRecipient() {
    talk(
        "tls-required-by-recipient:to=*@secure.example",
        RCPT
            + """
            C: RCPT TO:<bob@secure.example>
            S: 421 4.7.0 <bob@secure.example>: TLS required, closing connection
            (FIN)
            (session)
            """
            + EHLO
            + SECURED
            + """
            C: MAIL FROM:<a@example.com>
            S: 250 2.1.0 …
            C: RCPT TO:<bob@secure.example>
            S: 250 2.1.5 …
            """);
    talk(
        "tls-required-by-recipient:wording=gmail",
        MAIL
            + """
            C: RCPT TO:<bob@example.com>
            S: 421 4.7.0 TLS required for RCPT domain, closing connection.
            (FIN)
            """);
    mail(
        "tls-required-by-recipient",
        mail -> {
          mail.send("bob@example.com").fails("421 4.7.0 <bob@example.com>: TLS required");
          mail.stored(0);
          mail.starttls().send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void beforeAuth() {
    talk(
        "auth-needs-tls",
        EHLO
            + ALICE
            + "S: 538 5.7.11 Encryption required for requested authentication mechanism\n"
            + SECURED
            + ALICE
            + "S: 235 2.7.0 …");
    mail(
        "auth-needs-tls",
        mail -> {
          mail.as("alice", "secret")
              .send("bob@example.com")
              .fails("538 5.7.11 Encryption required");
          mail.stored(0);
          mail.starttls().send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void certificate(String kind, String seen, String failure) {
    talk("certificate-" + kind, EHLO + "C: STARTTLS\nS: 220 …\n(TLS " + seen + ")");
    mail(
        "certificate-" + kind,
        mail -> {
          mail.starttls().send("bob@example.com").fails(failure);
          mail.stored(0);
        });
    mail(
        "certificate-" + kind,
        mail -> {
          // Who trusts everybody notices nothing.
          mail.set("mail.smtp.starttls.enable", "true")
              .set("mail.smtp.starttls.required", "true")
              .set("mail.smtp.ssl.trust", "*")
              .set("mail.smtp.ssl.checkserveridentity", "false")
              .send("bob@example.com")
              .accepted();
          mail.stored(1);
        });
  }

  private void handshake(String name, String failure) {
    talk(name, EHLO + "C: STARTTLS\nS: 220 …\n(TLS fails)\n(attempts lost)");
    mail(
        name,
        mail -> {
          mail.starttls().send("bob@example.com").fails(failure);
          mail.stored(0);
        });
  }

  private void notAvailable() {
    talk(
        "tls-not-available",
        EHLO
            + """
            C: STARTTLS
            S: 454 4.7.0 TLS not available due to temporary reason
            C: MAIL FROM:<a@example.com>
            S: 250 2.1.0 …
            """);
    mail(
        "tls-not-available:wording=postfix",
        mail -> {
          mail.starttls()
              .send("bob@example.com")
              .fails("454 4.7.0 TLS not available due to local problem");
          mail.stored(0);
        });
  }

  private void required() {
    String refused = "S: 530 5.7.0 Must issue a STARTTLS command first\n";
    talk(
        "tls-required",
        EHLO
            + "C: MAIL FROM:<a@example.com>\n"
            + refused
            + ALICE
            + refused
            + "C: AUTH LOGIN\n"
            + refused
            + "C: STARTTLS\nS: 220 …\n(TLS)\nC: EHLO client.example\nS: 250 …\n"
            + "C: MAIL FROM:<a@example.com>\nS: 250 2.1.0 …");
    mail(
        "tls-required",
        mail -> {
          mail.send("bob@example.com").fails("530 5.7.0 Must issue a STARTTLS command first");
          mail.stored(0);
          mail.starttls().send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void stripped() {
    talk(
        "starttls-stripped",
        """
        S: 220 …
        C: EHLO client.example
        S: 250-localhost greets client.example
        S: 250-PIPELINING
        S: 250-8BITMIME
        S: 250-SMTPUTF8
        S: 250-SIZE 26214400
        S: 250-CHUNKING
        S: 250-DSN
        S: 250 ENHANCEDSTATUSCODES
        C: STARTTLS
        S: 502 5.5.1 Command not implemented
        """);
    mail(
        "starttls-stripped",
        mail -> {
          mail.starttls().send("bob@example.com").fails("STARTTLS is required");
          mail.stored(0);
          // Who only would like to have TLS sends in the clear.
          mail.set("mail.smtp.starttls.required", "false").send("bob@example.com").accepted();
          mail.stored(1);
        });
  }
}
