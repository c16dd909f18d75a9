package dev.fivefifty.scenario;

/** Greetings, their absence, and 220 to STARTTLS without TLS. */
class BannerScenariosTest extends CauseProofs {
  private static final String ON =
      """
      C: EHLO client.example
      S: 250 …
      C: MAIL FROM:<a@example.com>
      S: 250 2.1.0 Sender OK
      C: QUIT
      S: 221 …
      (FIN)
      """;

  BannerScenariosTest() {
    greetings();
    none();
    silence();
    noService();
    noTls();
  }

  private void greets(String scenario, String... lines) {
    StringBuilder script = new StringBuilder();
    for (String line : lines) {
      script.append("S: ").append(line).append('\n');
    }
    talk(scenario, script + ON);
    mail(
        scenario,
        mail -> {
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void greetings() {
    greets("banner-host", "220 mx.example.com ESMTP Example MTA 1.0");
    greets("banner-host:host=[192.0.2.1],software=x", "220 [192.0.2.1] ESMTP x");
    greets("banner-postfix:host=mx.a.example", "220 mx.a.example ESMTP Postfix");
    greets("banner-exim", "220 mx.example.com ESMTP Exim 4.98 Mon, 06 Jan 2025 12:00:00 +0000");
    greets(
        "banner-exchange",
        "220 mx.example.com Microsoft ESMTP MAIL Service ready at Mon, 6 Jan 2025 12:00:00 +0000");
    greets("banner-gmail", "220 mx.google.com ESMTP 1 - gsmtp");
    greets(
        "banner-multi-line",
        "220-mx.example.com ESMTP",
        "220-No unsolicited mail, please",
        "220 End of greeting");
    // The client of the test reads one character a byte.
    greets("banner-8-bit", "220 mx.example.com ESMTP Gr\u00FC\u00DFe");
    greets("banner-8-bit:greeting=utf-8", "220 mx.example.com ESMTP Gr\u00C3\u00BC\u00C3\u009Fe");
  }

  private void none() {
    talk(
        "banner-late",
        """
        (silence)
        (advance 239s)
        (silence)
        (advance 1s)
        S: 220 localhost ESMTP FiveFifty
        """
            + ON);
    mail(
        "banner-late",
        mail -> {
          mail.set("mail.smtp.timeout", "500").send("bob@example.com").fails("timed out");
          mail.stored(0);
        });
    mail(
        "banner-late:delay=100ms",
        mail -> {
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });

    talk(
        "banner-missing",
        """
        (silence)
        C: EHLO client.example
        (advance 10m)
        (silence)
        (attempts lost)
        """);
    mail(
        "banner-missing",
        mail -> {
          mail.set("mail.smtp.timeout", "500").send("bob@example.com").fails("timed out");
          mail.stored(0);
        });
  }

  private void silence() {
    for (String command :
        new String[] {
          "EHLO client.example",
          "HELO client.example",
          "MAIL FROM:<a@example.com>",
          "NOOP",
          "RSET",
          "VRFY bob",
          "EXPN all",
          "HELP",
          "QUIT",
          "DATA",
          "STARTTLS",
          "AUTH PLAIN AGEAYg==",
          "RCPT TO:<bob@example.com>",
          "XYZZY"
        }) {
      talk(
          "banner-then-silence",
          """
          S: 220 localhost ESMTP FiveFifty
          C: %s
          (silence)
          """
              .formatted(command));
    }
    talk(
        "banner-then-silence",
        """
        S: 220 localhost ESMTP FiveFifty
        C: EHLO client.example
        (silence)
        C: QUIT
        (advance 10m)
        (silence)
        (attempts lost)
        """);
    mail(
        "banner-then-silence",
        mail -> {
          mail.set("mail.smtp.timeout", "500").send("bob@example.com").fails("timed out");
          mail.stored(0);
        });
  }

  private void noService() {
    turnedAway("no-smtp-service", "554 mx.example.com No SMTP service here");
    failing("no-smtp-service", "response: 554");

    talk(
        "no-smtp-service-521:host=a.example",
        """
        S: 521 a.example does not accept mail
        C: EHLO client.example
        S: 521 a.example does not accept mail
        C: HELO client.example
        S: 521 a.example does not accept mail
        C: MAIL FROM:<a@example.com>
        S: 521 a.example does not accept mail
        C: RCPT TO:<bob@example.com>
        S: 521 a.example does not accept mail
        C: DATA
        S: 521 a.example does not accept mail
        C: RSET
        S: 521 a.example does not accept mail
        C: NOOP
        S: 521 a.example does not accept mail
        C: VRFY bob
        S: 521 a.example does not accept mail
        C: EXPN all
        S: 521 a.example does not accept mail
        C: HELP
        S: 521 a.example does not accept mail
        C: STARTTLS
        S: 521 a.example does not accept mail
        C: AUTH PLAIN AGEAYg==
        S: 521 a.example does not accept mail
        C: XYZZY
        S: 521 a.example does not accept mail
        C: QUIT
        S: 221 …
        (FIN)
        (attempts refused)
        """);
    talk(
        "no-smtp-service-521:then=close",
        """
        S: 521 mx.example.com does not accept mail
        C: EHLO client.example
        S: 521 mx.example.com does not accept mail
        (FIN)
        (attempts refused)
        """);
    failing("no-smtp-service-521", "response: 521");
  }

  private void noTls() {
    String before =
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: STARTTLS
        S: 220 2.0.0 Ready to start TLS
        """;
    for (String then : new String[] {"plaintext", "garbage", "close"}) {
      talk("starttls-220-then-no-tls:then=" + then, before + "(TLS fails)");
    }
    talk("starttls-220-then-no-tls:then=silence", before + "(TLS silent)");
    mail(
        "starttls-220-then-no-tls",
        mail -> {
          mail.starttls().send("bob@example.com").fails("SSLException");
          mail.stored(0);
        });
  }
}
