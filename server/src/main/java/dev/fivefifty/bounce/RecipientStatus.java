package dev.fivefifty.bounce;

import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.Reply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of the delivery to one recipient (RFC 3464 §2.3). Immutable and thread-safe; each
 * method that sets something returns a copy.
 *
 * @param recipient the forward path without angle brackets
 * @param action what became of it
 * @param status the status code (RFC 3463)
 * @param diagnostic what the server said that refused it, or null
 * @param original whom the sender meant, or null
 * @param remoteMta the name of the server that said so, or null for the reporting one
 * @param lastAttempt when it was last tried, or null
 * @param willRetryUntil until when it is tried, or null
 */
public record RecipientStatus(
    String recipient,
    DsnAction action,
    String status,
    @Nullable Reply diagnostic,
    @Nullable OriginalRecipient original,
    @Nullable String remoteMta,
    @Nullable Instant lastAttempt,
    @Nullable Instant willRetryUntil) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the recipient is no address, or the status is no status
   *     code or none that can go with the action
   */
  public RecipientStatus {
    Original.checkAddress("a recipient", recipient);
    if (!status.matches("[245]\\.\\d{1,3}\\.\\d{1,3}")) {
      throw new IllegalArgumentException(
          "'"
              + Encodings.onOneLine(status)
              + "' is no status code (expected such as 5.1.1, RFC 3463)");
    }
    action.check(status);
    if (remoteMta != null) {
      remoteMta = Encodings.onOneLine(remoteMta);
    }
  }

  /**
   * A status that a reply tells.
   *
   * @param recipient the forward path without angle brackets
   * @param action what became of it
   * @param reply what was said; its enhanced code is the status, else its class with {@code .0.0}
   * @return the status
   * @throws IllegalArgumentException if the reply cannot go with the action
   */
  public static RecipientStatus of(String recipient, DsnAction action, Reply reply) {
    String status = DsnAction.statusOf(reply);
    return new RecipientStatus(recipient, action, status, reply, null, null, null, null);
  }

  /**
   * A delivery that failed.
   *
   * @param recipient the forward path without angle brackets
   * @param reply such as {@code 550 5.1.1 User unknown}
   * @return the status
   * @throws IllegalArgumentException if it is no reply of 4yz or 5yz
   */
  public static RecipientStatus failed(String recipient, String reply) {
    return of(recipient, DsnAction.FAILED, Reply.parse(reply));
  }

  /**
   * A delivery that is tried again.
   *
   * @param recipient the forward path without angle brackets
   * @param reply such as {@code 452 4.2.2 Mailbox full}
   * @return the status
   * @throws IllegalArgumentException if it is no reply of 4yz
   */
  public static RecipientStatus delayed(String recipient, String reply) {
    return of(recipient, DsnAction.DELAYED, Reply.parse(reply));
  }

  /**
   * A delivery that succeeded.
   *
   * @param recipient the forward path without angle brackets
   * @return the status, 2.0.0
   */
  public static RecipientStatus delivered(String recipient) {
    return new RecipientStatus(
        recipient, DsnAction.DELIVERED, "2.0.0", null, null, null, null, null);
  }

  /**
   * A delivery that was handed on to a server that does not send notifications of success.
   *
   * @param recipient the forward path without angle brackets
   * @return the status, 2.0.0
   */
  public static RecipientStatus relayed(String recipient) {
    return new RecipientStatus(recipient, DsnAction.RELAYED, "2.0.0", null, null, null, null, null);
  }

  /**
   * A delivery to an alias that stands for several recipients.
   *
   * @param recipient the forward path without angle brackets
   * @return the status, 2.0.0
   */
  public static RecipientStatus expanded(String recipient) {
    return new RecipientStatus(
        recipient, DsnAction.EXPANDED, "2.0.0", null, null, null, null, null);
  }

  /**
   * Adds whom the sender meant.
   *
   * @param whom as ORCPT said
   * @return a copy
   */
  public RecipientStatus original(OriginalRecipient whom) {
    return new RecipientStatus(
        recipient, action, status, diagnostic, whom, remoteMta, lastAttempt, willRetryUntil);
  }

  /**
   * Adds who said so.
   *
   * @param name the name of another server
   * @return a copy
   */
  public RecipientStatus remoteMta(String name) {
    return new RecipientStatus(
        recipient, action, status, diagnostic, original, name, lastAttempt, willRetryUntil);
  }

  /**
   * Adds when it was last tried.
   *
   * @param at the instant
   * @return a copy
   */
  public RecipientStatus lastAttempt(Instant at) {
    return new RecipientStatus(
        recipient, action, status, diagnostic, original, remoteMta, at, willRetryUntil);
  }

  /**
   * Adds until when it is tried; said of a delay only.
   *
   * @param at the instant
   * @return a copy
   */
  public RecipientStatus willRetryUntil(Instant at) {
    return new RecipientStatus(
        recipient, action, status, diagnostic, original, remoteMta, lastAttempt, at);
  }
}
