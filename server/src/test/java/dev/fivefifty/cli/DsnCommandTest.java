package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DsnCommandTest {
  @TempDir Path dir;

  private static MimeMessage mail(byte[] bytes) throws Exception {
    return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
  }

  private static MultipartReport report(Program dsn) throws Exception {
    assertThat(dsn.err()).isEmpty();
    assertThat(dsn.code()).isZero();
    return (MultipartReport) mail(dsn.out().getBytes(StandardCharsets.UTF_8)).getContent();
  }

  private static String field(MultipartReport report, String name) throws Exception {
    return ((DeliveryStatus) report.getReport()).getRecipientDSN(0).getHeader(name, null);
  }

  @Test
  void makes_a_bounce_for_a_status() throws Exception {
    MultipartReport report =
        report(Program.ended("dsn", "--for", "5.1.1", "--to", "bob@b.example"));
    assertThat(field(report, "Final-Recipient")).isEqualTo("rfc822;bob@b.example");
    assertThat(field(report, "Status")).isEqualTo("5.1.1");
    assertThat(field(report, "Action")).isEqualTo("failed");
    assertThat(field(report, "Diagnostic-Code")).isEqualTo("smtp; 550 5.1.1 Mailbox unavailable");
    assertThat(report.getReturnedMessage().getHeader("To", null)).isEqualTo("bob@b.example");
  }

  @Test
  void takes_every_option_and_writes_a_file() throws Exception {
    Path original =
        Files.writeString(dir.resolve("a.eml"), "Subject: Hi\nMessage-ID: <1@a>\n\nHo\n");
    Path output = dir.resolve("bounce.eml");
    Program dsn =
        Program.ended(
            ("dsn|--to|bob@b.example|--from|alice@a.example|--action|failed|--ret|hdrs|--envid|E1"
                    + "|--orcpt|rfc822;Bob@b.example|--hostname|mx.b.example|--text|Sorry"
                    + "|--for|450 4.4.7 Expired|--original|"
                    + original
                    + "|--output|"
                    + output)
                .split("[|]"));
    assertThat(dsn.err() + dsn.out()).isEmpty();
    MimeMessage mail = mail(Files.readAllBytes(output));
    MultipartReport report = (MultipartReport) mail.getContent();
    assertThat(mail.getHeader("To", null)).isEqualTo("alice@a.example");
    assertThat(report.getText()).isEqualTo("Sorry\r\n");
    assertThat(((DeliveryStatus) report.getReport()).getMessageDSN().getHeader("Reporting-MTA"))
        .containsExactly("dns; mx.b.example");
    assertThat(
            ((DeliveryStatus) report.getReport()).getMessageDSN().getHeader("Original-Envelope-Id"))
        .containsExactly("E1");
    assertThat(field(report, "Original-Recipient")).isEqualTo("rfc822;Bob@b.example");
    assertThat(field(report, "Action")).isEqualTo("failed");
    assertThat(field(report, "Diagnostic-Code")).isEqualTo("smtp; 450 4.4.7 Expired");
    assertThat(report.getReturnedMessage().getMessageID()).isEqualTo("<1@a>");
    assertThat(report.getBodyPart(2).getContentType()).isEqualTo("text/rfc822-headers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--for 5.1.1 | Missing required option: '--to=ADDRESS'",
        "--to b@b.example --for 9.1.1 | --for is a status such as 5.1.1 or a reply",
        "--to b@b.example --action delayed --for 5.1.1 | status 5.1.1 does not go with 'delayed'",
        "--to b@b.example --action faild | not 'faild'; did you mean failed?",
        "--to b@b.example --kind arff | --kind is one of dsn, arf, auto-reply, not 'arff'",
        "--to b@b.example --kind arf --action failed | --action does not go with --kind arf",
        "--to b@b.example --type abuse | --type does not go with --kind dsn",
        "--to b@b.example --to c@b.example --kind auto-reply | tells of one recipient",
        "--to b@b.example --ret some | --ret is one of full, hdrs, not 'some'",
        "--to b@b.example --orcpt bob | --orcpt is such as 'rfc822;bob@example.com', not 'bob'",
        "--to b@b.example --from= | the sender of the original is an address",
        "--to b@b.example --hostname a_b! | is no host name"
      })
  void says_what_is_wrong(String options, String message) {
    Program dsn = Program.ended(("dsn " + options).split(" "));
    assertThat(dsn.err()).contains(message);
    assertThat(dsn.out()).isEmpty();
    assertThat(dsn.code()).isEqualTo(Main.EXIT_USAGE);
  }

  @Test
  void says_what_it_cannot_read() {
    Program dsn = Program.ended("dsn", "--to", "b@b.example", "--original", dir + "/none.eml");
    assertThat(dsn.err()).contains("none.eml");
    assertThat(dsn.code()).isEqualTo(Main.EXIT_FAILED);
  }

  @Test
  void makes_a_complaint_and_an_auto_reply() throws Exception {
    Program arf = Program.ended("dsn", "--kind", "arf", "--type", "fraud", "--to", "b@b.example");
    assertThat(arf.out()).contains("report-type=feedback-report", "\r\nFeedback-Type: fraud\r\n");
    Program reply = Program.ended("dsn", "--kind", "auto-reply", "--to", "b@b.example");
    assertThat(mail(reply.out().getBytes(StandardCharsets.UTF_8)).getSubject())
        .isEqualTo("Auto: A message");
  }
}
