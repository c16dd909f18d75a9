package dev.fivefifty.fault;

import dev.fivefifty.rule.Bandwidth;

/**
 * Content read slowly, so that the client's writes block.
 *
 * @param bandwidth how fast
 */
public record BandwidthFault(Bandwidth bandwidth) implements Fault {
  @Override
  public void strike(Wire wire) {
    wire.throttle(bandwidth.bytesPerSecond());
  }
}
