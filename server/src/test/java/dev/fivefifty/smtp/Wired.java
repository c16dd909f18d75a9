package dev.fivefifty.smtp;

import static org.awaitility.Awaitility.await;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.JournalRecorder;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleBook;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import dev.fivefifty.wire.WireClient;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server and the plain sockets that a test connects to it; all are closed together. */
final class Wired implements AutoCloseable {
  /** A guard against hanging, not a measure. */
  static final Duration GUARD = Duration.ofSeconds(20);

  final RuleBook rules = new RuleBook(1);
  final JournalRecorder journal;
  final Timeline clock = new Timeline();
  final SmtpServer server;
  private final List<WireClient> clients = Collections.synchronizedList(new ArrayList<>());

  private Wired(Settings settings, Rule... rules) {
    this.journal = new JournalRecorder(settings.sessions, settings.bytes);
    this.rules.replaceAll(List.of(rules));
    this.server =
        new SmtpServer(
            new ListenerOptions("smtp", InetAddress.getLoopbackAddress(), 0, false, 0, false),
            new ServerContext(
                new ServerOptions(
                    "mx.example.test",
                    settings.size,
                    1_000,
                    settings.connections,
                    settings.idleTimeout,
                    StartTls.DISABLED,
                    ClientCertificates.NONE),
                AuthOptions.NONE,
                new TlsMaterial("mx.example.test"),
                this.rules,
                journal,
                clock,
                new AtomicInteger(),
                new Bouncer("mx.example.test", null, journal, clock)));
  }

  /** With the defaults of the embedded server. */
  static Wired start(Rule... rules) {
    return new Settings().start(rules);
  }

  static final class Settings {
    private long size = 25L * 1024 * 1024;
    private int connections = 10_000;
    private Duration idleTimeout = Duration.ofMinutes(5);
    private int sessions = 10_000;
    private long bytes = 64L << 20;

    Settings size(long size) {
      this.size = size;
      return this;
    }

    Settings connections(int connections) {
      this.connections = connections;
      return this;
    }

    Settings idleTimeout(Duration idleTimeout) {
      this.idleTimeout = idleTimeout;
      return this;
    }

    Settings journalBytes(long bytes) {
      this.bytes = bytes;
      return this;
    }

    Wired start(Rule... rules) {
      return new Wired(this, rules);
    }
  }

  void add(Rule... more) {
    rules.add(List.of(more));
  }

  /** Connects and reads nothing. */
  WireClient connect() {
    WireClient client =
        WireClient.connect(InetAddress.getLoopbackAddress().getHostAddress(), server.port());
    clients.add(client);
    return client;
  }

  /** Connects and reads the greeting. */
  WireClient greeted() {
    WireClient client = connect();
    client.reply();
    return client;
  }

  /** Connects, reads the greeting and says EHLO. */
  WireClient introduced() {
    return greeted().accepted("EHLO client.example");
  }

  /** The session that began last. */
  Session session() {
    List<Session> sessions = journal.sessions();
    return sessions.get(sessions.size() - 1);
  }

  /** The last exchange at a stage, of all sessions. */
  Exchange exchange(Stage stage) {
    return exchanges(stage).reduce((first, second) -> second).orElseThrow();
  }

  java.util.stream.Stream<Exchange> exchanges(Stage stage) {
    return journal.exchanges().stream().filter(each -> each.stage() == stage);
  }

  List<Attempt.Result> results() {
    return journal.attempts().stream().map(Attempt::result).toList();
  }

  /** The only attempt so far. */
  Attempt attempt() {
    List<Attempt> attempts = journal.attempts();
    if (attempts.size() != 1) {
      throw new AssertionError("Not one attempt, but " + attempts);
    }
    return attempts.get(0);
  }

  ReceivedMessage message() {
    try {
      return journal.takeMessage(GUARD).orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Until every session has ended. */
  Wired awaitEnds() {
    await()
        .atMost(GUARD)
        .until(
            () ->
                server.connections() == 0
                    && journal.sessions().stream().noneMatch(Session::isOpen));
    return this;
  }

  @Override
  public void close() {
    clients.forEach(WireClient::close);
    server.close();
    clock.close();
  }
}
