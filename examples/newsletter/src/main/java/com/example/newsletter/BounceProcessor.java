package com.example.newsletter;

import com.example.newsletter.Finding.Verdict;
import com.example.newsletter.SuppressionList.Reason;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Reads the mail that comes back: delivery status notifications (RFC 3464), complaints (RFC 5965)
 * and whatever else machines answer, and suppresses whom it must.
 */
@Service
public class BounceProcessor {
  private final SuppressionList suppressions;
  private final ReturnPath returnPath;
  private final Path incoming;

  BounceProcessor(SuppressionList suppressions, Settings settings) {
    this.suppressions = suppressions;
    this.returnPath = new ReturnPath(settings.bounces());
    this.incoming = settings.incoming();
  }

  /**
   * Processes the .eml files that have arrived, and renames each to .done, or to .unreadable.
   *
   * @throws IOException if the directory cannot be read, or a file not be renamed
   */
  @Scheduled(cron = "${newsletter.schedule}")
  public void tick() throws IOException {
    if (!Files.isDirectory(incoming)) {
      return;
    }
    try (DirectoryStream<Path> mails = Files.newDirectoryStream(incoming, "*.eml")) {
      for (Path mail : mails) {
        String name = mail.getFileName() + (isRead(mail) ? ".done" : ".unreadable");
        Files.move(mail, mail.resolveSibling(name));
      }
    }
  }

  private boolean isRead(Path mail) {
    try (InputStream content = Files.newInputStream(mail)) {
      process(new MimeMessage(Session.getInstance(new Properties()), content));
      return true;
    } catch (MessagingException | IOException e) {
      return false;
    }
  }

  /**
   * Processes a mail.
   *
   * @param mail what came to a return path
   * @return what it says of whom; empty if it is not about a delivery
   * @throws MessagingException if it cannot be read
   * @throws IOException if it cannot be read
   */
  public List<Finding> process(MimeMessage mail) throws MessagingException, IOException {
    List<Finding> findings = findings(mail);
    findings.forEach(this::heed);
    return findings;
  }

  private void heed(Finding finding) {
    String subscriber = finding.subscriber();
    switch (finding.verdict()) {
      case HARD_BOUNCE -> suppressions.suppress(subscriber, Reason.BOUNCED, finding.words());
      case COMPLAINT -> suppressions.suppress(subscriber, Reason.COMPLAINED, finding.words());
      case SOFT_BOUNCE -> suppressions.strike(subscriber, finding.words());
      case NOTHING -> {}
    }
  }

  private List<Finding> findings(MimeMessage mail) throws MessagingException, IOException {
    // Asked before Auto-Submitted, which bounces have too.
    ContentType type = new ContentType(mail.getContentType());
    if (!type.match("multipart/report")) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    String to = Optional.ofNullable(mail.getHeader("To", null)).orElse("");
    Multipart report = (Multipart) mail.getContent();
    for (int i = 0; i < report.getCount(); i++) {
      BodyPart part = report.getBodyPart(i);
      // Or message/global-delivery-status, where an address is not ASCII.
      String kind = new ContentType(part.getContentType()).getSubType().toLowerCase(Locale.ROOT);
      if (kind.endsWith("delivery-status")) {
        notification(to, part, findings);
      } else if (kind.equals("feedback-report")) {
        complaint(to, part, findings);
      }
    }
    return findings;
  }

  /** Groups of fields, the first about the mail, each other about a recipient (RFC 3464 §2). */
  private void notification(String to, BodyPart part, List<Finding> findings)
      throws MessagingException, IOException {
    String groups = new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (String group : groups.split("\\r?\\n[ \\t]*\\r?\\n")) {
      InternetHeaders fields = headers(group.strip());
      String status = field(fields, "Status");
      if (!status.isEmpty()) {
        boolean failed = field(fields, "Action").equalsIgnoreCase("failed");
        Verdict verdict = failed ? verdict(status) : Verdict.NOTHING;
        String words = status + " " + field(fields, "Diagnostic-Code");
        subscriber(to)
            .or(() -> address(field(fields, "Original-Recipient")))
            .or(() -> address(field(fields, "Final-Recipient")))
            .ifPresent(who -> findings.add(new Finding(verdict, who, words)));
      }
    }
  }

  /** The class says whether it is for good, the rest whether it is the address (RFC 3463). */
  private static Verdict verdict(String status) {
    if (status.startsWith("4.") || status.equals("5.2.2")) {
      return Verdict.SOFT_BOUNCE;
    }
    // A policy (5.7), a mail that is too large (5.3.4), our address (5.1.8): not her fault.
    return status.matches("5\\.(0\\.0|1\\.([0-6]|10)|2\\.1)")
        ? Verdict.HARD_BOUNCE
        : Verdict.NOTHING;
  }

  private void complaint(String to, BodyPart part, List<Finding> findings)
      throws MessagingException, IOException {
    InternetHeaders fields = new InternetHeaders(part.getInputStream(), true);
    String type = field(fields, "Feedback-Type");
    Verdict verdict = type.equalsIgnoreCase("not-spam") ? Verdict.NOTHING : Verdict.COMPLAINT;
    subscriber(field(fields, "Original-Mail-From"))
        .or(() -> subscriber(to))
        .or(() -> address(field(fields, "Original-Rcpt-To")))
        .ifPresent(who -> findings.add(new Finding(verdict, who, "Feedback-Type: " + type)));
  }

  /** As the return path says, which is better than an address that mail was forwarded to. */
  private Optional<String> subscriber(String field) {
    return address(field).flatMap(returnPath::subscriber);
  }

  /** Of {@code rfc822; bob@example.com} or {@code <bob@example.com>}. */
  private static Optional<String> address(String field) {
    String address = field.substring(field.indexOf(';') + 1).replaceAll("[<>\\s]", "");
    return address.contains("@") ? Optional.of(address) : Optional.empty();
  }

  private static InternetHeaders headers(String fields) throws MessagingException {
    byte[] bytes = fields.getBytes(StandardCharsets.UTF_8);
    return new InternetHeaders(new ByteArrayInputStream(bytes), true);
  }

  private static String field(InternetHeaders fields, String name) {
    return Optional.ofNullable(fields.getHeader(name, null)).orElse("").strip();
  }
}
