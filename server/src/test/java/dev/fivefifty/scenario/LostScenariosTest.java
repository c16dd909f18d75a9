package dev.fivefifty.scenario;

/** Messages that are lost, doubled or late. */
class LostScenariosTest extends ScenarioProofs {
  LostScenariosTest() {
    talk(
        "lost-acknowledgement",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 250 …
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        (RST)
        (session)
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 250 …
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 250 …
        C: QUIT
        S: 221 …
        (attempts lost stored, accepted stored)
        """);
    mail(
        "lost-acknowledgement",
        mail -> {
          mail.send("bob@example.com").fails("reset");
          mail.stored(1);
          mail.send("bob@example.com").accepted();
          mail.stored(2);
        });
  }
}
