package dev.fivefifty.fault;

import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A server, and clients that see both what is said and what TCP does below it. */
final class FaultBench implements AutoCloseable {
  /** A guard against hanging, not a measure. */
  static final Duration GUARD = Duration.ofSeconds(20);

  /** How a client comes to talk to the server. */
  enum Mode {
    PLAIN,
    STARTTLS,
    IMPLICIT,
    IMPLICIT_TLS12;

    static final Set<Mode> UNDER_TLS = Set.of(STARTTLS, IMPLICIT, IMPLICIT_TLS12);

    boolean tls() {
      return this != PLAIN;
    }

    boolean implicit() {
      return this == IMPLICIT || this == IMPLICIT_TLS12;
    }

    /** How an orderly end looks. */
    FaultClient.End orderly() {
      return tls() ? FaultClient.End.CLOSE_NOTIFY_FIN : FaultClient.End.FIN;
    }
  }

  final FiveFifty smtp;
  private final List<FaultClient> clients = new ArrayList<>();

  private FaultBench(int receiveBuffer, Rule... rules) {
    smtp =
        FiveFifty.builder()
            .listen(
                Listener.on(0).withReceiveBuffer(receiveBuffer),
                Listener.tlsOn(0).withReceiveBuffer(receiveBuffer))
            .starttls(StartTls.OFFERED)
            .rules(rules)
            .start();
  }

  static FaultBench with(Rule... rules) {
    return new FaultBench(0, rules);
  }

  /** With small buffers in the kernel, so that a slow reader soon stops a writer. */
  static FaultBench small(Rule... rules) {
    return new FaultBench(4 * 1024, rules);
  }

  /** Connects and reads nothing. */
  FaultClient connect(Mode mode) throws IOException {
    FaultClient client =
        new FaultClient(smtp.host(), smtp.port(mode.implicit() ? "smtps" : "smtp"), mode);
    clients.add(client);
    return client;
  }

  /** Connects and does all that comes before the TLS handshake. */
  FaultClient beforeHandshake(Mode mode) throws IOException {
    FaultClient client = connect(mode);
    if (mode == Mode.STARTTLS) {
      client.reply();
      client.accepted("EHLO client.example", "STARTTLS");
    }
    return client;
  }

  /** Connects, up to where the next command is EHLO. */
  FaultClient greeted(Mode mode) throws IOException {
    FaultClient client = beforeHandshake(mode);
    if (mode.tls()) {
      client.handshake(smtp.sslContext());
    }
    if (mode != Mode.STARTTLS) {
      client.reply();
    }
    return client;
  }

  FaultClient introduced(Mode mode) throws IOException {
    return greeted(mode).accepted("EHLO client.example");
  }

  /** The last exchange at a stage, of all sessions. */
  Exchange exchange(Stage stage) {
    return smtp.journal().exchanges().stream()
        .filter(each -> each.stage() == stage)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** Until every session has ended. */
  FaultBench awaitEnds() {
    await()
        .atMost(GUARD)
        .until(() -> smtp.journal().sessions().stream().noneMatch(Session::isOpen));
    return this;
  }

  Session session() {
    List<Session> sessions = smtp.journal().sessions();
    return sessions.get(sessions.size() - 1);
  }

  /** The only attempt, once every session has ended. */
  Attempt attempt() {
    List<Attempt> attempts = awaitEnds().smtp.journal().attempts();
    if (attempts.size() != 1) {
      throw new AssertionError("Not one attempt, but " + attempts);
    }
    return attempts.get(0);
  }

  @Override
  public void close() {
    clients.forEach(FaultClient::close);
    smtp.close();
  }
}
