package dev.fivefifty.journal;

import dev.fivefifty.rule.Reply;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One client's try to deliver to one recipient. Immutable and thread-safe.
 *
 * @param session the session's number, from 1
 * @param sender the reverse path without angle brackets, {@code ""} for the null reverse path;
 *     empty if the client named none
 * @param recipient the forward path without angle brackets; empty if the session ended before any
 *     RCPT
 * @param result what became of it
 * @param reply the reply that decided, or empty if none did
 * @param rule the rule that decided, or empty for the server's own answer
 * @param at when it was decided, by the server's clock
 * @param messageId the Message-ID with its angle brackets, or empty if none was seen
 * @param message the number of the stored message, or empty if it was not stored
 * @param replyWritten whether all of the deciding reply was handed to the socket; it says nothing
 *     of whether the client received it
 * @param tag the tag of its transaction in lower case, or empty, see {@link
 *     dev.fivefifty.rule.TagSource}
 */
public record Attempt(
    long session,
    Optional<String> sender,
    Optional<String> recipient,
    Result result,
    Optional<Reply> reply,
    Optional<String> rule,
    Instant at,
    Optional<String> messageId,
    OptionalLong message,
    boolean replyWritten,
    Optional<String> tag) {

  /** What became of an attempt. */
  public enum Result {
    /** The server took the message over: 2yz at the end. */
    ACCEPTED,
    /** Refused for now: 4yz. */
    DEFERRED,
    /** Refused for good: 5yz. */
    REFUSED,
    /** The connection failed before the client could know. */
    LOST,
    /** The client left, or reset the transaction after an accepted RCPT. */
    ABANDONED
  }

  /**
   * Whether the message was stored, whatever the client was told.
   *
   * @return true if so
   */
  public boolean stored() {
    return message.isPresent();
  }

  /**
   * The same attempt, its reply not written after all: who was accepted cannot know it.
   *
   * @return a copy
   */
  public Attempt notWritten() {
    return new Attempt(
        session,
        sender,
        recipient,
        reply.isPresent() ? Result.LOST : result,
        reply,
        rule,
        at,
        messageId,
        message,
        false,
        tag);
  }

  /**
   * Whether this is a retry: later, with the same sender and recipient, ignoring case, and the same
   * Message-ID where both were seen. A sender or recipient that neither attempt named counts as the
   * same. Of two attempts at the same instant, the one in the session that began later is later.
   *
   * @param earlier an attempt that may have come before
   * @return true if so
   */
  public boolean isRetryOf(Attempt earlier) {
    boolean later = at.isAfter(earlier.at) || at.equals(earlier.at) && session > earlier.session;
    boolean sameMessage =
        messageId.isEmpty() || earlier.messageId.isEmpty() || messageId.equals(earlier.messageId);
    return later
        && sameMessage
        && same(sender, earlier.sender)
        && same(recipient, earlier.recipient);
  }

  private static boolean same(Optional<String> a, Optional<String> b) {
    return a.isPresent() == b.isPresent() && a.orElse("").equalsIgnoreCase(b.orElse(""));
  }

  /**
   * The attempt in one line for people.
   *
   * @return such as {@code <a@a.example> to <b@b.example> DEFERRED by rule 'greylisting': 450 4.7.1
   *     Greylisted}
   */
  @Override
  public String toString() {
    return sender.map(address -> "<" + address + ">").orElse("unknown sender")
        + " to "
        + recipient.map(address -> "<" + address + ">").orElse("unknown recipient")
        + " "
        + result
        + rule.map(name -> " by rule '" + name + "'").orElse("")
        + reply.map(said -> ": " + said.toString().replace("\n", " | ")).orElse("")
        + (reply.isPresent() && !replyWritten ? " (not all written)" : "")
        + (message.isPresent() ? ", stored as message " + message.getAsLong() : "")
        + ", session "
        + session;
  }
}
