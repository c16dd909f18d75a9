package dev.fivefifty.smtp;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * What a load balancer says of the client before anything else comes, TLS included (HAProxy's PROXY
 * protocol, versions 1 and 2). Addresses are read as they are, never looked up.
 */
sealed interface ProxyHeader {

  /**
   * The connection is another's.
   *
   * @param source the client
   * @param destination what the client connected to
   */
  record Proxied(InetSocketAddress source, InetSocketAddress destination) implements ProxyHeader {}

  /**
   * The connection's own addresses count: a health check of the load balancer (LOCAL), or a client
   * of which it cannot tell (UNKNOWN, unspecified, Unix and datagram sockets).
   */
  record Local() implements ProxyHeader {}

  /**
   * No header, or not all of one; the specification wants the connection dropped.
   *
   * @param why for the journal; quotes nothing of what came
   */
  record Invalid(String why) implements ProxyHeader {}

  /** Where the bytes come from. */
  @FunctionalInterface
  interface ByteSource {
    /**
     * Waits for a byte.
     *
     * @return 0 to 255, or -1 at the end
     */
    int read() throws IOException;
  }

  /** The connection ended within the header. */
  Invalid CUT_SHORT = new Invalid("The PROXY header is cut short");

  /**
   * Reads a header and not a byte more; where it is invalid, no further than to the byte that shows
   * it.
   *
   * @throws IOException if the source does
   */
  static ProxyHeader read(ByteSource in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return CUT_SHORT;
    }
    if (first == ProxyV1.SIGNATURE[0]) {
      return ProxyV1.read(in);
    }
    if (first == ProxyV2.SIGNATURE[0]) {
      return ProxyV2.read(in);
    }
    return new Invalid("No PROXY header: wrong signature");
  }
}
