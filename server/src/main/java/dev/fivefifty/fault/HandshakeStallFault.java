package dev.fivefifty.fault;

/** Silence in answer to the ClientHello, until the client leaves. */
public record HandshakeStallFault() implements Fault {
  @Override
  public void strike(Wire wire) {
    wire.pause(null);
    wire.truncate();
  }
}
