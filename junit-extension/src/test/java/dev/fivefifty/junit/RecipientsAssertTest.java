package dev.fivefifty.junit;

import static dev.fivefifty.junit.Failing.but;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;

import dev.fivefifty.FiveFifty;
import org.junit.jupiter.api.Test;

/** Who was still served when one recipient was refused. */
class RecipientsAssertTest extends EitherWay {
  private static final String ANN = "ann@example.com";
  private static final String BOB = "bob@example.com";
  private static final String GONE = "gone@example.com";

  private final FiveFifty smtp = start(FiveFifty.builder());

  @Test
  void the_others_are_served() {
    smtp.add(at(RCPT).to(GONE).reply("550 5.1.1 Mailbox not found"));
    SocketClient.send(smtp, "<1@example.com>", ANN, GONE, BOB);
    assertThat(smtp).recipients(ANN, BOB).wereAccepted().whileRefused(GONE);
    assertThat(smtp).recipients(BOB).whileRefused("GONE@example.com");
    but(() -> assertThat(smtp).recipients(ANN, GONE).wereAccepted())
        .contains("gone@example.com: its only attempt was REFUSED")
        .doesNotContain("ann@example.com:");
  }

  @Test
  void in_another_transaction_is_not_the_same() {
    smtp.add(at(RCPT).to(GONE).reply("550 5.1.1 Mailbox not found"));
    SocketClient.send(smtp, "<1@example.com>", GONE);
    SocketClient.send(smtp, "<2@example.com>", ANN);
    assertThat(smtp).recipients(ANN).wereAccepted();
    but(() -> assertThat(smtp).recipients(ANN).whileRefused(GONE))
        .contains("in that transaction, in session 1, ann@example.com was not named");
  }

  @Test
  void in_another_transaction_of_the_same_session_is_not_the_same() {
    smtp.add(at(RCPT).to(GONE).reply("550 5.1.1 Mailbox not found"));
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.deliver("<1@example.com>", BOB, GONE);
      client.deliver("<2@example.com>", ANN);
    }
    assertThat(smtp).recipients(BOB).whileRefused(GONE);
    but(() -> assertThat(smtp).recipients(ANN, BOB).whileRefused(GONE))
        .contains("ann@example.com was not named")
        .doesNotContain("bob@example.com was");
  }

  @Test
  void nobody_was_refused() {
    SocketClient.send(smtp, "<1@example.com>", ANN, GONE);
    but(() -> assertThat(smtp).recipients(ANN).whileRefused(GONE))
        .contains("gone@example.com was not refused: its only attempt was ACCEPTED");
  }

  @Test
  void refused_for_all_by_the_answer_to_data_is_not_the_same() {
    smtp.add(at(DATA).reply("554 5.5.1 No valid recipients"));
    SocketClient.send(smtp, "<1@example.com>", ANN, GONE);
    but(() -> assertThat(smtp).recipients(ANN).whileRefused(GONE))
        .contains("gone@example.com was refused, but not at RCPT");
  }

  @Test
  void the_message_itself_was_refused() {
    smtp.add(
        at(RCPT).to(GONE).reply("450 4.2.1 Busy"), at(MESSAGE).reply("552 5.3.4 Too big for us"));
    SocketClient.send(smtp, "<1@example.com>", ANN, GONE);
    but(() -> assertThat(smtp).recipients(ANN).whileRefused(GONE))
        .contains("accepted at RCPT, but the message was answered \"552 5.3.4 Too big for us\"");
  }

  @Test
  void another_one_was_refused_too() {
    smtp.add(at(RCPT).reply("550 5.7.1 Nobody"));
    SocketClient.send(smtp, "<1@example.com>", ANN, GONE);
    but(() -> assertThat(smtp).recipients(ANN).whileRefused(GONE))
        .contains("ann@example.com was answered \"550 5.7.1 Nobody\"");
  }
}
