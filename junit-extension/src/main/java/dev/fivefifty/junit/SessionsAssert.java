package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.Expectations;
import dev.fivefifty.expect.Times;
import java.time.Duration;

/** What can be asked about the sessions, open ones among them. Not thread-safe. */
public final class SessionsAssert extends SentenceAssert<SessionsAssert, FiveFifty> {
  SessionsAssert(Sentence sentence) {
    super(sentence.smtp(), SessionsAssert.class, sentence);
  }

  /**
   * There are so many.
   *
   * @param number 1 or more
   * @return this
   * @throws IllegalArgumentException if 0: right after a send that could not fail
   */
  public SessionsAssert hasSize(int number) {
    return hasSize(Times.times(number));
  }

  /**
   * There are so many.
   *
   * @param number at least one
   * @return this
   * @throws IllegalArgumentException if none at all would do
   */
  public SessionsAssert hasSize(Times number) {
    Sentence.notVacuous(
        "sessions().hasSize(" + number + ")",
        number,
        "sessions().stayEmptyFor",
        "sessions().hasSize(TIMES)");
    return ask(Expectations.sessions().counted(number));
  }

  /**
   * Never right: see {@link #stayEmptyFor(Duration)}.
   *
   * @return nothing
   * @throws UnsupportedOperationException always
   */
  public SessionsAssert isEmpty() {
    throw new UnsupportedOperationException(
        "sessions().isEmpty(), asked once, is true before anything has happened and could not fail:"
            + " write sessions().stayEmptyFor(Duration) instead");
  }

  /**
   * There is none, and none begins.
   *
   * @param duration more than 0, in real time; this returns when it is over
   * @return this
   * @throws AssertionError if there is one
   * @throws IllegalArgumentException if the duration is 0 or negative
   * @throws IllegalStateException if {@code within} was said and nothing asked since
   */
  public SessionsAssert stayEmptyFor(Duration duration) {
    return hold("stayEmptyFor", Expectations.sessions().none(), duration, null);
  }

  /**
   * {@link #stayEmptyFor(Duration)} by the server's clock, which is moved forward.
   *
   * @param duration more than 0, by the server's clock
   * @param driver as in {@link #staysTrueFor(Duration, Runnable)}
   * @return this
   */
  public SessionsAssert stayEmptyFor(Duration duration, Runnable driver) {
    return hold("stayEmptyFor", Expectations.sessions().none(), duration, driver);
  }

  /**
   * Asks about the session that began first.
   *
   * @return what can be asked
   */
  public SessionAssert first() {
    return element(0);
  }

  /**
   * Asks about the session that began last, whichever that is when a question is asked.
   *
   * @return what can be asked
   */
  public SessionAssert last() {
    return new SessionAssert(Expectations.sessions().last(), sentence).after(this);
  }

  /**
   * Asks about one session.
   *
   * @param index from 0, in the order in which they began
   * @return what can be asked
   * @throws IllegalArgumentException if negative
   */
  public SessionAssert element(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("an index is 0 or more, not " + index);
    }
    return new SessionAssert(Expectations.sessions().number(index + 1), sentence).after(this);
  }
}
