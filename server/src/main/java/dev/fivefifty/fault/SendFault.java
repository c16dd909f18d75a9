package dev.fivefifty.fault;

import java.io.IOException;

/**
 * Bytes in one piece.
 *
 * @param bytes what is sent
 */
public record SendFault(byte[] bytes) implements Fault {
  @Override
  public void strike(Wire wire) throws IOException {
    if (bytes.length > 0) {
      wire.send(bytes);
    }
  }
}
