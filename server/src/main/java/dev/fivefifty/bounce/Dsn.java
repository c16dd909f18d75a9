package dev.fivefifty.bounce;

import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A delivery status notification: a multipart/report of a text for people, a
 * message/delivery-status and the original or its header section (RFC 3464, RFC 6522). Where an
 * address is not ASCII, the status is a message/global-delivery-status (RFC 6533).
 *
 * <pre>{@code
 * Notice bounce =
 *     Dsn.about(Original.from("alice@example.com").content(bytes))
 *         .recipient(RecipientStatus.failed("bob@example.com", "550 5.1.1 User unknown"))
 *         .notice();
 * }</pre>
 *
 * <p>Not thread-safe; what it makes is.
 */
public final class Dsn {
  private final Original original;
  private final List<RecipientStatus> recipients = new ArrayList<>();
  private String reportingMta = "localhost";
  private @Nullable Instant at;
  private @Nullable String text;

  private Dsn(Original original) {
    this.original = original;
  }

  /**
   * Begins a notification.
   *
   * @param original what it is about; it goes to its sender
   * @return a notification of nobody so far
   */
  public static Dsn about(Original original) {
    return new Dsn(original);
  }

  /**
   * Adds what became of the delivery to a recipient.
   *
   * @param status what
   * @return this
   */
  public Dsn recipient(RecipientStatus status) {
    recipients.add(status);
    return this;
  }

  /**
   * Who reports. Default: {@code localhost}.
   *
   * @param hostname a host name or an address literal
   * @return this
   * @throws IllegalArgumentException if it cannot be one
   */
  public Dsn reportingMta(String hostname) {
    reportingMta = checkedHostname(hostname);
    return this;
  }

  static String checkedHostname(String hostname) {
    if (!hostname.matches("[A-Za-z0-9._:\\[\\]-]{1,255}")) {
      throw new IllegalArgumentException(
          "'"
              + Encodings.onOneLine(hostname)
              + "' is no host name (expected such as mx.example.test)");
    }
    return hostname;
  }

  /**
   * When it is sent. Default: now.
   *
   * @param instant when
   * @return this
   */
  public Dsn at(Instant instant) {
    at = instant;
    return this;
  }

  /**
   * What a person reads. Default: a few sentences that name the recipients and what was said.
   *
   * @param lines each ended by a line feed
   * @return this
   */
  public Dsn text(String lines) {
    text = lines;
    return this;
  }

  /**
   * Makes the mail.
   *
   * @return the mail
   * @throws IllegalArgumentException if there is no recipient
   */
  public Notice notice() {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("a notification tells of at least one recipient");
    }
    Instant now = at == null ? Instant.now() : at;
    DsnAction action = recipients.get(0).action();
    boolean utf8 =
        original.smtpUtf8()
            || recipients.stream().anyMatch(each -> !Encodings.isAscii(each.recipient()));
    Report report = new Report("delivery-status");
    Report.header(
        report.header(),
        "Mail Delivery System <MAILER-DAEMON@" + MailWriter.domain(reportingMta) + ">",
        original.sender(),
        subject(action),
        now,
        reportingMta);
    report.header().field("Auto-Submitted", "auto-replied");
    report.text(text == null ? ownText() : text.endsWith("\n") ? text : text + "\n");
    MailWriter groups = groups(utf8);
    report.fields(
        groups.eightBit() ? "message/global-delivery-status" : "message/delivery-status", groups);
    if (!original.isEmpty()) {
      // RET is for failures: else the header section is enough (RFC 3461 §4.3).
      boolean failure = recipients.stream().anyMatch(each -> each.action() == DsnAction.FAILED);
      report.original(original, failure ? original.wanted() : Return.HDRS);
    }
    return report.toNotice(original.sender());
  }

  private static String subject(DsnAction action) {
    return switch (action) {
      case FAILED -> "Delivery failed";
      case DELAYED -> "Delivery delayed";
      case DELIVERED -> "Delivery confirmed";
      case RELAYED -> "Delivery relayed";
      case EXPANDED -> "Delivery expanded";
    };
  }

  private static String sentence(DsnAction action) {
    return switch (action) {
      case FAILED -> "could not be delivered to";
      case DELAYED -> "could not be delivered yet, and is tried again, to";
      case DELIVERED -> "was delivered to";
      case RELAYED -> "was handed on, without further notice, for";
      case EXPANDED -> "was handed on to all that are behind";
    };
  }

  private String ownText() {
    StringBuilder lines = new StringBuilder();
    lines.append("This is the mail system at host ").append(reportingMta).append(".\n");
    DsnAction said = null;
    for (RecipientStatus each : recipients) {
      if (each.action() != said) {
        said = each.action();
        lines.append("\nYour message ").append(sentence(said)).append(":\n\n");
      }
      lines.append("  <").append(each.recipient()).append(">\n");
      Reply diagnostic = each.diagnostic();
      if (diagnostic != null) {
        lines.append("    ").append(String.join("\n    ", lines(diagnostic))).append('\n');
      }
    }
    return lines.toString();
  }

  /** The lines of a reply as they go over the wire. */
  private static List<String> lines(Reply reply) {
    return new String(reply.toBytes(), StandardCharsets.UTF_8).lines().toList();
  }

  private MailWriter groups(boolean utf8) {
    MailWriter groups = new MailWriter();
    original.envelopeId().ifPresent(id -> field(groups, utf8, "Original-Envelope-Id", id));
    groups.field("Reporting-MTA", "dns; " + reportingMta);
    original
        .receivedFrom()
        .ifPresent(name -> field(groups, utf8, "Received-From-MTA", "dns; " + name));
    original.arrival().ifPresent(time -> groups.field("Arrival-Date", MailWriter.date(time)));
    recipients.forEach(each -> group(groups, utf8, each));
    return groups;
  }

  private static void group(MailWriter groups, boolean utf8, RecipientStatus status) {
    groups.line();
    OriginalRecipient meant = status.original();
    if (meant != null) {
      field(groups, utf8, "Original-Recipient", meant.type() + ";" + meant.address());
    }
    String type = Encodings.isAscii(status.recipient()) ? "rfc822" : "utf-8";
    field(groups, utf8, "Final-Recipient", type + ";" + status.recipient());
    groups.field("Action", status.action().keyword());
    groups.field("Status", status.status());
    if (status.remoteMta() != null) {
      field(groups, utf8, "Remote-MTA", "dns; " + status.remoteMta());
    }
    Reply diagnostic = status.diagnostic();
    if (diagnostic != null) {
      field(
          groups, utf8, "Diagnostic-Code", "smtp; " + String.join(" ", lines(diagnostic)).strip());
    }
    if (status.lastAttempt() != null) {
      groups.field("Last-Attempt-Date", MailWriter.date(status.lastAttempt()));
    }
    if (status.willRetryUntil() != null && status.action() == DsnAction.DELAYED) {
      groups.field(
          "Will-Retry-Until", MailWriter.date(Objects.requireNonNull(status.willRetryUntil())));
    }
  }

  /** Where the sender cannot read UTF-8, what is not ASCII is written in ASCII (RFC 6533 §3). */
  private static void field(MailWriter groups, boolean utf8, String name, String value) {
    groups.field(name, utf8 ? value : Encodings.toAscii(value));
  }
}
