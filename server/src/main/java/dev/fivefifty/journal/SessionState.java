package dev.fivefifty.journal;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a session but for what was said in it. Immutable. */
record SessionState(
    InetAddress client,
    int clientPort,
    String listener,
    Instant begun,
    @Nullable Instant ended,
    Session.@Nullable End end,
    @Nullable String helo,
    boolean tls,
    @Nullable String clientCertificate,
    @Nullable String user) {

  static SessionState begun(InetAddress client, int clientPort, String listener, Instant at) {
    return new SessionState(client, clientPort, listener, at, null, null, null, false, null, null);
  }

  SessionState withClient(InetAddress address, int port) {
    return new SessionState(
        address, port, listener, begun, ended, end, helo, tls, clientCertificate, user);
  }

  SessionState withHelo(@Nullable String name) {
    return new SessionState(
        client, clientPort, listener, begun, ended, end, name, tls, clientCertificate, user);
  }

  SessionState withTls(@Nullable String certificate) {
    return new SessionState(
        client, clientPort, listener, begun, ended, end, helo, true, certificate, user);
  }

  SessionState withUser(@Nullable String name) {
    return new SessionState(
        client, clientPort, listener, begun, ended, end, helo, tls, clientCertificate, name);
  }

  SessionState withEnd(Instant at, Session.End how) {
    return new SessionState(
        client, clientPort, listener, begun, at, how, helo, tls, clientCertificate, user);
  }

  Session with(long id, List<Exchange> exchanges, long discardedExchanges, List<Attempt> attempts) {
    return new Session(
        id,
        client,
        clientPort,
        listener,
        begun,
        Optional.ofNullable(ended),
        Optional.ofNullable(end),
        Optional.ofNullable(helo),
        tls,
        Optional.ofNullable(clientCertificate),
        Optional.ofNullable(user),
        exchanges,
        discardedExchanges,
        attempts);
  }
}
