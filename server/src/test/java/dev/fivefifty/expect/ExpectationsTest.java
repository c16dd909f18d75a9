package dev.fivefifty.expect;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Attempt.Result;
import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.NumberPattern;
import dev.fivefifty.wire.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every question, asked about one afternoon: busy@example.com is deferred once and comes back on
 * the same connection after four minutes, with gone@example.com, who is refused; then somebody is
 * turned away at MAIL.
 */
class ExpectationsTest {
  private static final Duration GUARD = Duration.ofSeconds(20);
  private static FiveFifty smtp;
  private static Evidence evidence;

  @BeforeAll
  static void happens() {
    smtp =
        FiveFifty.builder()
            .rules(
                at(MAIL).name("blocked").from("spam@*").reply("550 5.7.1 Blocked"),
                at(RCPT).name("busy").to("busy@*").times(1).reply("450 4.2.1 Busy"),
                at(RCPT).name("gone").to("gone@*").reply("550 5.1.1 Mailbox not found"))
            .start();
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.ask("MAIL FROM:<app@example.com>");
      client.ask("RCPT TO:<busy@example.com>");
      client.ask("RSET");
      smtp.clock().advance(Duration.ofMinutes(4));
      client.ask("MAIL FROM:<app@example.com>");
      client.ask("RCPT TO:<gone@example.com>");
      client.ask("RCPT TO:<busy@example.com>");
      client.data("Message-ID: <1@x>\r\nSubject: Invoice 42\r\n\r\nHi");
      client.ask("QUIT");
    }
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.ask("MAIL FROM:<spam@example.com>");
    }
    Awaitility.await()
        .atMost(GUARD)
        .until(() -> smtp.journal().sessions().stream().noneMatch(Session::isOpen));
    evidence = smtp.evidence();
  }

  @AfterAll
  static void stop() {
    smtp.close();
  }

  private static RecipientExpectations busy() {
    return Expectations.recipient("busy@example.com");
  }

  private static RecipientExpectations gone() {
    return Expectations.recipient("gone@example.com");
  }

  private static MessageExpectations messages(String subject) {
    return Expectations.messages(MessageFilter.ANY.subject(subject));
  }

  private static OneMessageExpectations message() {
    return Expectations.message(smtp.journal().messages().get(0));
  }

  private static RecipientsExpectations served(String... addresses) {
    return Expectations.recipients(List.of(addresses));
  }

  static Stream<Expectation> yes() {
    SessionExpectations first = Expectations.sessions().number(1);
    return Stream.of(
        busy().attempted(Times.twice()),
        Expectations.recipient("ann@example.com").notAttempted(),
        busy().accepted(),
        busy().acceptedAt(2),
        busy().result(Result.DEFERRED),
        busy().repliedWith(ReplyPattern.parse("450 4.2.1")),
        busy().stored(),
        busy().oneCopy(),
        busy().retried(),
        busy().retriedOnSameConnection(),
        busy().gapsOfAtLeast(Duration.ofMinutes(4)),
        busy().gapsOfAtMost(Duration.ofMinutes(6)),
        gone().notRetried(),
        Expectations.unknownRecipient().repliedWith(ReplyPattern.parse("550 blocked")),
        Expectations.anyRecipient().attempted(Times.times(4)),
        served("busy@example.com").accepted(),
        served("busy@example.com").acceptedWhileRefused("gone@example.com"),
        messages("Invoice*").stored(Times.once()),
        messages("Reminder*").noneStored(),
        message().fits(MessageFilter.ANY.from("app@*")),
        message().recipients("busy@example.com"),
        message().size(NumberPattern.parse(">10")),
        Expectations.oneCopyOf("1@x"),
        Expectations.sessions().counted(Times.twice()),
        first.exists(),
        first.says("EHLO", "MAIL", "RCPT", "RSET", "MAIL", "RCPT", "RCPT", "DATA", "QUIT"),
        first.saysInOrder("RSET", "DATA"),
        first.saidQuit(),
        first.ended(Session.End.QUIT),
        first.helo("client.example"),
        Expectations.rule("gone").applied(Times.once()));
  }

  static Stream<Arguments> no() {
    SessionExpectations last = Expectations.sessions().last();
    return Stream.of(
        arguments(busy().attempted(Times.once()), "attempted twice: 1 ACCEPTED, 1 DEFERRED"),
        arguments(busy().notAttempted(), "the first attempt was DEFERRED by rule 'busy'"),
        arguments(gone().accepted(), "its only attempt was REFUSED by rule 'gone'"),
        arguments(busy().acceptedAt(1), "accepted at the second attempt"),
        arguments(busy().result(Result.LOST), "the last attempt was ACCEPTED by default"),
        arguments(gone().repliedWith(ReplyPattern.parse("550 5.7.1")), "is 5.1.1, not 5.7.1"),
        arguments(gone().stored(), "its only attempt was REFUSED"),
        arguments(gone().oneCopy(), "nothing was stored"),
        arguments(gone().retried(), "its only attempt was REFUSED"),
        arguments(busy().retriedOnNewConnection(), "came on the same connection"),
        arguments(busy().gapsOfAtLeast(Duration.ofHours(1)), "the only gap was 4m"),
        arguments(busy().gapsOfAtMost(Duration.ofMinutes(1)), "the only gap was 4m"),
        arguments(busy().notRetried(), "it was retried 4m"),
        arguments(Expectations.recipient("bsuy@example.com").accepted(), "busy@example.com"),
        arguments(served("busy@example.com", "gone@example.com").accepted(), "gone@example.com:"),
        arguments(
            served("ann@example.com").acceptedWhileRefused("gone@example.com"), "was not named"),
        arguments(messages("Reminder*").stored(Times.once()), "was \"Invoice 42\""),
        arguments(messages("Invoice*").noneStored(), "it was stored once"),
        arguments(message().fits(MessageFilter.ANY.to("gone@*")), "was \"busy@example.com\""),
        arguments(message().recipients("gone@example.com"), "missing gone@example.com"),
        arguments(message().size(NumberPattern.parse("1")), "bytes"),
        arguments(message().content(new byte[] {'M', 'e', 'x'}), "byte 2: expected 78, was 73"),
        arguments(Expectations.oneCopyOf("2@x"), "was <1@x>"),
        arguments(Expectations.sessions().counted(Times.once()), "there are 2 sessions"),
        arguments(Expectations.sessions().none(), "there are 2 sessions"),
        arguments(Expectations.sessions().number(3).exists(), "there are 2 sessions"),
        arguments(last.says("EHLO", "MAIL", "QUIT"), "QUIT is missing at the end"),
        arguments(last.saysInOrder("RCPT"), "there is no RCPT"),
        arguments(last.saidQuit(), "it ended with CLIENT_CLOSED"),
        arguments(last.ended(Session.End.QUIT), "it ended with CLIENT_CLOSED"),
        arguments(last.underTls(), "it is in plain text"),
        arguments(last.authenticatedAs("alice"), "the client did not say AUTH"),
        arguments(last.helo("other"), "the client called itself client.example"),
        arguments(Expectations.rule("gone").applied(Times.twice()), "it applied once"),
        arguments(Expectations.rule("gone").notApplied(), "it applied once"));
  }

  @ParameterizedTest
  @MethodSource
  void yes(Expectation expectation) {
    Judgement judgement = expectation.judge(evidence);
    assertThat(judgement.holds()).as(judgement.reason()).isTrue();
    // What is so cannot be said to be lost for ever.
    assertThat(judgement.isFinal()).isFalse();
  }

  @ParameterizedTest
  @MethodSource
  void no(Expectation expectation, String reason) {
    Judgement judgement = expectation.judge(evidence);
    assertThat(judgement.holds()).isFalse();
    assertThat(judgement.reason()).contains(reason);
    assertThat(Explanation.of(expectation, judgement, evidence).toString())
        .contains("Expected: " + expectation.sentence())
        .contains("But:      " + judgement.reason())
        .contains("What was said")
        .contains("Seed " + smtp.seed());
  }
}
