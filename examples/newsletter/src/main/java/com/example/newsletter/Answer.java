package com.example.newsletter;

import com.example.newsletter.Reply.Stage;

/**
 * What became of a letter.
 *
 * @param meaning what it means to the newsletter
 * @param words what was said or seen, for people
 */
record Answer(Meaning meaning, String words) {
  enum Meaning {
    /** The server has taken it over. */
    ACCEPTED,
    /** Not now, not to this subscriber; others may have more luck. */
    LATER,
    /** Nobody can be written to now: no connection, or a server that asks to slow down. */
    NOBODY_NOW,
    /** The connection broke when the server may have had it. */
    LOST,
    /** Never: there is no such mailbox. */
    NO_MAILBOX,
    /** Not this time: the mailbox is full. */
    MAILBOX_FULL,
    /** Never this mail, or not from us. The subscriber is not to blame. */
    UNWANTED
  }

  static Answer to(Reply reply) {
    return new Answer(meaning(reply), reply.words());
  }

  private static Meaning meaning(Reply reply) {
    if (reply.code() >= 500) {
      return permanent(reply);
    }
    return isAboutUs(reply) ? Meaning.NOBODY_NOW : Meaning.LATER;
  }

  private static Meaning permanent(Reply reply) {
    if (reply.status().equals("5.2.2")) {
      return Meaning.MAILBOX_FULL;
    }
    return isAboutAddress(reply) ? Meaning.NO_MAILBOX : Meaning.UNWANTED;
  }

  /** A letter has one recipient, so that it may also be said of her at the final dot. */
  private static boolean isAboutAddress(Reply reply) {
    return switch (reply.status()) {
      case "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1" -> true;
      // Exchange Online and Outlook.com say so of an unknown user, Apple of a disabled one.
      case "5.4.1", "5.5.0", "5.7.13" -> reply.stage() == Stage.RCPT;
      // Nothing contradicts the basic code (RFC 5321 §4.2.3).
      case "", "5.0.0" ->
          reply.stage() == Stage.RCPT
              && (reply.code() == 550 || reply.code() == 551 || reply.code() == 553);
      default -> false;
    };
  }

  /** As opposed to one of many subscribers. */
  private static boolean isAboutUs(Reply reply) {
    if (reply.code() == 421 || reply.stage() == Stage.MAIL) {
      return true;
    }
    return switch (reply.status()) {
      case "" -> reply.code() == 452;
      // Greylisting, which is about one sender, one recipient.
      case "4.7.1" -> false;
      default ->
          reply.status().startsWith("4.3.")
              || reply.status().startsWith("4.7.")
              || reply.status().equals("4.5.3")
              // The sender's domain, or the sender.
              || reply.status().equals("4.1.8")
              || reply.status().equals("4.1.7");
    };
  }
}
