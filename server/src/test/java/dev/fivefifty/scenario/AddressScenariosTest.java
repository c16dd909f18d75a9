package dev.fivefifty.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** For applications whose tests can only choose the address. */
class AddressScenariosTest extends ScenarioProofs {
  AddressScenariosTest() {
    talk(
        "magic-addresses",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<550-5.1.1@any.example>
        S: 550 5.1.1 <550-5.1.1@any.example>: as this address asks
        C: RCPT TO:<450@other.example>
        S: 450 <450@other.example>: as this address asks
        C: RCPT TO:<bounce+550-5.7.606@any.example>
        S: 550 5.7.606 <bounce+550-5.7.606@any.example>: as this address asks
        C: RCPT TO:<251@any.example>
        S: 251 <251@any.example>: as this address asks
        C: RCPT TO:<user+451-4.3.0x2@any.example>
        S: 451 4.3.0 <user+451-4.3.0x2@any.example>: as this address asks
        C: RCPT TO:<user+451-4.3.0x2@any.example>
        S: 451 4.3.0 <user+451-4.3.0x2@any.example>: as this address asks
        C: RCPT TO:<user+451-4.3.0X2@other.example>
        S: 451 4.3.0 <user+451-4.3.0X2@other.example>: as this address asks
        C: RCPT TO:<user+451-4.3.0x2@any.example>
        S: 250 …
        C: RCPT TO:<552x1@any.example>
        S: 552 <552x1@any.example>: as this address asks
        C: RCPT TO:<552x1@any.example>
        S: 250 …
        C: RCPT TO:<bounce+421@any.example>
        S: 421 <bounce+421@any.example>: as this address asks
        (FIN)
        """);
    // Nobody takes one that is misspelt for one that was accepted.
    for (String none :
        new String[] {
          "999",
          "150-1.1.1",
          "bounce+42",
          "bounce+full",
          "user+600x2",
          "550-5.1",
          "550-3.1.1",
          "user+451x0",
          "user+451x10",
          "user+451-x2",
          "delay+6s",
          "delay+soon",
          "delay+5s+450",
          "a+b+450",
          "delay+07s",
          "550x"
        }) {
      talk(
          "magic-addresses",
          """
          S: 220 …
          C: EHLO client.example
          S: 250 …
          C: MAIL FROM:<a@example.com>
          S: 250 …
          C: RCPT TO:<%1$s@any.example>
          S: 550 5.1.3 <%1$s@any.example>: no such magic address (expected one like 550-5.1.1@any.domain)
          """
              .formatted(none));
    }
    talk(
        "magic-addresses",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@any.example>
        S: 250 …
        C: RCPT TO:<bob+news@any.example>
        S: 250 …
        C: RCPT TO:<bob+2024@any.example>
        S: 250 …
        C: RCPT TO:<bob2@550.example>
        S: 250 …
        C: RCPT TO:<"550 5.1.1"@any.example>
        S: 250 …
        C: RCPT TO:<b.550-5.1.1@any.example>
        S: 250 …
        """);
    mail(
        "magic-addresses",
        mail -> {
          mail.send("bounce+550-5.1.1@any.example")
              .fails("550 5.1.1 <bounce+550-5.1.1@any.example>: as this address asks");
          mail.send("user+451x2@any.example").fails("451 ");
          mail.send("user+451x2@any.example").fails("451 ");
          mail.send("user+451x2@any.example").accepted();
          mail.send("user+451x11@any.example").fails("550 5.1.3");
          mail.stored(1);
        });
  }

  @Test
  void every_delay_is_as_long_as_it_says() throws InterruptedException {
    Semaphore asked = new Semaphore(0);
    try (FiveFifty smtp = FiveFifty.builder().scenario("magic-addresses").start();
        WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.accepted("MAIL FROM:<a@example.com>");
      // The clock must not move before the delay has begun.
      smtp.add(
          Rule.at(Stage.RCPT)
              .when(
                  occasion -> {
                    asked.release();
                    return false;
                  })
              .reply("451"));
      List<String> delays =
          Scenarios.named("magic-addresses").rules().stream()
              .map(rule -> rule.name().orElseThrow())
              .filter(name -> name.contains("/delay-"))
              .map(name -> name.replaceFirst(".*/delay-", ""))
              .toList();
      assertThat(delays).contains("100ms", "5s", "1h");
      for (String delay : delays) {
        client.line("RCPT TO:<delay+" + delay + "@any.example>");
        assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        Duration duration = Durations.parse(delay);
        if (duration.toSeconds() > 50) {
          // Shorter ones may be over by themselves meanwhile.
          smtp.clock().advance(duration.minusSeconds(50));
          assertThat(client.nothingCame()).as(delay).isTrue();
        }
        smtp.clock().advance(duration);
        assertThat(client.reply()).startsWith("250 ");
      }
      assertThat(
              smtp.journal().exchanges().stream()
                  .filter(each -> each.stage() == Stage.RCPT)
                  .map(each -> each.rule().orElse("")))
          .containsExactlyElementsOf(
              delays.stream().map(delay -> "magic-addresses/delay-" + delay).toList());
    }
  }
}
