package dev.fivefifty.journal;

import dev.fivefifty.rule.AskedRules;
import dev.fivefifty.rule.Decision;
import dev.fivefifty.rule.NearMiss;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One occasion and what became of it. Immutable and thread-safe.
 *
 * @param number its number within the session, from 1
 * @param tookNanos as {@link #took()} says, in nanoseconds
 * @param received the bytes that came in, without the content of a message; empty where the server
 *     speaks first
 * @param sent the bytes meant for the client, empty if there were none
 * @param reply what was said, or empty if nothing was, or raw bytes alone
 * @param written whether all of {@code sent} was handed to the socket; it says nothing of whether
 *     the client received it
 * @param message the number of the message that was stored here, or empty
 * @param occasion what the rules were asked about
 * @param decision what they decided
 * @param rules the rules that were asked
 * @param note what was learnt after it, such as why a TLS handshake failed; or empty
 */
public record Exchange(
    int number,
    long tookNanos,
    Bytes received,
    Bytes sent,
    Optional<Reply> reply,
    boolean written,
    OptionalLong message,
    Occasion occasion,
    Decision decision,
    AskedRules rules,
    Optional<String> note) {

  /** What stands in the place of a line that is a secret as a whole. */
  private static final String SECRET = "***";

  // What can be had of the occasion and the decision is not held again: there may be very many.

  /**
   * The session's number.
   *
   * @return from 1
   */
  public long session() {
    return occasion.session();
  }

  /**
   * Where in the session it was.
   *
   * @return the stage
   */
  public Stage stage() {
    return occasion.stage();
  }

  /**
   * When the server was asked.
   *
   * @return by the server's clock
   */
  public Instant at() {
    return occasion.now();
  }

  /**
   * From then until the answer was handed to the socket, or was given up.
   *
   * @return by the server's clock
   */
  public Duration took() {
    return Duration.ofNanos(tookNanos);
  }

  /**
   * The name of the rule that decided.
   *
   * @return the name, or empty for the server's own answer
   */
  public Optional<String> rule() {
    return Optional.ofNullable(decision.ruleName());
  }

  /**
   * Whether the client answered a challenge of AUTH here. What it said is kept nowhere, and the
   * occasion's line is still that of the command.
   *
   * @return true if so
   */
  public boolean answersChallenge() {
    // A command begins with its verb, whatever of it is a secret.
    return (stage() == Stage.AUTH || stage() == Stage.CHALLENGE)
        && received.text().startsWith(SECRET);
  }

  /**
   * The tag that the session carried there.
   *
   * @return the tag in lower case, or empty, see {@link dev.fivefifty.rule.TagSource}
   */
  public Optional<String> tag() {
    return occasion.tag();
  }

  /**
   * The same exchange, its answer not written after all.
   *
   * @return a copy
   */
  public Exchange notWritten() {
    return with(false, note);
  }

  /**
   * The same exchange with something learnt after it.
   *
   * @param text for people
   * @return a copy
   */
  public Exchange withNote(String text) {
    return with(written, Optional.of(text));
  }

  private Exchange with(boolean written, Optional<String> note) {
    return new Exchange(
        number, tookNanos, received, sent, reply, written, message, occasion, decision, rules,
        note);
  }

  /**
   * The rule that came closest, if none decided. Computed anew at each call, and conditions in Java
   * are called again. Of a message that the journal has let go (never stored, or discarded) only
   * the header section is still known; its body counts as empty.
   *
   * @return the near miss, or empty if a rule decided, none is asked at this stage, or a condition
   *     in Java throws
   */
  public Optional<NearMiss> nearMiss() {
    try {
      return rules.nearMiss(occasion, decision);
    } catch (RuntimeException e) {
      // A condition of the user's own, perhaps on a body that is gone: a report must not fail by
      // it.
      return Optional.empty();
    }
  }

  /**
   * Whether a rule decided, so that any deviation from the RFC is on purpose.
   *
   * @return true if so
   */
  public boolean deliberate() {
    return decision.ruleName() != null;
  }

  /**
   * The exchange in one line for people, without credentials.
   *
   * @return such as {@code session 1 #4 rcpt: RCPT TO:<a@b.example> -> 250 OK\r\n}
   */
  @Override
  public String toString() {
    return "session "
        + session()
        + " #"
        + number
        + " "
        + stage().keyword()
        + ": "
        + Transcript.command(this)
        + " -> "
        + (sent.length() == 0 ? "nothing" : sent)
        + Transcript.remarks(this);
  }
}
