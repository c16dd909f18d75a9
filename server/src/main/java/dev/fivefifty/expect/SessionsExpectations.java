package dev.fivefifty.expect;

import dev.fivefifty.journal.Session;
import java.util.Optional;

/** The questions about all sessions. Immutable and thread-safe. */
public final class SessionsExpectations {
  SessionsExpectations() {}

  /**
   * How many sessions there are, open ones among them.
   *
   * @param number how many
   * @return the expectation
   */
  public Expectation counted(Times number) {
    return new Fact(
        "a client connected " + number,
        evidence -> {
          int count = evidence.sessions().size();
          return Judgement.of(number.include(count), connected(count))
              .about(evidence.attempts())
              .inSessions(evidence.sessions().stream().map(Session::id).toList())
              .finallySo(count > number.most());
        });
  }

  /**
   * There is no session.
   *
   * @return the expectation
   */
  public Expectation none() {
    return new Fact("no client connects", evidence -> counted(Times.never()).judge(evidence));
  }

  /**
   * One session.
   *
   * @param number from 1, in the order in which they began
   * @return the questions about it
   * @throws IllegalArgumentException if less than 1
   */
  public SessionExpectations number(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("sessions are counted from 1, not " + number);
    }
    return new SessionExpectations(
        "the " + Says.ordinal(number) + " session",
        all -> all.size() >= number ? Optional.of(all.get(number - 1)) : Optional.empty());
  }

  /**
   * The session that began last, whichever that is when asked.
   *
   * @return the questions about it
   */
  public SessionExpectations last() {
    return new SessionExpectations(
        "the last session",
        all -> all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1)));
  }

  static Judgement missing(Evidence evidence) {
    int count = evidence.sessions().size();
    return Judgement.no(connected(count))
        .about(evidence.attempts())
        .inSessions(evidence.sessions().stream().map(Session::id).toList());
  }

  private static String connected(int count) {
    return count == 0
        ? "no client has connected"
        : "there " + (count == 1 ? "is 1 session" : "are " + count + " sessions");
  }
}
