package dev.fivefifty.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A plaintext SMTP reply in answer to the ClientHello; then FIN. */
public record HandshakePlaintextFault() implements Fault {
  private static final String REPLY = "454 4.7.0 TLS not available due to local problem\r\n";

  @Override
  public void strike(Wire wire) throws IOException {
    if (wire.receive().length > 0) {
      wire.send(REPLY.getBytes(StandardCharsets.US_ASCII));
      wire.truncate();
    }
  }
}
