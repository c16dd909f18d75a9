package dev.fivefifty.bounce;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A multipart/report (RFC 6522) about an original message. Not thread-safe. */
final class Report {
  private final String type;
  private final MailWriter header = new MailWriter();
  private final List<byte[]> parts = new ArrayList<>();
  private boolean smtpUtf8;

  /**
   * Begins a report.
   *
   * @param type the report's type, such as {@code delivery-status}
   */
  Report(String type) {
    this.type = type;
  }

  /** The fields that every mail of a machine has (RFC 5322 §3.6, RFC 3834 §5). */
  static void header(
      MailWriter to, String from, String recipient, String subject, Instant at, String hostname) {
    to.field("From", from);
    to.field("To", recipient);
    to.field("Subject", MailWriter.words(subject));
    to.field("Date", MailWriter.date(at));
    to.field("Message-ID", MailWriter.messageId(at, hostname));
    to.field("MIME-Version", "1.0");
  }

  MailWriter header() {
    return header;
  }

  void part(MailWriter part) {
    parts.add(part.toBytes());
  }

  /** What a person reads. */
  void text(String text) {
    MailWriter part = new MailWriter();
    part.text(text);
    part(part);
  }

  /**
   * What a machine reads: groups of fields.
   *
   * @param contentType such as {@code message/delivery-status}
   */
  void fields(String contentType, MailWriter groups) {
    MailWriter part = new MailWriter();
    part.field("Content-Type", contentType);
    if (groups.eightBit()) {
      part.field("Content-Transfer-Encoding", "8bit");
      // Fields in UTF-8, though within a part.
      smtpUtf8 = true;
    }
    part.line();
    part.raw(groups.toBytes());
    part(part);
  }

  /**
   * The original, or its header section.
   *
   * @param wanted how much of it; where a mail can hold no such lines as it has, its header section
   *     all the same
   */
  void original(Original original, Return wanted) {
    byte[] content = original.canonical();
    byte[] head = Arrays.copyOf(content, endOfHeader(content));
    boolean global = original.smtpUtf8() && MailWriter.isEightBit(head);
    boolean full = wanted == Return.FULL && canBePart(content);
    MailWriter part = new MailWriter();
    if (full) {
      part.field("Content-Type", global ? "message/global" : "message/rfc822");
      if (MailWriter.isEightBit(content)) {
        part.field("Content-Transfer-Encoding", "8bit");
      }
      part.line();
      part.raw(content);
    } else if (global && canBePart(head)) {
      part.field("Content-Type", "message/global-headers");
      part.field("Content-Transfer-Encoding", "8bit");
      part.line();
      part.raw(head);
    } else {
      part.field("Content-Type", "text/rfc822-headers");
      if (MailWriter.isEightBit(head) || !canBePart(head)) {
        part.field("Content-Transfer-Encoding", "quoted-printable");
        part.line();
        part.raw(Encodings.quotedPrintable(head).getBytes(StandardCharsets.US_ASCII));
      } else {
        part.line();
        part.raw(head);
      }
      global = false;
    }
    smtpUtf8 |= global;
    part(part);
  }

  /** Within a mail there can be no NUL and no line of more than 998 bytes (RFC 2045 §2.8). */
  private static boolean canBePart(byte[] content) {
    for (byte octet : content) {
      if (octet == 0) {
        return false;
      }
    }
    return !MailWriter.hasLongLine(content);
  }

  /** Just behind the last header field's line end. */
  private static int endOfHeader(byte[] content) {
    for (int i = 0; i + 1 < content.length; i++) {
      boolean emptyLine = content[i] == '\r' && (i == 0 || content[i - 1] == '\n');
      if (emptyLine && content[i + 1] == '\n') {
        return i;
      }
    }
    return content.length;
  }

  Notice toNotice(String recipient) {
    boolean body = parts.stream().anyMatch(MailWriter::isEightBit);
    String boundary = boundary();
    MailWriter mail = new MailWriter();
    mail.raw(header.toBytes());
    mail.field(
        "Content-Type",
        "multipart/report; report-type=" + type + "; boundary=\"" + boundary + "\"");
    if (body) {
      mail.field("Content-Transfer-Encoding", "8bit");
    }
    mail.line();
    mail.line("This is a report in several parts (MIME).");
    for (byte[] part : parts) {
      mail.line();
      mail.line("--" + boundary);
      mail.raw(part);
    }
    mail.line();
    mail.line("--" + boundary + "--");
    return new Notice(recipient, mail.toBytes(), mail.eightBit(), smtpUtf8 || header.eightBit());
  }

  /** One that is in no part: an original may be a report itself. */
  private String boundary() {
    int sum = 0;
    for (byte[] part : parts) {
      sum = 31 * sum + Arrays.hashCode(part);
    }
    for (int i = 0; ; i++) {
      String boundary = "=_report." + Integer.toHexString(sum) + "." + i;
      byte[] sought = boundary.getBytes(StandardCharsets.US_ASCII);
      if (parts.stream().noneMatch(part -> contains(part, sought))) {
        return boundary;
      }
    }
  }

  private static boolean contains(byte[] bytes, byte[] sought) {
    for (int i = 0; i + sought.length <= bytes.length; i++) {
      if (bytes[i] == sought[0]
          && Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
        return true;
      }
    }
    return false;
  }
}
