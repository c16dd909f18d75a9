package dev.fivefifty.smtp;

import dev.fivefifty.journal.Bytes;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.SessionRecorder;
import dev.fivefifty.rule.Decision;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.RuleSet;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Tags;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a session tells: the rules, of each occasion, and the journal, of what became of it. */
final class SessionNotes {
  private final SmtpServer server;
  private final SessionRecorder recorder;
  private final SessionState state;
  private volatile InetAddress client;

  /** An occasion before, which the next can share with; none with a message, to hold none. */
  private volatile @Nullable Occasion latest;

  private volatile Tags.Carried carried = Tags.Carried.NOTHING;

  SessionNotes(
      SmtpServer server, SessionRecorder recorder, SessionState state, InetAddress client) {
    this.server = server;
    this.recorder = recorder;
    this.state = state;
    this.client = client;
  }

  /** The client behind a proxy. */
  void client(InetSocketAddress behindProxy) {
    client = behindProxy.getAddress();
    recorder.client(client, behindProxy.getPort());
  }

  /** What is known of the session and its transaction, to be completed for an occasion. */
  Occasion.Builder occasion(Stage stage) {
    Occasion.Builder builder =
        Occasion.at(stage)
            .after(latest)
            .now(server.timeline().now())
            .session(recorder.id())
            .client(client)
            .listener(server.listener().name())
            .connections(server.connections())
            .tls(state.tls())
            .clientCertificate(state.clientCertificate())
            .helo(state.helo())
            .user(state.user())
            .tags(server.rules().tags(), carried);
    Transaction transaction = state.transaction();
    if (transaction != null) {
      builder
          .sender(transaction.sender())
          .parameters(transaction.parameters())
          .recipients(transaction.addresses());
    }
    return builder;
  }

  /** Notes the tag that the session carries from here on. */
  void carry(Occasion occasion) {
    carried = server.rules().tags().after(carried, occasion);
  }

  /** The tag that the session carries, or null. */
  @Nullable String tag() {
    return carried.latest();
  }

  Exchange exchange(
      Answering answering,
      RuleSet rules,
      Bytes received,
      Optional<Reply> reply,
      Bytes sent,
      long tookNanos) {
    Occasion occasion = answering.occasion();
    if (occasion.message().isEmpty()) {
      latest = occasion;
    }
    return new Exchange(
        recorder.nextExchangeNumber(),
        tookNanos,
        received,
        sent,
        reply,
        true,
        answering.message(),
        occasion,
        answering.decision(),
        rules,
        Optional.empty());
  }

  /** One in which nothing was answered, and nobody asked. */
  Exchange exchange(Occasion occasion, Bytes received) {
    carry(occasion);
    Answering none = new Answering(occasion, Decision.BY_DEFAULT, null);
    return exchange(none, server.rules().current(), received, Optional.empty(), Bytes.EMPTY, 0);
  }

  /** What nobody is left to answer, or nobody is to: it is in the journal. */
  void noteUnanswered(CommandLine command) {
    Occasion occasion = occasion(Stage.UNKNOWN).line(command.text()).build();
    recorder.add(exchange(occasion, command.bytes()));
  }

  /** Content that never ended: its beginning is in the journal. */
  void noteUnanswered(ContentBuffer content) {
    Occasion occasion = occasion(Stage.MESSAGE).size(content.received()).build();
    int shown = Math.min(content.kept(), CommandLine.KEPT);
    Bytes received = Bytes.wrap(Arrays.copyOf(content.array(), shown));
    recorder.add(exchange(occasion, received));
  }

  void notWritten(Answering answering) {
    answering.correct(Exchange::notWritten);
    answering.attempts().forEach(attempt -> recorder.replace(attempt, attempt.notWritten()));
  }
}
