package dev.fivefifty.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OtherNoticesTest {
  private static final Instant NOW = Instant.parse("2024-02-29T12:34:56Z");
  private static final byte[] MAIL =
      "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID:\r\n <2@a.example>\r\nReferences: <1@a.example>\r\n\r\nHi\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private static Original original() {
    return Original.from("news@a.example").arrival(NOW.minusSeconds(9)).content(MAIL);
  }

  @Test
  void a_complaint_is_what_rfc_5965_says() throws Exception {
    Notice notice =
        Complaint.about(original().envelopeId("E1"), "bob@b.example")
            .type(Complaint.Type.FRAUD)
            .reportingMta("fbl.b.example")
            .sourceIp(InetAddress.getByName("192.0.2.7"))
            .at(NOW)
            .notice();
    Parsed.keepsToTheLines(notice);
    MimeMessage message = notice.mimeMessage();
    assertThat(message.getContentType())
        .startsWith("multipart/report")
        .contains("report-type=feedback-report");
    assertThat(message.getHeader("To", null)).isEqualTo("news@a.example");
    assertThat(message.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
    MimeMultipart parts = (MimeMultipart) message.getContent();
    assertThat(parts.getCount()).isEqualTo(3);
    assertThat((String) parts.getBodyPart(0).getContent()).contains("bob@b.example", "fraud");
    assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("message/feedback-report");
    InternetHeaders fields =
        Parsed.headers(
            new String(
                parts.getBodyPart(1).getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertThat(fields.getHeader("Feedback-Type", null)).isEqualTo("fraud");
    assertThat(fields.getHeader("Version", null)).isEqualTo("1");
    assertThat(fields.getHeader("User-Agent", null)).startsWith("FiveFifty");
    assertThat(fields.getHeader("Original-Envelope-Id", null)).isEqualTo("E1");
    assertThat(fields.getHeader("Original-Mail-From", null)).isEqualTo("<news@a.example>");
    assertThat(fields.getHeader("Original-Rcpt-To", null)).isEqualTo("<bob@b.example>");
    assertThat(fields.getHeader("Source-IP", null)).isEqualTo("192.0.2.7");
    assertThat(fields.getHeader("Reporting-MTA", null)).isEqualTo("dns; fbl.b.example");
    assertThat(fields.getHeader("Arrival-Date", null)).isEqualTo("Thu, 29 Feb 2024 12:34:47 +0000");
    assertThat(parts.getBodyPart(2).getContentType()).isEqualTo("message/rfc822");
    assertThat(((MimeMessage) parts.getBodyPart(2).getContent()).getMessageID().strip())
        .isEqualTo("<2@a.example>");
  }

  @Test
  void a_complaint_holds_the_original() {
    assertThatThrownBy(() -> Complaint.about(Original.from("a@a.example"), "b@b.example"))
        .hasMessage("a complaint holds the original (RFC 5965 §2)");
  }

  @Test
  void an_auto_reply_is_what_rfc_3834_says() throws Exception {
    Notice notice =
        AutoReply.to(original(), "bob@b.example").hostname("b.example").at(NOW).notice();
    Parsed.keepsToTheLines(notice);
    MimeMessage message = notice.mimeMessage();
    assertThat(notice.sender()).isEmpty();
    assertThat(notice.recipient()).isEqualTo("news@a.example");
    assertThat(message.getHeader("From", null)).isEqualTo("bob@b.example");
    assertThat(message.getSubject()).isEqualTo("Auto: Grüße");
    assertThat(message.getHeader("Auto-Submitted", null)).isEqualTo("auto-replied");
    assertThat(message.getHeader("In-Reply-To", null)).isEqualTo("<2@a.example>");
    assertThat(message.getHeader("References", null)).isEqualTo("<1@a.example> <2@a.example>");
    assertThat((String) message.getContent()).contains("I am away");
  }

  @Test
  void an_auto_reply_has_a_subject_and_a_text_of_ones_own() throws Exception {
    Notice notice =
        AutoReply.to(
                Original.from("a@a.example")
                    .content(
                        "Subject: Größe über Größe über Größe\n\n"
                            .getBytes(StandardCharsets.UTF_8)),
                "bob@b.example")
            .text("Bin weg, über die Feiertage.")
            .notice();
    Parsed.keepsToTheLines(notice);
    assertThat(notice.eightBit()).isFalse();
    assertThat(notice.mimeMessage().getSubject()).isEqualTo("Auto: Größe über Größe über Größe");
    assertThat((String) notice.mimeMessage().getContent())
        .isEqualTo("Bin weg, über die Feiertage.\r\n");
    assertThat(notice.mimeMessage().getHeader("In-Reply-To", null)).isNull();
    Notice bare = AutoReply.to(Original.from("a@a.example"), "bob@b.example").notice();
    assertThat(bare.mimeMessage().getSubject()).isEqualTo("Auto: your message");
  }
}
