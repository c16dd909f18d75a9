package dev.fivefifty.journal;

import java.time.Duration;

/**
 * An attempt and the one before it that it repeats. Immutable and thread-safe.
 *
 * @param earlier the latest attempt that {@code later} is a retry of
 * @param later the retry
 */
public record Retry(Attempt earlier, Attempt later) {
  /**
   * How long the client waited: from one decision to the next, by the server's clock. An earlier
   * attempt that named no recipient was decided when its session ended.
   *
   * @return 0 or more
   */
  public Duration gap() {
    // The end of a session may be noticed only after the client has come back.
    return earlier.at().isAfter(later.at())
        ? Duration.ZERO
        : Duration.between(earlier.at(), later.at());
  }

  /**
   * Whether the client kept its connection.
   *
   * @return true if both were in the same session
   */
  public boolean onSameConnection() {
    return earlier.session() == later.session();
  }
}
