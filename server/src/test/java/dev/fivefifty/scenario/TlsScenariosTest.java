package dev.fivefifty.scenario;

/** TLS that goes wrong, and who is let in. */
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
  }
}
