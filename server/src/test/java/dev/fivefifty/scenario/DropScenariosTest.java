package dev.fivefifty.scenario;

import static dev.fivefifty.scenario.Openings.CONTENT;
import static dev.fivefifty.scenario.Openings.EHLO;
import static dev.fivefifty.scenario.Openings.MAIL;
import static dev.fivefifty.scenario.Openings.RCPT;
import static dev.fivefifty.scenario.Openings.SENT;

/** Connections that end, stage by stage: once, and then all is well. */
class DropScenariosTest extends ScenarioProofs {
  DropScenariosTest() {
    dropped("connect", "", "Got bad greeting from SMTP host");
    dropped("ehlo", "S: 220 …\nC: EHLO client.example\n", "[EOF]");
    dropped("mail", EHLO + "C: MAIL FROM:<a@example.com>\n", "[EOF]");
    dropped("rcpt", MAIL + "C: RCPT TO:<bob@example.com>\n", "[EOF]");
    dropped("data", RCPT + "C: DATA\n", "[EOF]");
    dropped("message", CONTENT, "[EOF]");
    talk("drop-at-ehlo", "S: 220 …\nC: HELO client.example\n(FIN)");
    talk(
        "drop-at-rcpt:to=dave@*",
        RCPT
            + """
            C: RCPT TO:<dave@example.com>
            (FIN)
            (attempts lost, lost)
            """);
  }

  private void dropped(String stage, String begin, String failure) {
    String name = "drop-at-" + stage;
    String then = "(session)\n" + SENT + "(attempts lost, accepted stored)";
    talk(name, begin + "(FIN)\n" + then);
    talk(name + ":end=reset", begin + "(RST)\n" + then);
    mail(
        name,
        mail -> {
          mail.send("bob@example.com").fails(failure);
          mail.stored(0);
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });
    talk(name + ":times=2", begin + "(FIN)\n(session)\n" + begin + "(FIN)\n(session)\n" + SENT);
  }
}
