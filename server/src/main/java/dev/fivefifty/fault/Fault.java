package dev.fivefifty.fault;

import java.io.IOException;

/** One thing done to the wire. */
public interface Fault {
  /**
   * Does it, on the session's thread.
   *
   * @param wire the connection
   * @throws IOException if the connection is gone
   */
  void strike(Wire wire) throws IOException;
}
