package dev.fivefifty.scenario;

import jakarta.activation.DataHandler;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Messages that are refused for what is in them, or for their size. */
class ContentScenariosTest extends CauseProofs {
  private static final String EXECUTABLE = "550 5.7.1 Executable attachments are not accepted";
  private static final String VIRUS = "550 5.7.1 Virus found: EICAR test file";

  /** In pieces, so that no scanner takes this file for the test file itself. */
  private static final String EICAR =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE" + "!$H+H*";

  ContentScenariosTest() {
    keyword();
    attachment();
    virus();
    size();
    transaction();
  }

  private void keyword() {
    String reply = "550 5.7.1 Refused because of its content";
    List<String> subject = List.of("Subject: =?UTF-8?Q?CAS=49NO_night?=", "", "Good morning.");
    List<String> text = List.of("Subject: hello", "", "Our Casino is open.");
    contentOf(subject, "content-keyword", reply);
    contentOf(text, "content-keyword", reply);
    contentOf(inline("Q2FzaW5v"), "content-keyword", reply);
    passes(List.of("Subject: hello", "X-Note: casino", "", "Good morning."), "content-keyword");
    passes(text, "content-keyword:keyword=lottery");
    contentOf(List.of("Subject: a Lottery", "", "x"), "content-keyword:keyword=lottery", reply);
    spares(subject, "content-keyword");
    spares(text, "content-keyword");
    contentOf(
        text,
        "content-keyword:wording=gmail",
        "550 5.7.1 Our system has detected that this message is likely unsolicited mail.");
    contentOf(
        subject, "content-keyword:wording=mimecast", "554 email rejected due to security policies");
    mail(
        "content-keyword",
        mail -> {
          mail.send(message -> message.setSubject("Casino"), "bob@example.com").fails(reply);
          mail.send(message -> message.setText("the casino"), "bob@example.com").fails(reply);
          mail.stored(0);
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void attachment() {
    List<String> named = attached("application/octet-stream", "setup.EXE", "TVo=");
    List<String> typed = attached("application/x-msdownload", "", "TVo=");
    contentOf(named, "content-attachment", EXECUTABLE);
    contentOf(typed, "content-attachment", EXECUTABLE);
    contentOf(zipped("docs/invoice.pdf.js"), "content-attachment", EXECUTABLE);
    passes(zipped("docs/invoice.js.pdf"), "content-attachment");
    passes(attached("application/pdf", "exe.pdf", "JVBERg=="), "content-attachment");
    contentOf(zipped("setup.xyz"), "content-attachment:names=(?i)[.]xyz$", EXECUTABLE);
    contentOf(
        attached("application/x-evil", "", "AA=="),
        "content-attachment:types=/x-evil$",
        EXECUTABLE);
    spares(named, "content-attachment");
    spares(typed, "content-attachment");
    contentOf(
        named,
        "content-attachment:wording=gmail",
        "552 5.7.0 This message was blocked because its content presents a potential security"
            + " issue.");
    contentOf(
        typed,
        "content-attachment:wording=mimecast",
        "554 email rejected due to security policies");
    mail(
        "content-attachment",
        mail -> {
          mail.send(with("run.bat", new byte[] {64}), "bob@example.com").fails(EXECUTABLE);
          mail.send(with("a.zip", zip("b/run.exe")), "bob@example.com").fails(EXECUTABLE);
          mail.stored(0);
          mail.send(with("a.zip", zip("b/run.txt")), "bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void virus() {
    List<String> inText = List.of("Subject: hello", "", EICAR);
    contentOf(inText, "content-virus", VIRUS);
    contentOf(inline(base64(EICAR.getBytes(StandardCharsets.US_ASCII))), "content-virus", VIRUS);
    contentOf(attached("application/octet-stream", "eicar.com", "AA=="), "content-virus", VIRUS);
    contentOf(zipped("EICAR.COM"), "content-virus", VIRUS);
    passes(List.of("Subject: EICAR", "", "No virus, but eicar.com."), "content-virus");
    spares(inText, "content-virus");
    contentOf(inText, "content-virus:wording=short", "550 Virus Detected; Content Rejected");
    contentOf(
        inText,
        "content-virus:wording=gmail",
        "552 5.7.0 This message was blocked because its content presents a potential security"
            + " issue.");
    contentOf(
        inText, "content-virus:wording=mimecast", "554 email rejected due to security policies");
    mail(
        "content-virus",
        mail -> {
          mail.send(message -> message.setText(EICAR), "bob@example.com").fails(VIRUS);
          mail.send(with("a.zip", zip("eicar.com")), "bob@example.com").fails(VIRUS);
          mail.stored(0);
        });
  }

  private void size() {
    // 18 octets of header, and 102 a line.
    String line = "x".repeat(100);
    List<String> large = new ArrayList<>(List.of("Subject: hello", ""));
    large.addAll(Collections.nCopies(10, line));
    List<String> small = large.subList(0, 11);
    contentOf(
        large,
        "message-too-big:limit=1KB",
        "552 5.3.4 Message of 1038 bytes is over the limit of 1KB");
    passes(small, "message-too-big:limit=1KB");
    passes(large, "message-too-big");
    spares(large, "message-too-big:limit=1KB");
    declared(
        "message-too-big:limit=1KB", "552 5.3.4 Message of 1025 bytes is over the limit of 1KB");
    declared(
        "message-too-big:limit=1KB,wording=gmail",
        "552 5.3.4 Your message exceeded Google's message size limits.");
    declared(
        "message-too-big:limit=1KB,wording=postfix", "552 5.3.4 Message size exceeds fixed limit");
    declared(
        "message-too-big:limit=1KB,wording=exim", "552 Message size exceeds maximum permitted");
    mail(
        "message-too-big:limit=2KB",
        mail -> {
          mail.send(message -> message.setText(line.repeat(50)), "bob@example.com")
              .fails("552 5.3.4 Message of ", " bytes is over the limit of 2KB");
          mail.set("mail.smtp.mailextension", "SIZE=3000")
              .send("bob@example.com")
              .fails("552 5.3.4 Message of 3000 bytes is over the limit of 2KB");
          mail.stored(0);
          mail.set("mail.smtp.mailextension", "SIZE=2000").send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void declared(String scenario, String reply) {
    talk(
        scenario,
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com> SIZE=1025
        S: %s
        C: MAIL FROM:<a@example.com> SIZE=1024
        S: 250 2.1.0 Sender OK
        C: QUIT
        S: 221 …
        (FIN)
        """
            .formatted(reply));
  }

  private void transaction() {
    atMessage("transaction-failed", "554 5.0.0 Transaction failed");
    spares("transaction-failed");
    talk(
        "transaction-failed:at=data,text=Not today",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 250 …
        C: DATA
        S: 554 5.0.0 Not today
        C: QUIT
        S: 221 …
        (FIN)
        (attempts refused)
        """);
    failing("transaction-failed", "554 5.0.0 Transaction failed");
  }

  /** A text and an attachment. */
  private static List<String> attached(String type, String name, String base64) {
    return twoParts(
        type, "attachment" + (name.isEmpty() ? "" : "; filename=\"" + name + "\""), base64);
  }

  /** A text and another text. */
  private static List<String> inline(String base64) {
    return twoParts("text/plain", "inline", base64);
  }

  private static List<String> twoParts(String type, String disposition, String base64) {
    return List.of(
        "Subject: hello",
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "",
        "Good morning.",
        "--b",
        "Content-Type: " + type,
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: " + disposition,
        "",
        base64,
        "--b--");
  }

  private static List<String> zipped(String entry) {
    return attached("application/zip", "a.zip", base64(zip(entry)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] zip(String entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Meeting.Filling with(String name, byte[] content) {
    return message -> {
      MimeBodyPart part = new MimeBodyPart();
      part.setDataHandler(
          new DataHandler(new ByteArrayDataSource(content, "application/octet-stream")));
      part.setFileName(name);
      BodyPart text = new MimeBodyPart();
      text.setText("Good morning.");
      Multipart all = new MimeMultipart();
      all.addBodyPart(text);
      all.addBodyPart(part);
      message.setContent(all);
    };
  }
}
