package dev.fivefifty.rule;

import java.time.Duration;

/**
 * In what pieces bytes are sent; under TLS a piece is a record.
 *
 * @param bytes how many a piece, 1 or more
 * @param every how long from piece to piece, in real time, 0 or more
 */
public record Dribble(int bytes, Duration every) {
  /**
   * Makes a dribble.
   *
   * @throws IllegalArgumentException if out of range
   */
  public Dribble {
    if (bytes < 1) {
      throw new IllegalArgumentException("dribble sends 1 byte or more at a time, not " + bytes);
    }
    if (every.isNegative()) {
      throw new IllegalArgumentException("a duration is 0 or more, not " + every);
    }
  }

  @Override
  public String toString() {
    return bytes + " bytes every " + Durations.format(every);
  }
}
