package dev.fivefifty.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;

/** A notice as Angus reads it. */
final class Parsed {
  final Notice notice;
  final MimeMessage message;
  final MultipartReport report;

  private Parsed(Notice notice) throws Exception {
    this.notice = notice;
    message = notice.mimeMessage();
    report = (MultipartReport) message.getContent();
  }

  static Parsed of(Notice notice) throws Exception {
    keepsToTheLines(notice);
    return new Parsed(notice);
  }

  /** RFC 5322 §2.1.1 and §2.3: lines of 998 bytes at most, ended by CRLF alone. */
  static void keepsToTheLines(Notice notice) {
    String text = new String(notice.content(), StandardCharsets.ISO_8859_1);
    assertThat(text).endsWith("\r\n").doesNotContain("\0");
    assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    assertThat(text.lines().mapToInt(String::length).max().orElseThrow()).isLessThanOrEqualTo(998);
    assertThat(notice.eightBit()).isEqualTo(text.chars().anyMatch(c -> c > 127));
  }

  String header(String name) throws Exception {
    return message.getHeader(name, null);
  }

  DeliveryStatus status() throws Exception {
    return (DeliveryStatus) report.getReport();
  }

  /** A field of the group about the message (0) or about a recipient (from 1). */
  String field(int group, String name) throws Exception {
    InternetHeaders fields =
        group == 0 ? status().getMessageDSN() : status().getRecipientDSN(group - 1);
    String value = fields.getHeader(name, null);
    return value == null ? null : value.replaceAll("\r\n[ \t]", " ").strip();
  }

  BodyPart part(int number) throws Exception {
    return report.getBodyPart(number - 1);
  }

  /** A part's bytes, its transfer encoding undone. */
  String content(int number) throws Exception {
    try (InputStream in = part(number).getDataHandler().getDataSource().getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The original that came back, as a mail. */
  MimeMessage returned() throws Exception {
    return report.getReturnedMessage();
  }

  static InternetHeaders headers(String text) throws IOException, jakarta.mail.MessagingException {
    return new InternetHeaders(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), true);
  }
}
