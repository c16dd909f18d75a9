package dev.fivefifty.fault;

import dev.fivefifty.rule.Stall;

/**
 * Silence after the answer.
 *
 * @param stall how long, by the server's movable clock
 */
public record StallFault(Stall stall) implements Fault {
  @Override
  public void strike(Wire wire) {
    wire.pause(stall.time());
  }
}
