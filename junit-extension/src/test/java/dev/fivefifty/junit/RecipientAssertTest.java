package dev.fivefifty.junit;

import static dev.fivefifty.expect.Times.atLeast;
import static dev.fivefifty.expect.Times.between;
import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.expect.Times.times;
import static dev.fivefifty.expect.Times.twice;
import static dev.fivefifty.junit.Failing.but;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static dev.fivefifty.rule.Turn.turn;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.MessageFate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every question about a recipient, answered with yes and with no. */
class RecipientAssertTest extends EitherWay {
  private static final String BOB = "bob@example.com";
  private static final String ID = "<1@example.com>";

  private final FiveFifty smtp = start(FiveFifty.builder());

  private RecipientAssert bob() {
    return assertThat(smtp).recipient(BOB);
  }

  private void send() {
    SocketClient.send(smtp, ID, BOB);
  }

  @Test
  void how_often() {
    but(() -> bob().wasAttempted()).contains("But:      no client has connected");
    send();
    bob().wasAttempted().wasAttempted(once()).wasAttempted(between(1, 2));
    but(() -> bob().wasAttempted(twice()))
        .contains("bob@example.com was attempted twice", "its only attempt was ACCEPTED");
    send();
    assertThat(smtp).recipient("BOB@example.COM").wasAttempted(twice()).wasAttempted(atLeast(2));
    but(() -> bob().wasAttempted(once())).contains("it was attempted twice: 2 ACCEPTED");
    but(() -> bob().wasAttempted(times(3))).contains("was attempted 3 times");
    but(() -> bob().wasAttempted(atLeast(3))).contains("was attempted at least 3 times");
  }

  @Test
  void accepted() {
    smtp.add(at(RCPT).name("later").times(2).reply("450 4.2.1 Busy"));
    send();
    but(() -> bob().wasAccepted()).contains("its only attempt was DEFERRED by rule 'later'");
    send();
    but(() -> bob().afterAttempts(3)).contains("was accepted at the third attempt", "twice");
    send();
    bob().wasAccepted().afterAttempts(3);
    but(() -> bob().afterAttempts(2)).contains("it was accepted at the third attempt");
    but(() -> bob().afterAttempts(22)).contains("was accepted at the 22nd attempt");
  }

  @Test
  void deferred_and_refused() {
    smtp.add(
        at(RCPT).to("gone@*").reply("550 5.1.1 Mailbox not found"),
        at(RCPT).to("busy@*").reply("450 4.2.1 Mailbox busy"),
        at(RCPT).to("bare@*").reply("554 No"));
    SocketClient.send(smtp, ID, "gone@example.com");
    SocketClient.send(smtp, ID, "busy@example.com");
    SocketClient.send(smtp, ID, "bare@example.com");
    assertThat(smtp)
        .recipient("gone@example.com")
        .wasRefused()
        .wasRefusedWith("550")
        .wasRefusedWith("550 5.1.1")
        .wasRefusedWith("550 mailbox")
        .wasRefusedWith("550 5.1.1 not FOUND");
    assertThat(smtp).recipient("busy@example.com").wasDeferred().wasDeferredWith("450 4.2.1");
    but(() -> assertThat(smtp).recipient("gone@example.com").wasDeferred())
        .contains("gone@example.com was deferred", "its only attempt was REFUSED");
    but(() -> assertThat(smtp).recipient("busy@example.com").wasRefused())
        .contains("its only attempt was DEFERRED");
    but(() -> assertThat(smtp).recipient("gone@example.com").wasRefusedWith("551"))
        .contains("the code is 550, not 551");
    but(() -> assertThat(smtp).recipient("gone@example.com").wasRefusedWith("550 5.1.1 full"))
        .contains("its text does not contain \"full\"");
    but(() -> assertThat(smtp).recipient("bare@example.com").wasRefusedWith("554 5.0.0"))
        .contains("it has no enhanced code, not 5.0.0");
    but(() -> assertThat(smtp).recipient("busy@example.com").wasDeferredWith("451"))
        .contains("the code is 450, not 451");
    but(() -> assertThat(smtp).recipient("busy@example.com").wasRefusedWith("550"))
        .contains("its only attempt was DEFERRED");
  }

  @Test
  void the_nearest_reply_is_told() {
    smtp.add(
        at(RCPT)
            .sequence(
                turn().reply("451 4.3.0 Broken"),
                turn().reply("550 5.7.1 Blocked"),
                turn().reply("450 4.2.1 Busy")));
    send();
    send();
    send();
    but(() -> bob().wasRefusedWith("550 5.1.1"))
        .contains("550 5.7.1 Blocked", "the enhanced code is 5.7.1, not 5.1.1");
  }

  @Test
  void lost_though_stored() {
    but(() -> bob().wasLost()).contains("no client has connected");
    smtp.add(at(MESSAGE).name("lost ack").times(1).message(MessageFate.KEEP).close(Close.RESET));
    send();
    bob().wasLost().wasStored().hasExactlyOneCopy();
    but(() -> bob().wasAccepted())
        .contains("LOST by rule 'lost ack' without a reply, though the message was stored");
    send();
    but(() -> bob().hasExactlyOneCopy())
        .contains("there are 2 copies of <1@example.com> for bob@example.com");
  }

  @Test
  void abandoned() {
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.ask("MAIL FROM:<app@example.com>");
      client.ask("RCPT TO:<bob@example.com>");
      client.ask("RSET");
      bob().wasAbandoned();
      but(() -> bob().wasLost()).contains("its only attempt was ABANDONED by the client");
      but(() -> bob().wasStored()).contains("its only attempt was ABANDONED by the client");
      client.deliver(ID, "ann@example.com");
    }
    but(() -> assertThat(smtp).recipient("ann@example.com").wasAbandoned())
        .contains("its only attempt was ACCEPTED by default");
  }

  @Test
  void copies() {
    SocketClient.send(smtp, ID, BOB, "ann@example.com");
    SocketClient.send(smtp, "<2@example.com>", BOB);
    bob().hasExactlyOneCopy();
    assertThat(smtp).storedExactlyOneCopyOf(ID).storedExactlyOneCopyOf("2@example.com");
    assertThat(smtp).anyRecipient().hasExactlyOneCopy();
    but(() -> assertThat(smtp).storedExactlyOneCopyOf("<3@example.com>"))
        .contains("exactly one copy with Message-ID <3@example.com> is stored")
        .contains("differs in Message-ID: expected <3@example.com>, was <1@example.com>");
    // To another recipient: no copy.
    SocketClient.send(smtp, ID, "carol@example.com");
    assertThat(smtp).storedExactlyOneCopyOf(ID);
    SocketClient.send(smtp, ID, "ann@example.com");
    but(() -> assertThat(smtp).storedExactlyOneCopyOf(ID))
        .contains("there are 2 copies of <1@example.com> for ann@example.com");
    but(() -> assertThat(smtp).anyRecipient().hasExactlyOneCopy())
        .contains("2 copies of <1@example.com> for ann@example.com");
  }

  @Test
  void messages_without_an_id_cannot_be_told_apart() {
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.content("Subject: one\r\n\r\nHello", BOB);
      bob().hasExactlyOneCopy();
      client.content("Subject: two\r\n\r\nHello", BOB);
      but(() -> bob().hasExactlyOneCopy()).contains("2 copies of a message without Message-ID");
    }
  }

  @Test
  void retried() {
    smtp.add(at(RCPT).times(1).reply("450 4.2.1 Busy"));
    but(() -> bob().wasRetried()).contains("no client has connected");
    send();
    but(() -> bob().wasRetried()).contains("its only attempt was DEFERRED");
    but(() -> bob().withGapsOfAtLeast(Duration.ofSeconds(1)))
        .contains("there is no gap: its only attempt was DEFERRED");
    but(() -> bob().wasRetriedOnANewConnection()).contains("its only attempt was DEFERRED");
    smtp.clock().advance(Duration.ofMinutes(5));
    send();
    bob()
        .wasRetried()
        .wasRetriedOnANewConnection()
        .withGapsOfAtLeast(Duration.ofMinutes(5))
        .withGapsOfAtMost(Duration.ofMinutes(6));
    but(() -> bob().wasRetriedOnTheSameConnection())
        .contains("came on another connection than the attempt before it, in session 1");
    but(() -> bob().withGapsOfAtLeast(Duration.ofMinutes(10))).contains("the only gap was 5m");
    but(() -> bob().withGapsOfAtMost(Duration.ofMinutes(1))).contains("the only gap was 5m");
    // Longer by what real time took: rounded down, it would look right.
    but(() -> bob().withGapsOfAtMost(Duration.ofMinutes(5))).containsPattern("gap was 5m[0-9]");
  }

  @Test
  void retried_on_the_same_connection() {
    smtp.add(at(RCPT).times(1).reply("450 4.2.1 Busy"));
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.deliver(ID, BOB);
      client.deliver(ID, BOB);
    }
    bob().wasRetriedOnTheSameConnection();
    but(() -> bob().wasRetriedOnANewConnection()).contains("came on the same connection");
  }

  @Test
  void another_message_is_no_retry() {
    send();
    SocketClient.send(smtp, "<2@example.com>", BOB);
    but(() -> bob().wasRetried()).contains("no attempt of 2 repeats another");
    bob().isNotRetriedFor(Duration.ofMillis(50));
  }

  @Test
  void an_attempt_that_named_nobody_is_the_earlier_try() {
    smtp.add(at(MAIL).name("busy").times(1).reply("421 4.3.2 Too busy"));
    send();
    but(() -> bob().wasAttempted())
        .contains("no attempt named it", "DEFERRED by rule 'busy' with \"421 4.3.2 Too busy\"");
    assertThat(smtp)
        .within(Duration.ofSeconds(20))
        .unknownRecipient()
        .wasDeferredWith("421 4.3.2")
        .wasAttempted(once());
    bob().isNotRetriedFor(Duration.ofMillis(50));
    send();
    bob().wasAttempted(once()).wasRetried().wasRetriedOnANewConnection().afterAttempts(1);
    but(() -> bob().isNotRetriedFor(Duration.ofSeconds(20)))
        .contains("after an attempt that was DEFERRED by rule 'busy'");
    assertThat(smtp).anyRecipient().wasAttempted(twice()).wasAccepted().wasRetried();
  }

  @Test
  void attempts_that_named_nobody_may_be_retries() {
    smtp.add(at(MAIL).name("busy").reply("421 4.3.2 Too busy"));
    send();
    assertThat(smtp).within(Duration.ofSeconds(20)).unknownRecipient().wasAttempted(once());
    send();
    assertThat(smtp)
        .within(Duration.ofSeconds(20))
        .unknownRecipient()
        .wasAttempted(twice())
        .wasRetried();
    but(() -> bob().isNotRetriedFor(Duration.ofSeconds(20)))
        .contains("2 attempts named no recipient, and may all have been for bob@example.com");
  }

  @Test
  void a_later_attempt_that_named_nobody_may_be_a_retry() {
    smtp.add(at(RCPT).reply("550 5.1.1 Mailbox not found"));
    send();
    bob().isNotRetriedFor(Duration.ofMillis(50));
    smtp.replaceRules(at(MAIL).name("busy").reply("421 4.3.2 Too busy"));
    send();
    assertThat(smtp).within(Duration.ofSeconds(20)).unknownRecipient().wasDeferred();
    but(() -> bob().isNotRetriedFor(Duration.ofSeconds(20)))
        .contains("a later attempt, in session 2, named no recipient and may have been a retry")
        .contains("DEFERRED by rule 'busy'");
    but(() -> bob().wasRetried()).contains("its only attempt was REFUSED");
  }

  @Test
  void a_client_that_only_said_hello_did_not_try() {
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.ask("QUIT");
    }
    assertThat(smtp).within(Duration.ofSeconds(20)).unknownRecipient().wasAbandoned();
    but(() -> bob().isNotRetriedFor(Duration.ofSeconds(20)))
        .contains("no client came as far as naming a recipient, in 1 session");
    send();
    but(() -> bob().wasRetried()).contains("its only attempt was ACCEPTED");
  }

  @Test
  void nothing_was_decided_yet() {
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.ask("MAIL FROM:<app@example.com>");
      client.ask("RCPT TO:<bob@example.com>");
      but(() -> bob().wasAttempted())
          .contains("no attempt was decided in 1 session, and not every session has ended");
    }
  }

  @Test
  void others_are_named_where_nobody_is_near() {
    send();
    but(() -> assertThat(smtp).recipient("a.very.different.name@elsewhere.test").wasAccepted())
        .contains("no attempt named it; 1 attempt named bob@example.com");
  }

  @Test
  void not_attempted() {
    bob().isNotAttemptedFor(Duration.ofMillis(50));
    SocketClient.send(smtp, ID, "ann@example.com");
    bob().isNotAttemptedFor(Duration.ofMillis(50));
    send();
    but(() -> bob().isNotAttemptedFor(Duration.ofSeconds(20)))
        .contains("it was attempted once; the first attempt was ACCEPTED");
  }

  @Test
  void refused_later_than_rcpt() {
    smtp.add(at(DATA).name("full").reply("452 4.3.1 Full"));
    send();
    bob().wasDeferredWith("452 4.3.1");
  }
}
