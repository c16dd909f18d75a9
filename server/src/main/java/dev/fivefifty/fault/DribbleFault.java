package dev.fivefifty.fault;

import dev.fivefifty.rule.Dribble;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Bytes in small pieces, with time between them.
 *
 * @param bytes what is sent
 * @param dribble how many at a time and how often
 */
public record DribbleFault(byte[] bytes, Dribble dribble) implements Fault {
  @Override
  public void strike(Wire wire) throws IOException {
    for (int sent = 0; sent < bytes.length; sent += dribble.bytes()) {
      if (sent > 0 && !wire.sleep(dribble.every())) {
        throw new EOFException("ended after " + sent + " of " + bytes.length + " bytes");
      }
      wire.send(Arrays.copyOfRange(bytes, sent, Math.min(sent + dribble.bytes(), bytes.length)));
    }
  }
}
