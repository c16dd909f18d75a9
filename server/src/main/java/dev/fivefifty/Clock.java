package dev.fivefifty;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The server's clock: real time plus an offset that only moves forward. {@code lasting}, {@code
 * window}, {@code delay}, a timed {@code stall}, {@code silence} and the idle time-out wait on it.
 *
 * <p>It is a {@link java.time.Clock}, so an application under test can be given the same.
 * Thread-safe.
 */
public final class Clock extends java.time.Clock {
  private final Supplier<Instant> now;
  private final Consumer<Duration> advance;
  private final ZoneId zone;

  Clock(Supplier<Instant> now, Consumer<Duration> advance) {
    this(now, advance, ZoneOffset.UTC);
  }

  private Clock(Supplier<Instant> now, Consumer<Duration> advance, ZoneId zone) {
    this.now = now;
    this.advance = advance;
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
    advance.accept(duration);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new Clock(now, advance, zone);
  }
}
