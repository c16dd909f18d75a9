package dev.fivefifty;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One place where a server listens. Immutable; each method returns a copy.
 *
 * @param name unique in its server; rules match it by {@code listener}
 * @param bind the address, or null for the server's
 * @param port 0 to 65535; 0 picks a free one
 * @param implicitTls whether a TLS handshake comes before the greeting (RFC 8314 §3.3)
 * @param receiveBuffer the kernel's receive buffer in bytes, or 0 for its own choice; a small one
 *     makes {@code bandwidth} slow a client sooner
 * @param proxyProtocol whether each connection begins with a PROXY header, version 1 or 2
 */
public record Listener(
    String name,
    @Nullable InetAddress bind,
    int port,
    boolean implicitTls,
    int receiveBuffer,
    boolean proxyProtocol) {

  /**
   * Makes a listener.
   *
   * @throws IllegalArgumentException if the name is blank or a number out of range
   */
  public Listener {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a listener's name is not blank");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is 0 to 65535, not " + port);
    }
    if (receiveBuffer < 0) {
      throw new IllegalArgumentException("receiveBuffer is 0 or more bytes, not " + receiveBuffer);
    }
  }

  /**
   * A plain listener named {@code smtp}.
   *
   * @param port 0 to 65535; 0 picks a free one
   * @return the listener
   */
  public static Listener on(int port) {
    return new Listener("smtp", null, port, false, 0, false);
  }

  /**
   * An implicit-TLS listener named {@code smtps}.
   *
   * @param port 0 to 65535; 0 picks a free one
   * @return the listener
   */
  public static Listener tlsOn(int port) {
    return new Listener("smtps", null, port, true, 0, false);
  }

  /**
   * The same by another name.
   *
   * @param name not blank
   * @return a copy
   */
  public Listener named(String name) {
    return new Listener(name, bind, port, implicitTls, receiveBuffer, proxyProtocol);
  }

  /**
   * The same at another port.
   *
   * @param port 0 to 65535; 0 picks a free one
   * @return a copy
   */
  public Listener withPort(int port) {
    return new Listener(name, bind, port, implicitTls, receiveBuffer, proxyProtocol);
  }

  /**
   * The same at another address.
   *
   * @param address an address of this machine
   * @return a copy
   */
  public Listener at(InetAddress address) {
    return new Listener(name, address, port, implicitTls, receiveBuffer, proxyProtocol);
  }

  /**
   * The same with another receive buffer.
   *
   * @param bytes 1 or more, or 0 for the kernel's own choice
   * @return a copy
   */
  public Listener withReceiveBuffer(int bytes) {
    return new Listener(name, bind, port, implicitTls, bytes, proxyProtocol);
  }

  /**
   * The same behind a load balancer.
   *
   * @return a copy
   */
  public Listener behindProxy() {
    return new Listener(name, bind, port, implicitTls, receiveBuffer, true);
  }
}
