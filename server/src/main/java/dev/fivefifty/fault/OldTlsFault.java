package dev.fivefifty.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;

/** A TLS 1.1 ServerHello, written by hand since JSSE will not; then FIN. */
public record OldTlsFault() implements Fault {
  @Override
  public void strike(Wire wire) throws IOException {
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    while (!OldServerHello.isComplete(hello.toByteArray())) {
      byte[] more = wire.receive();
      if (more.length == 0) {
        return;
      }
      hello.writeBytes(more);
    }
    wire.send(OldServerHello.answer(hello.toByteArray(), new SecureRandom()));
    // A client that takes TLS 1.1 would wait for the certificate.
    wire.truncate();
  }
}
