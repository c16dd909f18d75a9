package dev.fivefifty.junit.readme;

import static dev.fivefifty.junit.FaultKind.LOST_ACK;
import static dev.fivefifty.junit.FaultKind.RESET;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.junit.ReplySet.ALL_PERMANENT;
import static dev.fivefifty.junit.ReplySet.ALL_TEMPORARY;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FaultCase;
import dev.fivefifty.junit.FaultTest;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.junit.ReplyTest;
import dev.fivefifty.rule.Reply;

@FiveFiftyTest
class MatrixTest {
  // <4>
  @ReplyTest(
      at = RCPT,
      sets = {ALL_TEMPORARY, ALL_PERMANENT})
  void retries_what_is_temporary_and_nothing_else(FiveFifty smtp, Reply reply) {
    Outbox outbox = new Outbox(smtp.host(), smtp.port(), smtp.clock());
    outbox.add("bob@example.com", ofMinutes(30));
    outbox.tick();

    if (reply.isPermanent()) {
      assertThat(smtp).recipient("bob@example.com").isNotRetriedFor(ofHours(1), outbox::tick);
    } else {
      smtp.clock().advance(ofMinutes(31));
      outbox.tick();
      assertThat(smtp).recipient("bob@example.com").wasRetried();
    }
  }

  @FaultTest(
      faults = {RESET, LOST_ACK},
      stages = {MAIL, RCPT, DATA, MESSAGE},
      times = 1)
  void tries_again_after_a_fault(FiveFifty smtp, FaultCase fault) {
    Outbox outbox = new Outbox(smtp.host(), smtp.port(), smtp.clock());
    outbox.add("bob@example.com", ofMinutes(30));
    outbox.tick();
    smtp.clock().advance(ofMinutes(31));
    outbox.tick();

    assertThat(smtp).as(fault.toString()).recipient("bob@example.com").wasAccepted();
  }
  // </4>
}
