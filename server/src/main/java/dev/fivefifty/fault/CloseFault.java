package dev.fivefifty.fault;

import dev.fivefifty.rule.Close;

/**
 * The end of the connection.
 *
 * @param close how; {@link Close#NONE} does nothing
 */
public record CloseFault(Close close) implements Fault {
  @Override
  public void strike(Wire wire) {
    switch (close) {
      case FIN -> wire.finish();
      case NONE -> {}
      default -> throw new IllegalStateException("close: " + close.keyword() + " is not built yet");
    }
  }
}
