package dev.fivefifty.scenario;

/** Later, perhaps. */
class TemporaryScenariosTest extends ScenarioProofs {
  TemporaryScenariosTest() {
    talk(
        "greylisting",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 450 4.7.1 Greylisted, try again in 5m
        (advance 4m)
        C: RCPT TO:<bob@example.com>
        S: 450 4.7.1 Greylisted, try again in 5m
        C: RCPT TO:<carol@example.com>
        S: 450 4.7.1 Greylisted, try again in 5m
        (advance 1m)
        C: RCPT TO:<bob@example.com>
        S: 250 …
        C: RCPT TO:<carol@example.com>
        S: 450 4.7.1 Greylisted, try again in 5m
        C: QUIT
        S: 221 …
        """);
    talk(
        "greylisting:delay=30s,code=451 4.7.1",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 451 4.7.1 Greylisted, try again in 30s
        (advance 30s)
        C: RCPT TO:<bob@example.com>
        S: 250 …
        """);
    mail(
        "greylisting",
        mail -> {
          mail.send("bob@example.com").fails("450 4.7.1 Greylisted, try again in 5m");
          mail.advance("5m").send("bob@example.com").accepted();
          mail.stored(1);
        });
  }
}
