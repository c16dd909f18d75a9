package dev.fivefifty.fault;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a fault can do to a connection. Used by one thread at a time. */
public interface Wire {
  /**
   * Hands bytes to the socket, in one piece; under TLS as one record, if they fit.
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

  /**
   * Waits in real time; ends early as {@link #pause} does.
   *
   * @param duration how long
   * @return false if it ended early
   */
  boolean sleep(Duration duration);

  /**
   * Waits for bytes of the client that nobody has read, and takes them; below TLS.
   *
   * @return the bytes, empty if the client left instead
   */
  byte[] receive();

  /**
   * Reads content only so fast from here on.
   *
   * @param bytesPerSecond in real time
   */
  void throttle(long bytesPerSecond);

  /** Ends the connection by FIN; under TLS close_notify comes first. */
  void finish();

  /** Ends the connection by FIN without close_notify. */
  void truncate();

  /** Ends the connection by an RST of TCP, below TLS. */
  void reset();

  /** Sends FIN and goes on reading; nothing more is answered. */
  void halfClose();
}
