package dev.fivefifty.rule;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Silence, by the server's movable clock; it ends at once when the client leaves, the rules are
 * reset or the server stops.
 *
 * @param time how long, or null for ever
 */
public record Stall(@Nullable Duration time) {
  /** Silence until the client leaves. */
  public static final Stall FOREVER = new Stall(null);

  /**
   * Makes a stall.
   *
   * @throws IllegalArgumentException if negative
   */
  public Stall {
    if (time != null && time.isNegative()) {
      throw new IllegalArgumentException("a duration is 0 or more, not " + time);
    }
    if (time != null) {
      Durations.notTooLong("a duration", time);
    }
  }

  /**
   * How long.
   *
   * @return the duration, or empty for ever
   */
  public Optional<Duration> duration() {
    return Optional.ofNullable(time);
  }

  @Override
  public String toString() {
    return time == null ? "forever" : Durations.format(time);
  }
}
