package dev.fivefifty.junit;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.expect.Times.twice;
import static dev.fivefifty.junit.Failing.but;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;

import dev.fivefifty.FiveFifty;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every question about a rule, answered with yes and with no. */
class RuleAssertTest extends EitherWay {
  private final FiveFifty smtp = start(FiveFifty.builder());

  @Test
  void how_often_it_applied() {
    smtp.add(
        at(RCPT).name("unknown mailbox").to("gone@*").reply("550 5.1.1 Mailbox not found"),
        at(RCPT).name("busy").to("busy@*").reply("450 4.2.1 Busy"));
    but(() -> assertThat(smtp).rule("busy").appliedAtLeastOnce())
        .contains("it has not applied, and no client has connected");
    SocketClient.send(smtp, "<1@example.com>", "gone@example.com");
    assertThat(smtp).rule("unknown mailbox").appliedAtLeastOnce().applied(once());
    assertThat(smtp).rule("busy").isNotAppliedFor(Duration.ofMillis(50));
    assertThat(smtp).rule("busy").isNotAppliedFor(Duration.ofHours(1), () -> {});
    but(() -> assertThat(smtp).rule("unknown mailbox").applied(twice()))
        .contains("rule 'unknown mailbox' applied twice", "it applied once");
    but(() -> assertThat(smtp).rule("busy").appliedAtLeastOnce()).contains("it has not applied");
    but(() -> assertThat(smtp).rule("unknown mailbox").isNotAppliedFor(Duration.ofSeconds(20)))
        .contains("rule 'unknown mailbox' does not apply", "it applied once");
  }

  @Test
  void a_rule_that_is_not_there_can_neither_apply_nor_stay_away() {
    but(() -> assertThat(smtp).rule("busy").appliedAtLeastOnce())
        .contains("there is no rule of that name, nor any other");
    smtp.add(at(RCPT).name("greylisting").reply("450 4.7.1 Greylisted"));
    but(() -> assertThat(smtp).rule("graylisting").isNotAppliedFor(Duration.ofSeconds(20)))
        .contains("there is no rule of that name (there are greylisting; did you mean");
  }
}
