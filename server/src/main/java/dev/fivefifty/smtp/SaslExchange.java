package dev.fivefifty.smtp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one authentication (RFC 4422), from AUTH to the final answer. Does no I/O
 * and knows no base64. After anything but a {@link Step.Challenge} it is over, and whatever else
 * comes is {@link Step#OUT_OF_TURN}. Used by one thread at a time.
 */
interface SaslExchange {

  /**
   * Begins.
   *
   * @param initialResponse null if AUTH had none, empty if it was "="
   */
  Step start(byte @Nullable [] initialResponse);

  /** Goes on with the client's answer to a challenge. */
  Step next(byte[] response);

  /**
   * Who the client says to be, as soon as it said so in a message that can be parsed. From one that
   * cannot nothing is taken: a client that leaves out a field has its password where the name
   * belongs.
   */
  Optional<String> user();
}
