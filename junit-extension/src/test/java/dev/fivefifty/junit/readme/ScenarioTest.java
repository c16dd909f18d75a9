package dev.fivefifty.junit.readme;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static java.time.Duration.ofMinutes;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.Scenario;
import org.junit.jupiter.api.Test;

@FiveFiftyTest
class ScenarioTest {
  // <6>
  @Test
  @Scenario(
      value = "mailbox-not-found",
      with = {"to=*@gone.example", "wording=gmail"})
  @Scenario("greylisting")
  void gives_up_on_who_is_gone_and_tries_the_others_again(FiveFifty smtp) {
    Outbox outbox = new Outbox(smtp.host(), smtp.port(), smtp.clock());
    outbox.add("ann@gone.example", ofMinutes(10));
    outbox.add("bob@example.com", ofMinutes(10));
    outbox.tick();
    smtp.clock().advance(ofMinutes(10));
    outbox.tick();

    assertThat(smtp).recipient("ann@gone.example").wasAttempted(once()).wasRefusedWith("550 5.1.1");
    assertThat(smtp).recipient("bob@example.com").wasAccepted().afterAttempts(2);
  }
  // </6>
}
