package dev.fivefifty.expect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A question that was put to a running server, and its answer. Immutable and thread-safe.
 *
 * @param at when it was answered, by the server's clock
 * @param expected what was expected, all of it: a sentence each, at least one
 * @param took from the question to the answer, in real time
 * @param explanation why it is not so, as a failed assertion says it; empty if all is as expected
 */
public record Asked(Instant at, List<String> expected, Duration took, String explanation) {
  /** Copies the list. */
  public Asked {
    expected = List.copyOf(expected);
  }

  /**
   * Whether all was as expected.
   *
   * @return true if so
   */
  public boolean met() {
    return explanation.isEmpty();
  }
}
