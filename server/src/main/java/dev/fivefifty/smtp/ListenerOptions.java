package dev.fivefifty.smtp;

import java.net.InetAddress;

/**
 * Where and how to listen.
 *
 * @param name the listener's name
 * @param bind the address
 * @param port the port; 0 picks a free one
 * @param implicitTls whether a TLS handshake comes before the greeting (RFC 8314 §3.3)
 * @param receiveBuffer the kernel's receive buffer in bytes, or 0 for its own choice
 * @param proxyProtocol whether each connection begins with a PROXY header
 */
public record ListenerOptions(
    String name,
    InetAddress bind,
    int port,
    boolean implicitTls,
    int receiveBuffer,
    boolean proxyProtocol) {}
