package dev.fivefifty;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.CONTENT;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.file.JournalWriter;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.rule.Bounce;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.InvalidRuleException;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import jakarta.mail.internet.InternetHeaders;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BounceTest {
  /** A guard against hanging, not a measure. */
  private static final Duration GUARD = Duration.ofSeconds(20);

  private static final String MAIL =
      "From: alice@a.example\r\nSubject: Invoice 17\r\nMessage-ID: <17@a.example>\r\n\r\nHello\r\n";
  private static final Bounce UNKNOWN = Bounce.of("550 5.1.1 <${to}>: User unknown");

  private static FiveFifty start(Rule... rules) {
    return FiveFifty.builder().hostname("mx.b.example").rules(rules).start();
  }

  /** Sends a mail, whatever bounces; each word is a command's argument. */
  private static String send(FiveFifty smtp, String from, String... to) {
    return sendMail(smtp, MAIL, from, to);
  }

  private static String sendMail(FiveFifty smtp, String mail, String from, String... to) {
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.accepted("MAIL FROM:" + from);
      for (String each : to) {
        client.accepted("RCPT TO:" + each);
      }
      return client.data(mail);
    }
  }

  private static List<ReceivedMessage> bounces(FiveFifty smtp) {
    return smtp.journal().messages().stream().filter(ReceivedMessage::bounce).toList();
  }

  private static ReceivedMessage bounce(FiveFifty smtp) {
    assertThat(bounces(smtp)).hasSize(1);
    return bounces(smtp).get(0);
  }

  private static MultipartReport report(ReceivedMessage bounce) throws Exception {
    return (MultipartReport) bounce.mimeMessage().getContent();
  }

  private static InternetHeaders group(ReceivedMessage bounce, int number) throws Exception {
    DeliveryStatus status = (DeliveryStatus) report(bounce).getReport();
    return number == 0 ? status.getMessageDSN() : status.getRecipientDSN(number - 1);
  }

  /** What the journal notes where the message was accepted. */
  private static String note(FiveFifty smtp) {
    return smtp.journal().exchanges().stream()
        .filter(exchange -> exchange.stage() == Stage.MESSAGE)
        .reduce((first, second) -> second)
        .flatMap(Exchange::note)
        .orElse("");
  }

  private static void awaitNote(FiveFifty smtp, String text) {
    Awaitility.await().atMost(GUARD).untilAsserted(() -> assertThat(note(smtp)).contains(text));
  }

  @Test
  void a_recipient_bounces_once_the_message_is_accepted() throws Exception {
    try (FiveFifty smtp = start(at(RCPT).name("unknown").to("gone@b.example").bounce(UNKNOWN))) {
      String reply =
          send(
              smtp,
              "<alice@a.example> RET=FULL ENVID=QQ+2B314",
              "<gone@b.example> NOTIFY=FAILURE ORCPT=rfc822;Gone+2B1@b.example",
              "<bob@b.example>");
      assertThat(reply).startsWith("250 2.0.0");

      ReceivedMessage bounce = bounce(smtp);
      assertThat(smtp.journal().messages()).hasSize(2);
      ReceivedMessage original = smtp.journal().messages().get(0);
      assertThat(original.bounce()).isFalse();
      assertThat(original.recipientAddresses()).containsExactly("gone@b.example", "bob@b.example");
      assertThat(bounce.sender()).isEmpty();
      assertThat(bounce.recipientAddresses()).containsExactly("alice@a.example");
      assertThat(bounce.rule()).contains("unknown");
      assertThat(bounce.session()).isEqualTo(original.session());
      assertThat(bounce.toString()).endsWith(", a bounce made here");
      assertThat(note(smtp)).isEqualTo("a bounce to <alice@a.example> is message 2");
      assertThat(group(bounce, 0).getHeader("Original-Envelope-Id", null)).isEqualTo("QQ+314");
      assertThat(group(bounce, 0).getHeader("Reporting-MTA", null)).isEqualTo("dns; mx.b.example");
      assertThat(group(bounce, 0).getHeader("Arrival-Date", null)).isNotNull();
      assertThat(((DeliveryStatus) report(bounce).getReport()).getRecipientDSNCount()).isEqualTo(1);
      assertThat(group(bounce, 1).getHeader("Final-Recipient", null))
          .isEqualTo("rfc822;gone@b.example");
      assertThat(group(bounce, 1).getHeader("Original-Recipient", null))
          .isEqualTo("rfc822;Gone+1@b.example");
      assertThat(group(bounce, 1).getHeader("Diagnostic-Code", null))
          .isEqualTo("smtp; 550 5.1.1 <gone@b.example>: User unknown");
      assertThat(report(bounce).getReturnedMessage().getMessageID()).isEqualTo("<17@a.example>");
    }
  }

  @Test
  void it_is_nobody_s_attempt() {
    try (FiveFifty smtp = start(at(MESSAGE).bounce(UNKNOWN))) {
      send(smtp, "<alice@a.example>", "<bob@b.example>");
      assertThat(bounces(smtp)).hasSize(1);
      assertThat(smtp.journal().attempts())
          .extracting(attempt -> attempt.recipient().orElse("?"))
          .containsExactly("bob@b.example");
      assertThat(smtp.journal().attempts().get(0).result()).isEqualTo(Attempt.Result.ACCEPTED);
      assertThat(smtp.journal().sessions()).hasSize(1);
    }
  }

  @Test
  void it_waits_by_the_server_s_clock() throws Exception {
    try (FiveFifty smtp = start(at(MESSAGE).bounce(UNKNOWN.after(Duration.ofHours(2))))) {
      send(smtp, "<alice@a.example>", "<bob@b.example>");
      assertThat(note(smtp)).isEqualTo("a bounce to <alice@a.example> is due 2h later");
      smtp.clock().advance(Duration.ofMinutes(119));
      assertThat(bounces(smtp)).isEmpty();
      smtp.clock().advance(Duration.ofMinutes(1));
      // As soon as advance returns.
      ReceivedMessage bounce = bounce(smtp);
      assertThat(Duration.between(smtp.journal().messages().get(0).at(), bounce.at()))
          .isGreaterThanOrEqualTo(Duration.ofHours(2));
      assertThat(note(smtp)).endsWith("; a bounce to <alice@a.example> is message 2");
      assertThat(smtp.takeMessage(GUARD).bounce()).isFalse();
      assertThat(smtp.takeMessage(GUARD).bounce()).isTrue();
    }
  }

  @Test
  void only_the_recipients_that_match_bounce() throws Exception {
    try (FiveFifty smtp = start(at(MESSAGE).to("*@gone.example").bounce(UNKNOWN))) {
      send(
          smtp,
          "<alice@a.example>",
          "<a@gone.example>",
          "<b@b.example>",
          "<c@gone.example> NOTIFY=NEVER",
          "<d@gone.example>");
      DeliveryStatus status = (DeliveryStatus) report(bounce(smtp)).getReport();
      assertThat(status.getRecipientDSNCount()).isEqualTo(2);
      assertThat(group(bounce(smtp), 1).getHeader("Diagnostic-Code", null)).contains("<a@gone");
      assertThat(group(bounce(smtp), 2).getHeader("Diagnostic-Code", null)).contains("<d@gone");
      assertThat(note(smtp))
          .isEqualTo(
              "no bounce for <c@gone.example>: NOTIFY=NEVER; a bounce to <alice@a.example> is"
                  + " message 2");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "550 5.1.1 No, NEVER, false",
    "550 5.1.1 No, FAILURE, true",
    "550 5.1.1 No, 'delay,failure', true",
    "550 5.1.1 No, 'SUCCESS,DELAY', false",
    "550 5.1.1 No, , true",
    "450 4.2.2 Full, , true",
    "450 4.2.2 Full, DELAY, true",
    "450 4.2.2 Full, FAILURE, false",
    "250 2.1.5 Delivered, , false",
    "250 2.1.5 Delivered, SUCCESS, true",
    "250 2.1.5 Delivered, FAILURE, false"
  })
  void notify_is_honoured(String reply, String notify, boolean told) throws Exception {
    try (FiveFifty smtp = start(at(RCPT).bounce(reply))) {
      send(
          smtp,
          "<alice@a.example>",
          "<bob@b.example>" + (notify == null ? "" : " NOTIFY=" + notify));
      assertThat(bounces(smtp)).hasSize(told ? 1 : 0);
      if (told) {
        assertThat(group(bounce(smtp), 1).getHeader("Status", null))
            .isEqualTo(reply.substring(4, 9));
      } else {
        assertThat(note(smtp)).startsWith("no bounce for <bob@b.example>: NOTIFY");
      }
    }
  }

  @Test
  void there_is_no_bounce_of_a_bounce() {
    try (FiveFifty smtp = start(at(RCPT).bounce(UNKNOWN))) {
      assertThat(send(smtp, "<>", "<bob@b.example>")).startsWith("250");
      assertThat(smtp.journal().messages()).hasSize(1);
      assertThat(note(smtp)).startsWith("no bounce: the reverse path is null");
    }
  }

  @Test
  void nothing_bounces_that_was_not_accepted() {
    try (FiveFifty smtp =
        start(at(RCPT).bounce(UNKNOWN), at(MESSAGE).subject("Invoice*").reply("554 5.7.1 No"))) {
      assertThat(send(smtp, "<alice@a.example>", "<bob@b.example>")).startsWith("554");
      assertThat(smtp.journal().messages()).isEmpty();
      assertThat(note(smtp)).isEmpty();
    }
  }

  @Test
  void a_message_may_be_thrown_away_or_kept_without_a_word() throws Exception {
    try (FiveFifty smtp =
        start(
            at(MESSAGE).to("a@b.example").message(MessageFate.DISCARD).bounce(UNKNOWN),
            at(MESSAGE)
                .to("b@b.example")
                .message(MessageFate.KEEP)
                .close(Close.FIN)
                .bounce(UNKNOWN))) {
      assertThat(send(smtp, "<alice@a.example>", "<a@b.example>")).startsWith("250");
      assertThat(bounce(smtp).sender()).isEmpty();
      assertThat(report(bounce(smtp)).getReturnedMessage().getSubject()).isEqualTo("Invoice 17");
      assertThat(send(smtp, "<alice@a.example>", "<b@b.example>")).isEmpty();
      assertThat(bounces(smtp)).hasSize(2);
    }
  }

  @Test
  void a_rule_at_content_tells_too_and_each_once() throws Exception {
    try (FiveFifty smtp =
        start(
            at(CONTENT).subject("Invoice*").bounce(UNKNOWN),
            at(CONTENT).size(">10").bounce(UNKNOWN),
            at(RCPT).bounce(Bounce.of("450 4.4.1 No answer yet").after(Duration.ofMinutes(5))))) {
      send(smtp, "<alice@a.example>", "<bob@b.example>");
      assertThat(bounces(smtp)).hasSize(1);
      smtp.clock().advance(Duration.ofMinutes(5));
      assertThat(bounces(smtp)).hasSize(2);
      assertThat(group(bounces(smtp).get(0), 1).getHeader("Action", null)).isEqualTo("failed");
      assertThat(group(bounces(smtp).get(1), 1).getHeader("Action", null)).isEqualTo("delayed");
    }
  }

  @Test
  void a_failure_after_a_temporary_reply() throws Exception {
    try (FiveFifty smtp =
        start(at(MESSAGE).bounce(Bounce.of("450 4.4.7 Expired").action(DsnAction.FAILED)))) {
      send(smtp, "<alice@a.example> RET=HDRS", "<bob@b.example>");
      assertThat(group(bounce(smtp), 1).getHeader("Action", null)).isEqualTo("failed");
      assertThat(group(bounce(smtp), 1).getHeader("Status", null)).isEqualTo("4.4.7");
      assertThat(report(bounce(smtp)).getBodyPart(2).getContentType())
          .isEqualTo("text/rfc822-headers");
    }
  }

  @Test
  void addresses_in_utf_8() {
    try (FiveFifty smtp = start(at(RCPT).bounce(UNKNOWN))) {
      try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
        client.send("MAIL FROM:<jörg@a.example> SMTPUTF8\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(client.reply()).startsWith("250");
        client.send(
            "RCPT TO:<bób@b.example> ORCPT=utf-8;b\\x{F3}b@b.example\r\n"
                .getBytes(StandardCharsets.UTF_8));
        assertThat(client.reply()).startsWith("250");
        assertThat(client.data(MAIL)).startsWith("250");
      }
      assertThat(new String(bounce(smtp).content(), StandardCharsets.UTF_8))
          .contains(
              "\r\nContent-Type: message/global-delivery-status\r\n",
              "\r\nOriginal-Recipient: utf-8;bób@b.example\r\n",
              "\r\nFinal-Recipient: utf-8;bób@b.example\r\n");
    }
  }

  @Test
  void another_server_takes_it_as_it_is() throws Exception {
    try (FiveFifty mailboxes = FiveFifty.start();
        FiveFifty smtp =
            FiveFifty.builder()
                .hostname("mx.b.example")
                .bouncesTo(mailboxes)
                .rules(at(MESSAGE).bounce(UNKNOWN.after(Duration.ofDays(1))))
                .start()) {
      sendMail(
          smtp,
          MAIL + "Gr\u00fc\u00dfe\r\n.. two dots\r\n",
          "<alice@a.example>",
          "<bob@b.example>");
      smtp.clock().advance(Duration.ofDays(1));
      ReceivedMessage bounce = mailboxes.takeMessage(GUARD);
      assertThat(bounce.sender()).isEmpty();
      assertThat(bounce.recipientAddresses()).containsExactly("alice@a.example");
      assertThat(bounce.parameters()).containsEntry("BODY", "8BITMIME");
      assertThat(bounce.recipients().get(0).parameters()).containsEntry("NOTIFY", "NEVER");
      assertThat(bounce.helo()).isEqualTo("mx.b.example");
      assertThat(group(bounce, 1).getHeader("Status", null)).isEqualTo("5.1.1");
      assertThat(bounce.bounce()).isFalse();
      String original =
          new String(smtp.journal().messages().get(0).content(), StandardCharsets.ISO_8859_1);
      assertThat(original).contains("\u00fc");
      assertThat(new String(bounce.content(), StandardCharsets.ISO_8859_1)).contains(original);
      assertThat(bounces(smtp)).isEmpty();
      awaitNote(
          smtp,
          "a bounce to <alice@a.example> was sent to "
              + mailboxes.host()
              + ":"
              + mailboxes.port()
              + ": 250 2.0.0");
    }
  }

  @Test
  void utf_8_goes_only_where_it_is_offered() {
    try (FiveFifty mailboxes = FiveFifty.start();
        FiveFifty smtp =
            FiveFifty.builder().bouncesTo(mailboxes).rules(at(MESSAGE).bounce(UNKNOWN)).start()) {
      try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
        client.send("MAIL FROM:<jörg@a.example> SMTPUTF8\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(client.reply()).startsWith("250");
        client.accepted("RCPT TO:<bob@b.example>");
        assertThat(client.data(MAIL)).startsWith("250");
      }
      ReceivedMessage bounce = mailboxes.takeMessage(GUARD);
      assertThat(bounce.recipientAddresses()).containsExactly("jörg@a.example");
      assertThat(bounce.parameters()).containsKey("SMTPUTF8");

      mailboxes.add(
          at(Stage.EHLO).capabilities(dev.fivefifty.rule.Capabilities.remove("8BITMIME")));
      sendMail(smtp, MAIL + "\u00fc\r\n", "<alice@a.example>", "<bob@b.example>");
      awaitNote(smtp, "was not sent: it is 8-bit, and");
      assertThat(mailboxes.journal().messages()).hasSize(1);
    }
  }

  @Test
  void what_another_server_refuses_is_noted_and_not_sent_again() {
    try (FiveFifty mailboxes = FiveFifty.start();
        FiveFifty smtp =
            FiveFifty.builder().bouncesTo(mailboxes).rules(at(MESSAGE).bounce(UNKNOWN)).start()) {
      mailboxes.add(at(RCPT).to("alice@*").reply("550 5.1.1 No Alice here"));
      send(smtp, "<alice@a.example>", "<bob@b.example>");
      awaitNote(smtp, "was refused by " + mailboxes.host());
      assertThat(note(smtp)).endsWith("550 5.1.1 No Alice here");
      assertThat(mailboxes.journal().attempts()).hasSize(1);
      assertThat(mailboxes.journal().attempts().get(0).sender()).contains("");
    }
  }

  @Test
  void what_cannot_be_sent_is_noted() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    try (FiveFifty smtp =
        FiveFifty.builder()
            .bouncesTo("127.0.0.1", nobody)
            .rules(at(MESSAGE).bounce(UNKNOWN))
            .start()) {
      assertThat(send(smtp, "<alice@a.example>", "<bob@b.example>")).startsWith("250");
      awaitNote(smtp, "was not sent: 127.0.0.1:" + nobody + ": ");
    }
  }

  @Test
  void reset_and_close_give_up_what_waits() {
    FiveFifty smtp = start(at(MESSAGE).bounce(UNKNOWN.after(Duration.ofMinutes(1))));
    try (smtp) {
      send(smtp, "<alice@a.example>", "<bob@b.example>");
      smtp.reset();
      smtp.clock().advance(Duration.ofMinutes(1));
      assertThat(smtp.journal().messages()).isEmpty();
      send(smtp, "<alice@a.example>", "<bob@b.example>");
    }
    assertThat(note(smtp)).endsWith("was not sent: the server was closed");
    assertThat(bounces(smtp)).isEmpty();
  }

  @Test
  void it_is_marked_over_http_too() {
    try (FiveFifty smtp =
        FiveFifty.builder().http(0).rules(at(MESSAGE).name("late").bounce(UNKNOWN)).start()) {
      send(smtp, "<alice@a.example>", "<bob@b.example>");
      try (FiveFifty remote = FiveFifty.connect(smtp.apiUri())) {
        assertThat(bounce(remote).content()).isEqualTo(bounce(smtp).content());
        assertThat(bounce(remote).rule()).contains("late");
        assertThat(bounce(remote).session()).isEqualTo(1);
        assertThat(bounce(remote).at()).isEqualTo(bounce(smtp).at());
        assertThat(remote.rules().get("late")).isEqualTo(smtp.rules().get("late"));
        assertThat(note(remote)).isEqualTo("a bounce to <alice@a.example> is message 2");
      }
      assertThat(JournalWriter.message(bounce(smtp))).containsEntry("bounce", true);
      assertThat(JournalWriter.message(smtp.journal().messages().get(0)))
          .doesNotContainKey("bounce");
    }
  }

  @Test
  void a_rule_file_says_it_and_where_it_goes() {
    try (FiveFifty mailboxes = FiveFifty.start();
        FiveFifty smtp =
            FiveFifty.builder()
                .loaded(
                    RuleFiles.parse(
                        "r.yaml",
                        """
                        server: { bounces: { to: "127.0.0.1:%d" } }
                        rules:
                          - at: message
                            bounce: { reply: "550 5.1.1 <${to}>: User unknown", after: 5s }
                        """
                            .formatted(mailboxes.port())))
                .port(0)
                .start()) {
      assertThat(smtp.rules().values())
          .containsExactly(at(MESSAGE).bounce(UNKNOWN.after(Duration.ofSeconds(5))));
      send(smtp, "<alice@a.example>", "<bob@b.example>");
      smtp.clock().advance(Duration.ofSeconds(5));
      assertThat(mailboxes.takeMessage(GUARD).recipientAddresses())
          .containsExactly("alice@a.example");
    }
  }

  static Stream<Rule> refused() {
    return Stream.of(
        at(RCPT).reply("550 5.1.1 No").bounce(UNKNOWN),
        at(RCPT).close(Close.FIN).bounce(UNKNOWN),
        at(MESSAGE).replyNone().bounce(UNKNOWN),
        at(Stage.MAIL).bounce(UNKNOWN),
        at(MESSAGE).bounce("550 5.1.1 ${nobody}"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_cannot_be_meant_is_refused(Rule rule) {
    try (FiveFifty smtp = FiveFifty.start()) {
      assertThatThrownBy(() -> smtp.add(rule)).isInstanceOf(InvalidRuleException.class);
    }
    assertThatThrownBy(() -> Bounce.of("354 Go")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UNKNOWN.after(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UNKNOWN.action(DsnAction.DELAYED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FiveFifty.builder().bouncesTo("a.example", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
