package dev.fivefifty.smtp;

import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Clients on plain sockets and under TLS, and what the journal says of them. */
final class Clients {
  /** A guard against hanging, not a measure. */
  static final Duration GUARD = Duration.ofSeconds(20);

  private Clients() {}

  /** Shakes hands over a socket that is connected. */
  static WireClient secure(SSLContext context, Socket plain, String... protocols)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 0, true);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return WireClient.over(socket);
  }

  static WireClient secure(FiveFifty smtp, WireClient plain, String... protocols)
      throws IOException {
    return secure(smtp.sslContext(), plain.socket(), protocols);
  }

  /** A session after STARTTLS, EHLO said again. */
  static WireClient afterStarttls(FiveFifty smtp) throws IOException {
    WireClient plain = WireClient.introduced(smtp.host(), smtp.port());
    plain.accepted("STARTTLS");
    return secure(smtp, plain).accepted("EHLO client.example");
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static Session lastSession(FiveFifty smtp) {
    List<Session> sessions = smtp.journal().sessions();
    return sessions.get(sessions.size() - 1);
  }

  static Session awaitEnd(FiveFifty smtp) {
    await()
        .atMost(GUARD)
        .until(() -> smtp.journal().sessions().stream().noneMatch(Session::isOpen));
    return lastSession(smtp);
  }

  /**
   * Lets the idle time-out come until no session is open: when a session begins to wait shows
   * nowhere.
   */
  static Session timeOut(FiveFifty smtp) {
    await()
        .atMost(GUARD)
        .until(
            () -> {
              smtp.clock().advance(Duration.ofMinutes(5));
              return smtp.journal().sessions().stream().noneMatch(Session::isOpen);
            });
    return lastSession(smtp);
  }

  static Exchange last(FiveFifty smtp, Stage stage) {
    return smtp.journal().exchanges().stream()
        .filter(each -> each.stage() == stage)
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
