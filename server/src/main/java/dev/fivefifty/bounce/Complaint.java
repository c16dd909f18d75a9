package dev.fivefifty.bounce;

import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A complaint of a recipient that a provider passes on to the sender, in the Abuse Reporting Format
 * (ARF, RFC 5965): a multipart/report of a text for people, a message/feedback-report and the
 * original or its header section. Not thread-safe; what it makes is.
 */
public final class Complaint {
  private final Original original;
  private final String recipient;
  private Type type = Type.ABUSE;
  private String reportingMta = "localhost";
  private @Nullable Instant at;
  private @Nullable InetAddress sourceIp;
  private @Nullable String text;

  /** What is complained of (RFC 5965 §7.3, RFC 6591, RFC 6430). */
  public enum Type {
    /** Unsolicited mail, or other abuse. */
    ABUSE("abuse"),
    /** A wish to get no more of it; withdrawn as a type, and still met with. */
    OPT_OUT("opt-out"),
    /** Fraud, such as phishing. */
    FRAUD("fraud"),
    /** No spam after all. */
    NOT_SPAM("not-spam"),
    /** A virus. */
    VIRUS("virus"),
    /** Anything else. */
    OTHER("other");

    private final String keyword;

    Type(String keyword) {
      this.keyword = keyword;
    }

    /**
     * The value of the field {@code Feedback-Type}.
     *
     * @return such as {@code abuse}
     */
    public String keyword() {
      return keyword;
    }
  }

  private Complaint(Original original, String recipient) {
    this.original = original;
    this.recipient = recipient;
  }

  /**
   * Begins a complaint.
   *
   * @param original what it is about, with its content; it goes to its sender
   * @param recipient who complains: the forward path without angle brackets
   * @return a complaint of abuse
   * @throws IllegalArgumentException if the original has no content, which a complaint must hold
   *     (RFC 5965 §2), or the recipient is no address
   */
  public static Complaint about(Original original, String recipient) {
    Original.checkAddress("a recipient", recipient);
    if (original.isEmpty()) {
      throw new IllegalArgumentException("a complaint holds the original (RFC 5965 §2)");
    }
    return new Complaint(original, recipient);
  }

  /**
   * What is complained of. Default: abuse.
   *
   * @param of what
   * @return this
   */
  public Complaint type(Type of) {
    type = of;
    return this;
  }

  /**
   * Who reports. Default: {@code localhost}.
   *
   * @param hostname a host name or an address literal
   * @return this
   * @throws IllegalArgumentException if it cannot be one
   */
  public Complaint reportingMta(String hostname) {
    reportingMta = Dsn.checkedHostname(hostname);
    return this;
  }

  /**
   * When it is sent. Default: now.
   *
   * @param instant when
   * @return this
   */
  public Complaint at(Instant instant) {
    at = instant;
    return this;
  }

  /**
   * From where the original came. Default: not said.
   *
   * @param address the client's address
   * @return this
   */
  public Complaint sourceIp(InetAddress address) {
    sourceIp = address;
    return this;
  }

  /**
   * What a person reads. Default: a few sentences.
   *
   * @param lines each ended by a line feed
   * @return this
   */
  public Complaint text(String lines) {
    text = lines;
    return this;
  }

  /**
   * Makes the mail.
   *
   * @return the mail
   */
  public Notice notice() {
    Instant now = at == null ? Instant.now() : at;
    Report report = new Report("feedback-report");
    Report.header(
        report.header(),
        "Feedback Loop <feedback@" + MailWriter.domain(reportingMta) + ">",
        original.sender(),
        "Complaint about a message from you",
        now,
        reportingMta);
    report.header().field("Auto-Submitted", "auto-generated");
    report.text(text == null ? ownText() : text.endsWith("\n") ? text : text + "\n");
    MailWriter fields = new MailWriter();
    fields.field("Feedback-Type", type.keyword());
    fields.field("User-Agent", "FiveFifty/1");
    fields.field("Version", "1");
    original.envelopeId().ifPresent(id -> field(fields, "Original-Envelope-Id", id));
    field(fields, "Original-Mail-From", "<" + original.sender() + ">");
    field(fields, "Original-Rcpt-To", "<" + recipient + ">");
    original.arrival().ifPresent(time -> fields.field("Arrival-Date", MailWriter.date(time)));
    fields.field("Reporting-MTA", "dns; " + reportingMta);
    if (sourceIp != null) {
      fields.field("Source-IP", sourceIp.getHostAddress());
    }
    report.fields("message/feedback-report", fields);
    report.original(original, original.wanted());
    return report.toNotice(original.sender());
  }

  private void field(MailWriter fields, String name, String value) {
    boolean utf8 = original.smtpUtf8() || !Encodings.isAscii(recipient);
    fields.field(name, utf8 ? value : Encodings.toAscii(value));
  }

  private String ownText() {
    return """
        This is a report from %s.

        Your message to the recipient below was reported (%s).

          <%s>
        """
        .formatted(reportingMta, type.keyword(), recipient);
  }
}
