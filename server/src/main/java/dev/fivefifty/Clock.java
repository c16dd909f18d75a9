package dev.fivefifty;

import dev.fivefifty.smtp.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The server's clock: real time plus an offset that only moves forward. {@code lasting}, {@code
 * window}, {@code delay}, a timed {@code stall}, {@code silence} and the idle time-out wait on it.
 *
 * <p>It is a {@link java.time.Clock}, so an application under test can be given the same.
 * Thread-safe.
 */
public final class Clock extends java.time.Clock {
  private final Timeline timeline;
  private final ZoneId zone;

  Clock(Timeline timeline) {
    this(timeline, ZoneOffset.UTC);
  }

  private Clock(Timeline timeline, ZoneId zone) {
    this.timeline = timeline;
    this.zone = zone;
  }

  /**
   * Moves the clock forward. Whatever falls due is woken when this returns; what it then does, it
   * does on its own thread.
   *
   * @param duration 0 or more
   * @throws IllegalArgumentException if negative, or if the clock would be more than 100 years
   *     ahead
   */
  public void advance(Duration duration) {
    timeline.advance(duration);
  }

  @Override
  public Instant instant() {
    return timeline.now();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new Clock(timeline, zone);
  }
}
