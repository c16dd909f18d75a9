package dev.fivefifty.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The keys that say what happens, as methods: each returns a copy with that key set.
 *
 * @param <T> what is copied
 */
public interface OutcomeKeys<T> {
  /**
   * A copy with another outcome.
   *
   * @param outcome the outcome
   * @return the copy
   */
  T withOutcome(Outcome outcome);

  /**
   * The outcome so far.
   *
   * @return the outcome
   */
  Outcome outcome();

  /**
   * Says a reply, such as {@code 550 5.1.1 <${to}>: Mailbox not found}.
   *
   * @param first the line with code, optional enhanced code and text; the code alone takes the
   *     server's usual text
   * @param more further lines, text only
   * @return a copy
   * @throws IllegalArgumentException if it is no reply
   */
  default T reply(String first, String... more) {
    List<String> lines = new ArrayList<>();
    lines.add(first);
    lines.addAll(List.of(more));
    return reply(Reply.parse(lines));
  }

  /**
   * Says a reply.
   *
   * @param reply the reply; its text may hold placeholders
   * @return a copy
   */
  default T reply(Reply reply) {
    return withOutcome(outcome().withAnswer(new Answer.Fixed(reply)));
  }

  /**
   * Says a reply made in Java, without placeholders.
   *
   * @param function makes the reply; called on the session's thread, so at once from several
   * @return a copy
   */
  default T reply(Function<Occasion, Reply> function) {
    return withOutcome(outcome().withAnswer(new Answer.Computed(function)));
  }

  /**
   * Says the server's own correct answer, and no later rule is asked.
   *
   * @return a copy
   */
  default T replyDefault() {
    return withOutcome(outcome().withAnswer(new Answer.Default()));
  }

  /**
   * Says nothing.
   *
   * @return a copy
   */
  default T replyNone() {
    return withOutcome(outcome().withAnswer(new Answer.None()));
  }

  /**
   * Waits first, by the server's clock.
   *
   * @param duration 0 or more
   * @return a copy
   */
  default T delay(Duration duration) {
    return delay(new Delay.Fixed(duration));
  }

  /**
   * Waits first, by the server's clock.
   *
   * @param delay how long
   * @return a copy
   */
  default T delay(Delay delay) {
    return withOutcome(outcome().withDelay(delay));
  }

  /**
   * Falls silent for a time after what is said, by the server's clock.
   *
   * @param duration 0 or more
   * @return a copy
   */
  default T stall(Duration duration) {
    return stall(new Stall(duration));
  }

  /**
   * Falls silent after what is said.
   *
   * @param stall how long
   * @return a copy
   */
  default T stall(Stall stall) {
    return withOutcome(outcome().withStall(stall));
  }

  /**
   * Ends the connection, or keeps it although the reply would end it.
   *
   * @param close how
   * @return a copy
   */
  default T close(Close close) {
    return withOutcome(outcome().withClose(close));
  }

  /**
   * Stores the message, or throws it away, whatever the reply says.
   *
   * @param fate which
   * @return a copy
   */
  default T message(MessageFate fate) {
    return withOutcome(outcome().withMessage(fate));
  }

  /**
   * At content: whether the rest is read before the connection ends by FIN.
   *
   * @param drain false to end it with input unread
   * @return a copy
   */
  default T drain(boolean drain) {
    return withOutcome(outcome().withDrain(drain));
  }
}
