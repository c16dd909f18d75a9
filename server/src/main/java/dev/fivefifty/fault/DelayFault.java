package dev.fivefifty.fault;

import java.time.Duration;

/**
 * Silence before the answer.
 *
 * @param duration by the server's movable clock
 */
public record DelayFault(Duration duration) implements Fault {
  @Override
  public void strike(Wire wire) {
    wire.pause(duration);
  }
}
