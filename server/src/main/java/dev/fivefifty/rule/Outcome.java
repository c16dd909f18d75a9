package dev.fivefifty.rule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said, what is done to the wire and what becomes of the message. Immutable; what is null
 * was left out.
 *
 * @param answer what is said, see {@link #effectiveAnswer()}
 * @param delay how long to wait first
 * @param stall silence after what is said
 * @param close how the connection ends, or that it does not
 * @param message whether the message is stored; by default if the reply was 2yz
 * @param drain at content, whether the rest is read before the connection ends; by default it is
 */
public record Outcome(
    @Nullable Answer answer,
    @Nullable Delay delay,
    @Nullable Stall stall,
    @Nullable Close close,
    @Nullable MessageFate message,
    @Nullable Boolean drain) {

  /** Nothing but the server's own correct answer. */
  public static final Outcome DEFAULT = new Outcome(null, null, null, null, null, null);

  /**
   * What is said in effect: left out, it is the default, or nothing beside a close or a stall.
   *
   * @return the answer
   */
  public Answer effectiveAnswer() {
    if (answer != null) {
      return answer;
    }
    boolean alone = stall != null || (close != null && close != Close.NONE);
    return alone ? new Answer.None() : new Answer.Default();
  }

  /**
   * The reply that was written down, if one was.
   *
   * @return the reply with its placeholders, or empty
   */
  public Optional<Reply> fixedReply() {
    return answer instanceof Answer.Fixed fixed ? Optional.of(fixed.reply()) : Optional.empty();
  }

  boolean isDefault() {
    return equals(DEFAULT);
  }

  Outcome withAnswer(Answer answer) {
    return new Outcome(answer, delay, stall, close, message, drain);
  }

  Outcome withDelay(Delay delay) {
    return new Outcome(answer, delay, stall, close, message, drain);
  }

  Outcome withStall(Stall stall) {
    return new Outcome(answer, delay, stall, close, message, drain);
  }

  Outcome withClose(Close close) {
    return new Outcome(answer, delay, stall, close, message, drain);
  }

  Outcome withMessage(MessageFate message) {
    return new Outcome(answer, delay, stall, close, message, drain);
  }

  Outcome withDrain(boolean drain) {
    return new Outcome(answer, delay, stall, close, message, drain);
  }
}
