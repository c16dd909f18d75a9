package dev.fivefifty.junit.readme;

import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Stage.RCPT;
import static java.time.Duration.ofMinutes;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.SmtpRule;
import dev.fivefifty.rule.TagSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs the test that the README shows against a server elsewhere. */
class OneServerTest {
  @Test
  void the_test_is_run() {
    try (FiveFifty there = FiveFifty.builder().http(0).tags(TagSource.subaddress()).start()) {
      EngineTestKit.engine("junit-jupiter")
          .selectors(selectClass(ReminderTest.class))
          .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
          .configurationParameter("fivefifty.remote", there.apiUri().toString())
          .execute()
          .testEvents()
          .assertStatistics(all -> all.started(1).succeeded(1));
    }
  }

  // <7>
  @FiveFiftyTest(tagged = true)
  @Execution(ExecutionMode.CONCURRENT)
  static class ReminderTest {
    @Test
    @SmtpRule(at = RCPT, times = 1, reply = "450 4.2.0 Come back later")
    void tries_again(FiveFifty smtp) {
      String bob = "bob+" + smtp.tag().orElseThrow() + "@example.com";
      Outbox outbox = new Outbox(smtp.host(), smtp.port(), smtp.clock());
      outbox.add(bob, ofMinutes(30));
      outbox.tick();
      smtp.clock().advance(ofMinutes(31));
      outbox.tick();

      assertThat(smtp).recipient(bob).wasAccepted().afterAttempts(2);
    }
  }
  // </7>
}
