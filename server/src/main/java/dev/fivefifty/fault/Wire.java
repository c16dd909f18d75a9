package dev.fivefifty.fault;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a fault can do to a connection. Used by one thread at a time. */
public interface Wire {
  /**
   * Hands bytes to the socket.
   *
   * @param bytes the bytes, sent as they are
   * @throws IOException if the connection is gone
   */
  void send(byte[] bytes) throws IOException;

  /**
   * Waits by the server's movable clock; ends early when the client leaves, the rules are reset or
   * the server stops.
   *
   * @param duration how long, or null for ever
   */
  void pause(@Nullable Duration duration);

  /** Ends the connection by FIN. */
  void finish();
}
