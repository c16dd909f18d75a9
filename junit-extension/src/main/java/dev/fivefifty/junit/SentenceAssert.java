package dev.fivefifty.junit;

import dev.fivefifty.expect.Evidence;
import dev.fivefifty.expect.Expectation;
import java.time.Duration;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * What all questions have in common: they can wait, and what was asked can be held to stay true.
 * Not thread-safe; any number of sentences can be asked of one server at the same time.
 *
 * @param <S> the assertion's own type
 * @param <A> what it is about
 */
public abstract sealed class SentenceAssert<S extends SentenceAssert<S, A>, A>
    extends AbstractAssert<S, A>
    permits FiveFiftyAssert,
        RecipientAssert,
        RecipientsAssert,
        MessagesAssert,
        MessageAssert,
        SessionsAssert,
        SessionAssert,
        RuleAssert {
  final Sentence sentence;

  SentenceAssert(A actual, Class<S> type, Sentence sentence) {
    super(actual, type);
    this.sentence = sentence;
  }

  /** Takes over the description that was given earlier in the sentence. */
  S after(AbstractAssert<?, ?> earlier) {
    info.description(earlier.info.description());
    String message = earlier.info.overridingErrorMessage();
    if (message != null) {
      info.overridingErrorMessage(message);
    }
    return myself;
  }

  S ask(Expectation expectation) {
    evidenceFor(expectation);
    return myself;
  }

  Evidence evidenceFor(Expectation expectation) {
    return sentence.ask(expectation, info);
  }

  S hold(String method, Expectation negative, Duration duration, @Nullable Runnable driver) {
    sentence.hold(method, negative, duration, driver, info);
    return myself;
  }

  /**
   * From here on each question waits until it is answered as expected, or can no longer be. There
   * is one deadline for the whole rest of the sentence.
   *
   * @param duration more than 0, in real time, from now
   * @return this
   * @throws IllegalArgumentException if the duration is 0 or negative
   */
  public S within(Duration duration) {
    sentence.within(duration);
    return myself;
  }

  /**
   * Everything that was asked in this sentence is asked again, every 20 ms, and must be answered
   * the same.
   *
   * @param duration more than 0, in real time; this returns when it is over
   * @return this
   * @throws AssertionError if an answer becomes another
   * @throws IllegalArgumentException if the duration is 0 or negative
   * @throws IllegalStateException if nothing was asked
   */
  public S staysTrueFor(Duration duration) {
    sentence.staysTrue(duration, null, info);
    return myself;
  }

  /**
   * Everything that was asked in this sentence is asked again while the server's clock moves
   * forward: in 60 equal steps, or of 1 ms where that is longer. After each step the driver lets
   * the application follow, and then everything must be answered the same. The server's own delays
   * end within the step in which they are due.
   *
   * @param duration more than 0, by the server's clock
   * @param driver does what the application has to do by then, and returns when it is done: what it
   *     does later, on other threads, may be missed
   * @return this
   * @throws AssertionError if an answer becomes another
   * @throws IllegalArgumentException if the duration is 0 or negative, or the clock would be more
   *     than 100 years ahead
   * @throws IllegalStateException if nothing was asked
   */
  public S staysTrueFor(Duration duration, Runnable driver) {
    sentence.staysTrue(duration, driver, info);
    return myself;
  }
}
