package dev.fivefifty.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DsnTest {
  private static final Instant NOW = Instant.parse("2024-02-29T12:34:56.789Z");
  private static final String MAIL =
      "From: Alice <alice@a.example>\r\n"
          + "To: bob@b.example\r\n"
          + "Subject: Invoice 17\r\n"
          + "Message-ID: <17@a.example>\r\n"
          + "\r\n"
          + "Dear Bob,\r\n..\r\n--\r\nAlice\r\n";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Original original() {
    return Original.from("alice@a.example").content(bytes(MAIL));
  }

  private static Dsn about(Original original) {
    return Dsn.about(original).reportingMta("mx.b.example").at(NOW);
  }

  @Test
  void a_failure_is_what_rfc_3464_says() throws Exception {
    Original original =
        original()
            .parameters(Map.of("ENVID", "QQ+2B314", "RET", "full"))
            .arrival(NOW.minusSeconds(60))
            .receivedFrom("mail.a.example");
    Notice notice =
        about(original)
            .recipient(
                RecipientStatus.failed("bob@b.example", "550 5.1.1 <bob@b.example>: User unknown")
                    .original(OriginalRecipient.parse("rfc822;Bob+2BNews@b.example").orElseThrow())
                    .remoteMta("inner.b.example")
                    .lastAttempt(NOW))
            .notice();
    Parsed dsn = Parsed.of(notice);

    assertThat(notice.sender()).isEmpty();
    assertThat(notice.recipient()).isEqualTo("alice@a.example");
    assertThat(notice.eightBit()).isFalse();
    assertThat(notice.smtpUtf8()).isFalse();
    assertThat(dsn.header("From")).isEqualTo("Mail Delivery System <MAILER-DAEMON@mx.b.example>");
    assertThat(dsn.header("To")).isEqualTo("alice@a.example");
    assertThat(dsn.header("Date")).isEqualTo("Thu, 29 Feb 2024 12:34:56 +0000");
    assertThat(dsn.header("Auto-Submitted")).isEqualTo("auto-replied");
    assertThat(dsn.header("Message-ID")).matches("<\\S+@mx\\.b\\.example>");
    assertThat(dsn.header("MIME-Version")).isEqualTo("1.0");
    assertThat(dsn.message.getContentType()).contains("report-type=delivery-status");
    assertThat(dsn.report.getCount()).isEqualTo(3);

    assertThat(dsn.report.getText())
        .contains("mx.b.example", "<bob@b.example>", "550 5.1.1 <bob@b.example>: User unknown");
    assertThat(dsn.part(2).getContentType()).isEqualTo("message/delivery-status");
    assertThat(dsn.status().getRecipientDSNCount()).isEqualTo(1);
    assertThat(dsn.field(0, "Original-Envelope-Id")).isEqualTo("QQ+314");
    assertThat(dsn.field(0, "Reporting-MTA")).isEqualTo("dns; mx.b.example");
    assertThat(dsn.field(0, "Received-From-MTA")).isEqualTo("dns; mail.a.example");
    assertThat(dsn.field(0, "Arrival-Date")).isEqualTo("Thu, 29 Feb 2024 12:33:56 +0000");
    assertThat(dsn.field(1, "Original-Recipient")).isEqualTo("rfc822;Bob+News@b.example");
    assertThat(dsn.field(1, "Final-Recipient")).isEqualTo("rfc822;bob@b.example");
    assertThat(dsn.field(1, "Action")).isEqualTo("failed");
    assertThat(dsn.field(1, "Status")).isEqualTo("5.1.1");
    assertThat(dsn.field(1, "Remote-MTA")).isEqualTo("dns; inner.b.example");
    assertThat(dsn.field(1, "Diagnostic-Code"))
        .isEqualTo("smtp; 550 5.1.1 <bob@b.example>: User unknown");
    assertThat(dsn.field(1, "Last-Attempt-Date")).isEqualTo("Thu, 29 Feb 2024 12:34:56 +0000");
    assertThat(dsn.part(3).getContentType()).isEqualTo("message/rfc822");
    assertThat(dsn.content(3)).isEqualTo(MAIL);
    assertThat(dsn.returned().getMessageID()).isEqualTo("<17@a.example>");
  }

  @Test
  void the_order_of_the_fields_is_that_of_the_grammar() {
    Notice notice =
        about(original().envelopeId("E").arrival(NOW).receivedFrom("mail.a.example"))
            .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
            .notice();
    assertThat(new String(notice.content(), StandardCharsets.US_ASCII))
        .contains(
            "\r\nContent-Type: message/delivery-status\r\n\r\n"
                + "Original-Envelope-Id: E\r\n"
                + "Reporting-MTA: dns; mx.b.example\r\n"
                + "Received-From-MTA: dns; mail.a.example\r\n"
                + "Arrival-Date: Thu, 29 Feb 2024 12:34:56 +0000\r\n"
                + "\r\n"
                + "Final-Recipient: rfc822;b@b.example\r\n"
                + "Action: failed\r\n"
                + "Status: 5.1.1\r\n"
                + "Diagnostic-Code: smtp; 550 5.1.1 No\r\n"
                + "\r\n--");
  }

  @Test
  void only_the_header_section_comes_back_where_it_was_asked_for() throws Exception {
    Parsed dsn =
        Parsed.of(
            about(original().parameters(Map.of("RET", "HDRS")))
                .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
                .notice());
    assertThat(dsn.part(3).getContentType()).isEqualTo("text/rfc822-headers");
    assertThat(dsn.content(3)).isEqualTo(MAIL.substring(0, MAIL.indexOf("\r\n\r\n") + 2));
    assertThat(dsn.returned().getSubject()).isEqualTo("Invoice 17");
  }

  @Test
  void without_a_failure_the_header_section_is_all_even_for_full() throws Exception {
    Parsed dsn =
        Parsed.of(
            about(original().returning(Return.FULL))
                .recipient(
                    RecipientStatus.delayed("b@b.example", "452 4.2.2 Mailbox full")
                        .willRetryUntil(NOW.plusSeconds(3600)))
                .notice());
    assertThat(dsn.header("Subject")).isEqualTo("Delivery delayed");
    assertThat(dsn.field(1, "Action")).isEqualTo("delayed");
    assertThat(dsn.field(1, "Status")).isEqualTo("4.2.2");
    assertThat(dsn.field(1, "Will-Retry-Until")).isEqualTo("Thu, 29 Feb 2024 13:34:56 +0000");
    assertThat(dsn.part(3).getContentType()).isEqualTo("text/rfc822-headers");
  }

  @Test
  void several_recipients_are_several_groups() throws Exception {
    Parsed dsn =
        Parsed.of(
            about(original())
                .recipient(RecipientStatus.failed("a@b.example", "552 5.2.2 Full"))
                .recipient(RecipientStatus.delivered("b@b.example"))
                .recipient(RecipientStatus.relayed("c@b.example"))
                .recipient(RecipientStatus.expanded("d@b.example"))
                .notice());
    assertThat(dsn.status().getRecipientDSNCount()).isEqualTo(4);
    assertThat(dsn.field(1, "Status")).isEqualTo("5.2.2");
    for (int i = 2; i <= 4; i++) {
      assertThat(dsn.field(i, "Status")).isEqualTo("2.0.0");
      assertThat(dsn.field(i, "Diagnostic-Code")).isNull();
    }
    assertThat(dsn.field(2, "Action")).isEqualTo("delivered");
    assertThat(dsn.field(3, "Action")).isEqualTo("relayed");
    assertThat(dsn.field(4, "Action")).isEqualTo("expanded");
  }

  @Test
  void a_reply_of_several_lines_is_one_diagnostic_and_folded() throws Exception {
    Reply reply =
        Reply.parse(
            java.util.List.of(
                "550 5.1.1 The email account that you tried to reach does not exist.",
                "Please try double-checking the recipient's address"));
    Notice notice =
        about(original())
            .recipient(RecipientStatus.of("b@b.example", DsnAction.FAILED, reply))
            .notice();
    assertThat(Parsed.of(notice).field(1, "Diagnostic-Code"))
        .isEqualTo(
            "smtp; 550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1"
                + " Please try double-checking the recipient's address");
    String text = new String(notice.content(), StandardCharsets.US_ASCII);
    String group = text.substring(text.indexOf("Final-Recipient"), text.lastIndexOf("Content-T"));
    assertThat(group.lines().mapToInt(String::length).max().orElseThrow()).isLessThanOrEqualTo(78);
  }

  @Test
  void eight_bit_content_comes_back_as_it_was() throws Exception {
    String mail = MAIL + "Grüße\r\n";
    Notice notice =
        about(original().content(bytes(mail)))
            .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
            .notice();
    Parsed dsn = Parsed.of(notice);
    assertThat(dsn.content(3)).isEqualTo(mail);
    assertThat(dsn.part(3).getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
    assertThat(dsn.header("Content-Transfer-Encoding")).isEqualTo("8bit");
    assertThat(notice.eightBit()).isTrue();
    assertThat(notice.smtpUtf8()).isFalse();
  }

  @Test
  void headers_with_eight_bits_come_back_quoted_printable() throws Exception {
    String mail = "Subject: Grüße=\r\n\r\nText\r\n";
    Parsed dsn =
        Parsed.of(
            about(original().content(bytes(mail)).returning(Return.HDRS))
                .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
                .notice());
    assertThat(dsn.notice.eightBit()).isFalse();
    assertThat(dsn.part(3).getHeader("Content-Transfer-Encoding"))
        .containsExactly("quoted-printable");
    assertThat(dsn.content(3)).isEqualTo("Subject: Grüße=\r\n");
  }

  @Test
  void addresses_in_utf_8_make_a_global_delivery_status() throws Exception {
    String mail = "From: jörg@a.example\r\nSubject: Grüße\r\n\r\nText\r\n";
    Notice notice =
        Dsn.about(
                Original.from("jörg@a.example")
                    .parameters(Map.of("SMTPUTF8", "", "RET", "FULL"))
                    .content(bytes(mail)))
            .recipient(
                RecipientStatus.failed("bób@b.example", "550 5.1.1 <bób@b.example>: Unbekannt")
                    .original(OriginalRecipient.parse("utf-8;b\\x{F3}b@b.example").orElseThrow()))
            .notice();
    Parsed.keepsToTheLines(notice);
    String text = new String(notice.content(), StandardCharsets.UTF_8);
    assertThat(notice.smtpUtf8()).isTrue();
    assertThat(text)
        .contains("\r\nTo: jörg@a.example\r\n")
        .contains(
            "\r\nContent-Type: message/global-delivery-status\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n")
        .contains("\r\nOriginal-Recipient: utf-8;bób@b.example\r\n")
        .contains("\r\nFinal-Recipient: utf-8;bób@b.example\r\n")
        .contains("\r\nDiagnostic-Code: smtp; 550 5.1.1 <bób@b.example>: Unbekannt\r\n")
        .contains(
            "\r\nContent-Type: message/global\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + mail);
    Notice headersOnly =
        Dsn.about(Original.from("jörg@a.example").returning(Return.HDRS).content(bytes(mail)))
            .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
            .notice();
    assertThat(new String(headersOnly.content(), StandardCharsets.UTF_8))
        .contains("\r\nContent-Type: message/global-headers\r\n")
        .contains("\r\nContent-Type: message/delivery-status\r\n");
  }

  @Test
  void a_sender_who_cannot_read_utf_8_gets_ascii() throws Exception {
    Parsed dsn =
        Parsed.of(
            about(original())
                .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 Unbekannter Empfänger"))
                .notice());
    assertThat(dsn.notice.eightBit()).isFalse();
    assertThat(dsn.field(1, "Diagnostic-Code"))
        .isEqualTo("smtp; 550 5.1.1 Unbekannter Empf\\x{E4}nger");
    assertThat(dsn.report.getText()).contains("Unbekannter Empfänger");
  }

  @Test
  void what_a_mail_cannot_hold_comes_back_as_its_headers() throws Exception {
    for (String body : new String[] {"x".repeat(999), "\0"}) {
      Parsed dsn =
          Parsed.of(
              about(original().content(bytes(MAIL + body + "\r\n")))
                  .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
                  .notice());
      assertThat(dsn.part(3).getContentType()).isEqualTo("text/rfc822-headers");
    }
    Parsed whole =
        Parsed.of(
            about(original().content(bytes(MAIL + "x".repeat(998) + "\r\n")))
                .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
                .notice());
    assertThat(whole.part(3).getContentType()).isEqualTo("message/rfc822");
    String longHeader = "Subject: " + "é".repeat(2_000) + "\r\n";
    Parsed broken =
        Parsed.of(
            about(original().content(bytes(longHeader + "\r\nText\r\n")))
                .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
                .notice());
    assertThat(broken.content(3)).isEqualTo(longHeader);
  }

  @Test
  void bare_line_ends_become_crlf() throws Exception {
    Parsed dsn =
        Parsed.of(
            about(original().content(bytes("Subject: a\n\nb\rc\r\nd")))
                .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
                .notice());
    assertThat(dsn.content(3)).isEqualTo("Subject: a\r\n\r\nb\r\nc\r\nd");
  }

  @Test
  void a_bounce_can_hold_a_bounce() throws Exception {
    Dsn first = about(original()).recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"));
    Notice inner = first.notice();
    Parsed outer =
        Parsed.of(
            about(original().content(inner.content()))
                .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
                .notice());
    assertThat(outer.report.getCount()).isEqualTo(3);
    assertThat(outer.content(3)).isEqualTo(new String(inner.content(), StandardCharsets.UTF_8));
  }

  @Test
  void nothing_adds_a_line() throws Exception {
    // %0D%0A in xtext: an application that copies it would be told to write a field.
    Parsed dsn =
        Parsed.of(
            about(original().parameters(Map.of("ENVID", "a+0D+0AX-Evil:+20yes")))
                .recipient(
                    RecipientStatus.failed("b@b.example", "550 5.1.1 " + "n".repeat(3_000))
                        .remoteMta("a\r\nX-Evil: yes"))
                .notice());
    assertThat(dsn.field(0, "Original-Envelope-Id")).isEqualTo("a??X-Evil: yes");
    assertThat(dsn.field(1, "Remote-MTA")).isEqualTo("dns; a??X-Evil: yes");
    assertThat(dsn.field(1, "Diagnostic-Code").replace(" ", "")).endsWith("n".repeat(3_000));
    assertThat(OriginalRecipient.parse("rfc822;a+0D+0Ab@c.example")).isEmpty();
    assertThat(OriginalRecipient.parse("nonsense")).isEmpty();
    assertThatThrownBy(() -> RecipientStatus.delivered("a\r\nb@c.example"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void there_is_no_bounce_of_a_bounce() {
    assertThatThrownBy(() -> Original.from(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the sender of the original");
  }

  @Test
  void a_status_goes_with_its_action() {
    assertThat(RecipientStatus.failed("b@b.example", "450 4.4.7 Expired").status())
        .isEqualTo("4.4.7");
    assertThat(RecipientStatus.failed("b@b.example", "550 No").status()).isEqualTo("5.0.0");
    assertThatThrownBy(() -> RecipientStatus.failed("b@b.example", "250 2.0.0 OK"))
        .hasMessage("status 2.0.0 does not go with 'failed' (expected 5.x.x or 4.x.x)");
    assertThatThrownBy(() -> RecipientStatus.delayed("b@b.example", "550 5.1.1 No"))
        .hasMessage("status 5.1.1 does not go with 'delayed' (expected 4.x.x)");
    assertThatThrownBy(() -> about(original()).notice()).hasMessageContaining("at least one");
    assertThatThrownBy(() -> about(original()).reportingMta("mx example"))
        .hasMessageContaining("no host name");
    assertThat(DsnAction.of(Reply.parse("451"))).isEqualTo(DsnAction.DELAYED);
    assertThatThrownBy(() -> DsnAction.of(Reply.parse("354")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_text_of_ones_own_and_an_ipv6_host() throws Exception {
    Parsed dsn =
        Parsed.of(
            Dsn.about(Original.from("alice@a.example"))
                .reportingMta("::1")
                .text("Leider nein, größer geht's nicht.\nCiao")
                .recipient(RecipientStatus.failed("b@b.example", "550 5.1.1 No"))
                .notice());
    assertThat(dsn.header("From")).endsWith("<MAILER-DAEMON@[IPv6:::1]>");
    assertThat(dsn.report.getText()).isEqualTo("Leider nein, größer geht's nicht.\r\nCiao\r\n");
    assertThat(dsn.report.getCount()).isEqualTo(2);
  }
}
