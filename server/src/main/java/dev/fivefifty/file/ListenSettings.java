package dev.fivefifty.file;

import org.jspecify.annotations.Nullable;

/**
 * One item of {@code server: listen}. Immutable.
 *
 * @param name the listener's name; {@code smtp}, or {@code smtps} with implicit TLS, if left out
 * @param port 0 to 65,535; 0 takes a free one
 * @param bind an IP address, or null for the server's
 * @param implicitTls whether a TLS handshake comes before the greeting
 * @param receiveBuffer the kernel's receive buffer in bytes, or 0 for its own choice
 * @param proxy whether each connection begins with a PROXY header
 */
public record ListenSettings(
    String name,
    int port,
    @Nullable String bind,
    boolean implicitTls,
    int receiveBuffer,
    boolean proxy) {}
