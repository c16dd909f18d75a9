package dev.fivefifty.fault;

import java.io.IOException;
import java.util.Arrays;

/** Bytes that are no TLS record, in answer to the ClientHello; then FIN. */
public record HandshakeGarbageFault() implements Fault {
  @Override
  public void strike(Wire wire) throws IOException {
    if (wire.receive().length > 0) {
      byte[] garbage = new byte[64];
      Arrays.fill(garbage, (byte) 0xFF);
      wire.send(garbage);
      wire.truncate();
    }
  }
}
