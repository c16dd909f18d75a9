package com.example.newsletter;

/**
 * What a mail that came back says of a subscriber.
 *
 * @param verdict what it comes to
 * @param subscriber of whom
 * @param words how it is said
 */
public record Finding(Verdict verdict, String subscriber, String words) {
  /** What it comes to. */
  public enum Verdict {
    /** The mailbox does not exist. */
    HARD_BOUNCE,
    /** The mailbox could not be reached, and perhaps can the next time. */
    SOFT_BOUNCE,
    /** The subscriber called it spam. */
    COMPLAINT,
    /** Nothing that concerns the suppression list, such as a delay. */
    NOTHING
  }
}
