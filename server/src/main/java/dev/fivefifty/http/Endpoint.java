package dev.fivefifty.http;

/**
 * Where a listener listens.
 *
 * @param name the listener's name
 * @param address an address to connect to
 * @param port its port, 1 to 65535
 * @param implicitTls whether a TLS handshake comes before the greeting
 */
public record Endpoint(String name, String address, int port, boolean implicitTls) {}
