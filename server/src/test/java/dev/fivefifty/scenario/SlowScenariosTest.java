package dev.fivefifty.scenario;

import static dev.fivefifty.scenario.Openings.SENT;
import static org.assertj.core.api.Assertions.assertThat;

/** Servers that are late, or fail now and then. */
class SlowScenariosTest extends ScenarioProofs {
  SlowScenariosTest() {
    slow();
    dribbling();
    flaky();
  }

  private void slow() {
    String late = "(silence)\n(advance 9m)\n(silence)\n(advance 1m)\n";
    talk(
        "slow-server:delay=10m",
        late
            + "S: 220 …\nC: EHLO client.example\n"
            + late
            + "S: 250 …\nC: MAIL FROM:<a@example.com>\n"
            + late
            + "S: 250 2.1.0 …\nC: RCPT TO:<bob@example.com>\n"
            + late
            + "S: 250 2.1.5 …\nC: DATA\n"
            + late
            + "S: 354 …\nC: Subject: hello\nC:\nC: .\n"
            + late
            + "S: 250 2.0.0 …\nC: QUIT\n"
            + late
            + "S: 221 2.0.0 …\n(FIN)\n(attempts accepted stored)");
    mail(
        "slow-server",
        mail -> {
          mail.set("mail.smtp.timeout", "1000").send("bob@example.com").fails("Read timed out");
          mail.stored(0);
        });
    mail("slow-server:delay=10ms", mail -> mail.send("bob@example.com").accepted());
  }

  private void dribbling() {
    talk("dribbling-server:every=1h", "(piece 2)\n(silence)");
    talk("dribbling-server:bytes=5,every=1h", "(piece 220 l)\n(silence)");
    talk("dribbling-server:every=1ms", SENT + "C: QUIT\nS: 221 2.0.0 …\n(FIN)");
    mail(
        "dribbling-server:every=1h",
        mail -> {
          mail.set("mail.smtp.timeout", "1000").send("bob@example.com").fails("timed out");
          mail.stored(0);
        });
    mail(
        "dribbling-server:every=1ms",
        mail -> {
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void flaky() {
    talk(
        "flaky-server:chance=100%",
        """
        S: 421 Service not available, closing transmission channel
        (FIN)
        """);
    // Drawn from the seed of these proofs.
    talk(
        "flaky-server:chance=50%",
        """
        S: 421 Service not available, closing transmission channel
        (FIN)
        (session)
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 451 4.3.0 Local error in processing
        C: MAIL FROM:<a@example.com>
        S: 451 4.3.0 Local error in processing
        C: MAIL FROM:<a@example.com>
        S: 250 2.1.0 …
        C: RCPT TO:<bob@example.com>
        S: 450 4.2.0 <bob@example.com>: Mailbox busy
        C: RCPT TO:<bob@example.com>
        S: 250 2.1.5 …
        C: DATA
        S: 451 4.3.0 Local error in processing
        """);
    mail(
        "flaky-server:chance=50%",
        mail -> {
          int failures = 0;
          while (!mail.send("bob@example.com").failure().isEmpty()) {
            failures++;
          }
          assertThat(failures).as("from this seed").isEqualTo(18);
          mail.stored(1);
        });
    mail(
        "flaky-server:chance=100%",
        mail -> {
          mail.send("bob@example.com").fails("421");
          mail.stored(0);
        });
  }
}
