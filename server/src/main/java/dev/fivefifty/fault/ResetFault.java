package dev.fivefifty.fault;

/** An RST of the TCP connection; unsent bytes are thrown away. */
public record ResetFault() implements Fault {
  @Override
  public void strike(Wire wire) {
    wire.reset();
  }
}
