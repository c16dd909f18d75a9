package dev.fivefifty.fault;

import java.io.IOException;

/**
 * A TLS 1.1 ServerHello, written by hand since JSSE will not; then what the client does about it is
 * awaited.
 */
public record OldTlsFault() implements Fault {
  @Override
  public void strike(Wire wire) throws IOException {
    byte[] hello = wire.receive();
    if (hello.length > 0) {
      wire.send(OldServerHello.answering(hello));
      wire.receive();
      wire.truncate();
    }
  }
}
