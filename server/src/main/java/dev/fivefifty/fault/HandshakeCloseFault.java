package dev.fivefifty.fault;

/** The connection ends by FIN once the ClientHello has come. */
public record HandshakeCloseFault() implements Fault {
  @Override
  public void strike(Wire wire) {
    if (wire.receive().length > 0) {
      wire.truncate();
    }
  }
}
