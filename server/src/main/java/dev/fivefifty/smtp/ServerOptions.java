package dev.fivefifty.smtp;

import java.net.InetAddress;
import java.time.Duration;

/**
 * What an {@link SmtpServer} is told.
 *
 * @param listener the listener's name
 * @param bind where to listen
 * @param port where to listen; 0 picks a free port
 * @param hostname what the server calls itself; never looked up
 * @param size the largest message, in bytes
 * @param maxRecipients the most recipients in a transaction
 * @param maxConnections the most open sessions
 * @param idleTimeout how long a session may be silent
 */
public record ServerOptions(
    String listener,
    InetAddress bind,
    int port,
    String hostname,
    long size,
    int maxRecipients,
    int maxConnections,
    Duration idleTimeout) {}
