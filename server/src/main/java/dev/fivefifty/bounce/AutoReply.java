package dev.fivefifty.bounce;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What answers in a recipient's place while she is away (RFC 3834): no report, and no sign that
 * anything failed. Not thread-safe; what it makes is.
 */
public final class AutoReply {
  private final Original original;
  private final String recipient;
  private String hostname = "localhost";
  private @Nullable Instant at;
  private @Nullable String text;

  private AutoReply(Original original, String recipient) {
    this.original = original;
    this.recipient = recipient;
  }

  /**
   * Begins an answer.
   *
   * @param original what it answers; it goes to its sender
   * @param recipient who is away: the forward path without angle brackets
   * @return the answer
   * @throws IllegalArgumentException if the recipient is no address
   */
  public static AutoReply to(Original original, String recipient) {
    Original.checkAddress("a recipient", recipient);
    return new AutoReply(original, recipient);
  }

  /**
   * Whose Message-ID it has. Default: {@code localhost}.
   *
   * @param hostname a host name or an address literal
   * @return this
   * @throws IllegalArgumentException if it cannot be one
   */
  public AutoReply hostname(String hostname) {
    this.hostname = Dsn.checkedHostname(hostname);
    return this;
  }

  /**
   * When it is sent. Default: now.
   *
   * @param instant when
   * @return this
   */
  public AutoReply at(Instant instant) {
    at = instant;
    return this;
  }

  /**
   * What it says. Default: that the recipient is away.
   *
   * @param lines each ended by a line feed
   * @return this
   */
  public AutoReply text(String lines) {
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
    Fields fields = Fields.of(original.canonical());
    String subject = fields.first("Subject");
    MailWriter mail = new MailWriter();
    Report.header(
        mail,
        recipient,
        original.sender(),
        // RFC 3834 §3.1.5
        "Auto: " + (subject == null ? "your message" : subject),
        now,
        hostname);
    String messageId = fields.first("Message-ID");
    if (messageId != null) {
      String references = fields.first("References");
      mail.field("In-Reply-To", messageId);
      mail.field("References", (references == null ? "" : references + " ") + messageId);
    }
    mail.field("Auto-Submitted", "auto-replied");
    boolean smtpUtf8 = mail.eightBit();
    String said = text == null ? ownText() : text;
    mail.text(said.endsWith("\n") ? said : said + "\n");
    return new Notice(original.sender(), mail.toBytes(), mail.eightBit(), smtpUtf8);
  }

  private String ownText() {
    return "I am away, and will read your message when I am back.\n\n" + recipient + "\n";
  }
}
