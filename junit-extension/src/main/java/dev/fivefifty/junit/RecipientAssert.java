package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.RecipientExpectations;
import dev.fivefifty.expect.ReplyPattern;
import dev.fivefifty.expect.Times;
import dev.fivefifty.journal.Attempt.Result;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked about a recipient. An attempt is one client's try to deliver to it; a retry is
 * a later attempt with the same sender and recipient, and the same Message-ID where both were seen.
 * An attempt that named no recipient, because it failed at MAIL or before, by the same or an
 * unknown sender, counts as the earlier try of a retry, and is not counted as an attempt itself.
 * Not thread-safe.
 */
public final class RecipientAssert extends SentenceAssert<RecipientAssert, FiveFifty> {
  private final RecipientExpectations recipient;
  private @Nullable String singleAttempt;

  RecipientAssert(RecipientExpectations recipient, Sentence sentence) {
    super(sentence.smtp(), RecipientAssert.class, sentence);
    this.recipient = recipient;
  }

  /**
   * There was an attempt.
   *
   * @return this
   */
  public RecipientAssert wasAttempted() {
    return wasAttempted(Times.atLeast(1));
  }

  /**
   * There were so many attempts.
   *
   * @param times at least once
   * @return this
   * @throws IllegalArgumentException if no attempt at all would do: right after a send that could
   *     not fail
   */
  public RecipientAssert wasAttempted(Times times) {
    Sentence.notVacuous(
        "wasAttempted(" + times + ")", times, "isNotAttemptedFor", "wasAttempted(TIMES)");
    if (times.most() < 2) {
      singleAttempt = "wasAttempted(once())";
    }
    return ask(recipient.attempted(times));
  }

  /**
   * An attempt was accepted, and the client was told so.
   *
   * @return this
   */
  public RecipientAssert wasAccepted() {
    return ask(recipient.accepted());
  }

  /**
   * The first attempt that was accepted is that of this number.
   *
   * @param attempts from 1; attempts that named no recipient are not counted
   * @return this
   * @throws IllegalArgumentException if less than 1
   */
  public RecipientAssert afterAttempts(int attempts) {
    if (attempts == 1) {
      singleAttempt = "afterAttempts(1)";
    }
    return ask(recipient.acceptedAt(attempts));
  }

  /**
   * An attempt was refused for good: 5yz.
   *
   * @return this
   */
  public RecipientAssert wasRefused() {
    return ask(recipient.result(Result.REFUSED));
  }

  /**
   * An attempt was refused for good with this reply.
   *
   * @param reply a code, an enhanced code if it matters, and a piece of the text if it matters:
   *     such as {@code 550}, {@code 550 5.1.1} or {@code 550 5.1.1 mailbox}
   * @return this
   * @throws IllegalArgumentException if it does not start with a code of 500 to 599
   */
  public RecipientAssert wasRefusedWith(String reply) {
    return repliedWith(reply, 5, "wasRefusedWith", "wasDeferredWith");
  }

  /**
   * An attempt was refused for now: 4yz.
   *
   * @return this
   */
  public RecipientAssert wasDeferred() {
    return ask(recipient.result(Result.DEFERRED));
  }

  /**
   * An attempt was refused for now with this reply.
   *
   * @param reply as in {@link #wasRefusedWith}
   * @return this
   * @throws IllegalArgumentException if it does not start with a code of 400 to 499
   */
  public RecipientAssert wasDeferredWith(String reply) {
    return repliedWith(reply, 4, "wasDeferredWith", "wasRefusedWith");
  }

  private RecipientAssert repliedWith(String reply, int digit, String method, String other) {
    ReplyPattern pattern = ReplyPattern.parse(reply);
    int actual = pattern.code() / 100;
    if (actual != digit) {
      throw new IllegalArgumentException(
          method
              + " asks for a code of "
              + digit
              + "00 to "
              + digit
              + "99, not "
              + pattern.code()
              + (actual == 4 || actual == 5
                  ? ": write " + other + "(\"" + reply + "\")"
                  : ": write wasAccepted()"));
    }
    return ask(recipient.repliedWith(pattern));
  }

  /**
   * An attempt was lost: the connection failed before the client could know.
   *
   * @return this
   */
  public RecipientAssert wasLost() {
    return ask(recipient.result(Result.LOST));
  }

  /**
   * An attempt was abandoned: the client left, or reset the transaction, after an accepted RCPT.
   *
   * @return this
   */
  public RecipientAssert wasAbandoned() {
    return ask(recipient.result(Result.ABANDONED));
  }

  /**
   * A message was stored, whatever the client was told.
   *
   * @return this
   */
  public RecipientAssert wasStored() {
    return ask(recipient.stored());
  }

  /**
   * Each of the recipient's messages was stored once, by its Message-ID, and there is one. Two
   * messages without a Message-ID cannot be told apart and count as copies.
   *
   * @return this
   */
  public RecipientAssert hasExactlyOneCopy() {
    return ask(recipient.oneCopy());
  }

  /**
   * There was a retry.
   *
   * @return this
   */
  public RecipientAssert wasRetried() {
    return ask(recipient.retried());
  }

  /**
   * There was a retry, and every retry came on the connection of the attempt before it.
   *
   * @return this
   */
  public RecipientAssert wasRetriedOnTheSameConnection() {
    return ask(recipient.retriedOnSameConnection());
  }

  /**
   * There was a retry, and every retry came on another connection than the attempt before it.
   *
   * @return this
   */
  public RecipientAssert wasRetriedOnANewConnection() {
    return ask(recipient.retriedOnNewConnection());
  }

  /**
   * There was a retry, and before every retry the client waited at least so long.
   *
   * @param gap by the server's clock
   * @return this
   * @throws IllegalStateException if the sentence has asked for a single attempt
   */
  public RecipientAssert withGapsOfAtLeast(Duration gap) {
    twoAttempts("withGapsOfAtLeast");
    return ask(recipient.gapsOfAtLeast(gap));
  }

  /**
   * There was a retry, and before every retry the client waited at most so long.
   *
   * @param gap by the server's clock
   * @return this
   * @throws IllegalStateException if the sentence has asked for a single attempt
   */
  public RecipientAssert withGapsOfAtMost(Duration gap) {
    twoAttempts("withGapsOfAtMost");
    return ask(recipient.gapsOfAtMost(gap));
  }

  private void twoAttempts(String method) {
    if (singleAttempt != null) {
      throw new IllegalStateException(
          method
              + " needs a second attempt, and "
              + singleAttempt
              + " before it asks for one only: write such as wasAttempted(twice()) or"
              + " afterAttempts(2)");
    }
  }

  /**
   * There was an attempt, and none is repeated. A later attempt by the same or an unknown sender
   * that named no recipient, because it failed at MAIL or before, may be a repetition, and counts
   * as one; where no attempt named the recipient, those that named nobody stand for it.
   *
   * @param duration more than 0, in real time; this returns when it is over
   * @return this
   * @throws AssertionError if there was no attempt when this was called, or there is a retry
   * @throws IllegalArgumentException if the duration is 0 or negative
   * @throws IllegalStateException if {@code within} was said and nothing asked since
   */
  public RecipientAssert isNotRetriedFor(Duration duration) {
    return hold("isNotRetriedFor", recipient.notRetried(), duration, null);
  }

  /**
   * {@link #isNotRetriedFor(Duration)} by the server's clock, which is moved forward.
   *
   * @param duration more than 0, by the server's clock
   * @param driver as in {@link #staysTrueFor(Duration, Runnable)}
   * @return this
   */
  public RecipientAssert isNotRetriedFor(Duration duration, Runnable driver) {
    return hold("isNotRetriedFor", recipient.notRetried(), duration, driver);
  }

  /**
   * There was no attempt, and none is made.
   *
   * @param duration more than 0, in real time; this returns when it is over
   * @return this
   * @throws AssertionError if there is an attempt
   * @throws IllegalArgumentException if the duration is 0 or negative
   * @throws IllegalStateException if {@code within} was said and nothing asked since
   */
  public RecipientAssert isNotAttemptedFor(Duration duration) {
    return hold("isNotAttemptedFor", recipient.notAttempted(), duration, null);
  }

  /**
   * {@link #isNotAttemptedFor(Duration)} by the server's clock, which is moved forward.
   *
   * @param duration more than 0, by the server's clock
   * @param driver as in {@link #staysTrueFor(Duration, Runnable)}
   * @return this
   */
  public RecipientAssert isNotAttemptedFor(Duration duration, Runnable driver) {
    return hold("isNotAttemptedFor", recipient.notAttempted(), duration, driver);
  }
}
