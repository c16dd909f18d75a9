package dev.fivefifty.smtp;

import dev.fivefifty.fault.Fault;
import dev.fivefifty.fault.Faults;
import dev.fivefifty.fault.Wire;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Bytes;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import dev.fivefifty.journal.SessionRecorder;
import dev.fivefifty.rule.Answer;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Decision;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.RuleSet;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session: from the client's lines to answers, all by one way, {@link #answer}.
 *
 * <p>Runs on the session's thread. An idle session is answered on another, while the session's
 * thread waits for a line; {@link IdleWatch} keeps the two apart.
 */
final class Conversation implements Wire {
  private static final Logger log = LoggerFactory.getLogger(Conversation.class);
  private static final byte[] NOTHING = {};

  private final SmtpServer server;
  private final Connection connection;
  private volatile InetAddress client;
  private final SessionRecorder recorder;
  private final Attempts attempts;
  private final IdleWatch idle;
  private final SessionState state = new SessionState();
  private RawInput.@Nullable Line line;
  private volatile boolean greeted;
  private boolean lingers = true;
  private volatile boolean halfClosed;
  private volatile boolean wordless;
  private @Nullable Throttle throttle;

  /**
   * From when on a pause and a silence count. Not from when they are begun: who has read a reply
   * and moves the clock at once must find them over.
   */
  private long quietSince;

  private final AtomicLong releases = new AtomicLong();

  /** When the rules were last asked: a release after that ends what they then decided. */
  private long releasesSeen;

  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean over;
  private volatile boolean stopped;

  Conversation(SmtpServer server, FacadeSocket socket) throws IOException {
    this.server = server;
    this.connection = new Connection(socket);
    this.client = connection.clientAddress();
    this.recorder =
        server
            .journal()
            .begin(
                client, connection.clientPort(), server.listener().name(), server.timeline().now());
    this.attempts = new Attempts(recorder.id());
    this.idle = new IdleWatch(this, server);
  }

  // --- called by SubEtha, by way of the facade

  /**
   * Greets first; then waits for a line.
   *
   * @return false if the session is over
   */
  boolean awaitLine() {
    try {
      if (!greeted) {
        greeted = true;
        Opening.run(this);
      }
      line = over ? null : nextLine();
      if (line != null && line.ended()) {
        return true;
      }
      clientLeft();
    } catch (RuntimeException e) {
      fail(e);
    }
    return false;
  }

  private RawInput.@Nullable Line nextLine() {
    RawInput input = connection.input();
    if (input.hasBufferedLine()) {
      return input.readLine(CommandLine.KEPT);
    }
    idle.begin();
    RawInput.Line next = input.readLine(CommandLine.KEPT);
    idle.end();
    return over ? null : next;
  }

  /** Answers the line that {@link #awaitLine()} has read. */
  void handleLine() {
    try {
      RawInput.Line read = line;
      if (read == null) {
        return;
      }
      if (halfClosed) {
        CommandLine unanswered = command(read);
        // Perhaps the answer to a 334, base64 or not.
        boolean secret = state.followsAuth() && unanswered.stage() == Stage.UNKNOWN;
        noteUnanswered(secret ? CommandLine.ofSecret() : unanswered);
      } else {
        Verbs.run(this, command(read));
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private CommandLine command(RawInput.Line read) {
    CommandLine command = CommandLine.of(read);
    return state.followsAuth() && command.mayBeSecret() ? CommandLine.ofSecret() : command;
  }

  private void fail(RuntimeException e) {
    log.error("Session {} failed", recorder.id(), e);
    end(Session.End.FAILED);
    hardClose();
  }

  private void clientLeft() {
    RawInput.Line rest = line;
    if (rest != null && !over) {
      noteUnanswered(command(rest));
    }
    if (stopped) {
      end(Session.End.SERVER_STOPPED);
    } else if (halfClosed) {
      end(Session.End.SERVER_CLOSED);
    } else {
      end(connection.tcp().failed() ? Session.End.CLIENT_RESET : Session.End.CLIENT_CLOSED);
    }
    hardClose();
  }

  /** What nobody is left to answer, or nobody is to: it is in the journal. */
  private void noteUnanswered(CommandLine half) {
    Occasion occasion = occasion(Stage.UNKNOWN).line(half.text()).build();
    Answering none = new Answering(occasion, Decision.BY_DEFAULT, null);
    recorder.add(exchange(none, server.rules().current(), half.bytes(), Bytes.EMPTY, 0));
  }

  /**
   * Waits for a line that holds credentials, and shows it to nobody.
   *
   * @return the line without its end, or null if the client left
   */
  @Nullable String readSecret() {
    line = nextLine();
    if (line == null || !line.ended()) {
      line = null;
      return null;
    }
    return new String(line.bytes(), StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** Content that never ended: its beginning is in the journal. */
  void noteContent(ContentBuffer content) {
    if (isOver() && !stopped) {
      return;
    }
    Occasion occasion = occasion(Stage.MESSAGE).size(content.received()).build();
    Answering none = new Answering(occasion, Decision.BY_DEFAULT, null);
    int shown = Math.min(content.kept(), CommandLine.KEPT);
    Bytes received = Bytes.wrap(Arrays.copyOf(content.array(), shown));
    recorder.add(exchange(none, server.rules().current(), received, Bytes.EMPTY, 0));
  }

  /**
   * Lets a scanner take content, once; the idle time-out runs meanwhile.
   *
   * @return false if no more comes
   */
  boolean feed(RawInput.Scanner scanner) {
    RawInput input = connection.input();
    RawInput.Scanner bounded = scanner;
    if (throttle != null) {
      throttle.await(this);
      bounded = throttle.bounding(scanner);
    }
    if (input.hasBuffered()) {
      return input.feed(bounded);
    }
    idle.beginContent();
    boolean more = input.feed(bounded);
    idle.end();
    quietSince = server.timeline().nanos();
    return more && !over;
  }

  // --- the one way

  /**
   * Asks the rules, and does and says what they or the server itself decide.
   *
   * @param occasion what the rules are asked about
   * @param received the client's bytes, for the journal
   * @param own the server's own correct answer, or null for none
   * @param effect what the answer does to the session; called when it is known, before it is sent
   * @return what was decided
   */
  Answering answer(
      Occasion occasion,
      Bytes received,
      Function<Decision, @Nullable Reply> own,
      Consumer<Answering> effect) {
    long began = server.timeline().nanos();
    releasesSeen = releases.get();
    RuleSet rules = server.rules().current();
    Decision decision = rules.decide(occasion);
    Answering answering = new Answering(occasion, decision, reply(occasion, decision, own));
    quietSince = began;
    strike(Faults.before(decision));
    attempts.answeredBefore(
        occasion.stage(), answering.verdict(), server.timeline().now());
    effect.accept(answering);
    Outcome outcome = decision.outcome();
    Reply reply = answering.reply();
    byte[] whole = reply == null ? NOTHING : reply.toBytes();
    byte[] bytes = Faults.bytes(outcome, whole);
    Exchange exchange =
        exchange(answering, rules, received, Bytes.wrap(bytes), server.timeline().nanos() - began);
    if (Faults.cuts(outcome, whole)) {
      exchange = exchange.notWritten();
    }
    answering.recorded(exchange);
    // Before the reply is sent, so that who has read it finds it in the journal.
    recorder.add(exchange);
    answering.attempts().forEach(recorder::add);
    quietSince = server.timeline().nanos();
    try {
      Faults.say(outcome, bytes).strike(this);
    } catch (IOException e) {
      log.debug("Session {} could not be answered", recorder.id(), e);
      notWritten(exchange, answering.attempts());
    }
    if (outcome.dribble() != null) {
      quietSince = server.timeline().nanos();
    }
    state.answered(occasion.stage(), reply);
    boolean last = answering.closes() && outcome.close() != Close.NONE;
    if (last && reply != null && !reply.isPositive()) {
      attempts.lastWord(answering.verdict());
    }
    lingers = !Boolean.FALSE.equals(outcome.drain());
    answering.beforeFaults().run();
    strike(Faults.after(outcome, answering.closes()));
    if (outcome.stall() != null) {
      // Who left in the silence gets no answer to what was sent before.
      if (connection.tcp().ended()) {
        connection.tcp().discardBuffered();
        input().discardBuffered();
      }
    }
    return answering;
  }

  private @Nullable Reply reply(
      Occasion occasion, Decision decision, Function<Decision, @Nullable Reply> own) {
    Answer answer = decision.outcome().effectiveAnswer();
    if (answer instanceof Answer.None) {
      return null;
    }
    if (answer instanceof Answer.Default) {
      return own.apply(decision);
    }
    try {
      return decision.reply(occasion).map(Reply::withUsualText).orElse(null);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      log.warn("The reply of rule '{}' threw", decision.ruleName(), e);
      String text =
          "The reply of rule '" + decision.ruleName() + "' threw " + e.getClass().getName();
      return Reply.of(451, "4.3.0", text);
    }
  }

  private Exchange exchange(
      Answering answering, RuleSet rules, Bytes received, Bytes sent, long tookNanos) {
    Occasion occasion = answering.occasion();
    return new Exchange(
        recorder.id(),
        recorder.nextExchangeNumber(),
        occasion.stage(),
        occasion.now(),
        Duration.ofNanos(tookNanos),
        received,
        sent,
        Optional.ofNullable(answering.reply()),
        Optional.ofNullable(answering.decision().ruleName()),
        true,
        answering.message(),
        occasion,
        answering.decision(),
        rules,
        Optional.empty());
  }

  private void notWritten(Exchange exchange, List<Attempt> decided) {
    recorder.replace(exchange, exchange.notWritten());
    decided.forEach(attempt -> recorder.replace(attempt, attempt.notWritten()));
  }

  private void strike(List<Fault> faults) {
    for (Fault fault : faults) {
      try {
        fault.strike(this);
      } catch (IOException e) {
        log.debug("Session {} was gone before {}", recorder.id(), fault, e);
      }
    }
  }

  /** What is known of the session and its transaction, to be completed for an occasion. */
  Occasion.Builder occasion(Stage stage) {
    Occasion.Builder builder =
        Occasion.at(stage)
            .now(server.timeline().now())
            .session(recorder.id())
            .client(client)
            .listener(server.listener().name())
            .connections(server.connections())
            .tls(state.tls())
            .clientCertificate(state.clientCertificate())
            .helo(state.helo())
            .user(state.user());
    Transaction transaction = state.transaction();
    if (transaction != null) {
      builder
          .sender(transaction.sender())
          .parameters(transaction.parameters())
          .recipients(transaction.addresses());
    }
    return builder;
  }

  // --- the wire

  @Override
  public void send(byte[] bytes) throws IOException {
    connection.send(bytes);
  }

  @Override
  public void pause(@Nullable Duration duration) {
    AtomicBoolean due = new AtomicBoolean();
    Timeline.Alarm alarm = null;
    long end = Long.MAX_VALUE;
    if (duration != null) {
      end = Timeline.dueAfter(quietSince, duration);
      alarm =
          server
              .timeline()
              .at(
                  end,
                  () -> {
                    due.set(true);
                    connection.tcp().wakeUp();
                  });
    }
    connection.tcp().awaitEnd(server.threads(), overWhenReleased(due::get), Long.MAX_VALUE);
    if (alarm != null) {
      server.timeline().cancel(alarm);
    }
    quietSince = Math.min(end, server.timeline().nanos());
  }

  @Override
  public boolean sleep(Duration duration) {
    BooleanSupplier over = overWhenReleased(() -> false);
    connection.tcp().awaitEnd(server.threads(), over, duration.toNanos());
    return !over.getAsBoolean() && !connection.tcp().ended();
  }

  /** Waits in real time and reads nothing meanwhile; ends early but for the client's leaving. */
  void sleepUnread(Duration duration) {
    connection.tcp().awaitUnread(overWhenReleased(() -> false), duration.toNanos());
  }

  private BooleanSupplier overWhenReleased(BooleanSupplier due) {
    return () -> stopped || due.getAsBoolean() || releases.get() != releasesSeen;
  }

  @Override
  public byte[] receive() {
    byte[][] taken = {NOTHING};
    feed(
        (bytes, from, to) -> {
          taken[0] = Arrays.copyOfRange(bytes, from, to);
          return to;
        });
    return taken[0];
  }

  @Override
  public void throttle(long bytesPerSecond) {
    throttle = new Throttle(bytesPerSecond);
  }

  /** Content is read at full speed again. */
  void unthrottle() {
    throttle = null;
  }

  /** Whether content is read slowly. */
  boolean throttled() {
    return throttle != null;
  }

  @Override
  public void finish() {
    endBy(() -> connection.finish(lingers));
  }

  @Override
  public void truncate() {
    endBy(() -> connection.truncate(lingers));
  }

  @Override
  public void reset() {
    endBy(connection::reset);
  }

  private void endBy(Runnable close) {
    if (!over) {
      over = true;
      end(state.quit() ? Session.End.QUIT : Session.End.SERVER_CLOSED);
      close.run();
    }
  }

  @Override
  public void halfClose() {
    halfClosed = true;
    connection.halfClose();
  }

  private void hardClose() {
    over = true;
    connection.close();
  }

  private void end(Session.End how) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    boolean byServer = how != Session.End.CLIENT_CLOSED && how != Session.End.CLIENT_RESET;
    Instant now = server.timeline().now();
    if (how == Session.End.QUIT) {
      attempts.abandon(now).forEach(recorder::add);
      byServer = false;
    }
    attempts.end(byServer, now).forEach(recorder::add);
    recorder.end(now, how);
    idle.close();
    server.ended();
  }

  // --- called from other threads

  void rulesChanged() {
    idle.review();
  }

  /** Ends a delay or a stall that is under way. */
  void release() {
    releases.incrementAndGet();
    connection.tcp().wakeUp();
  }

  /** Breaks the connection; the session's thread then ends the session. */
  void stop() {
    stopped = true;
    connection.tcp().wakeUp();
    hardClose();
  }

  /** The session's thread does no more, or is stuck in a condition or reply in Java. */
  void stopped() {
    end(Session.End.SERVER_STOPPED);
  }

  /** The socket was closed: by us, or by SubEtha because it could start no session. */
  void socketClosed() {
    server.closed(this);
    if (!greeted) {
      end(Session.End.SERVER_STOPPED);
    }
  }

  // --- for verbs

  /** The transaction, if one is open, ends without a message. */
  void abandonTransaction(Answering answering) {
    answering.attempts(attempts.abandon(answering.at()));
    state.transaction(null);
    unthrottle();
  }

  SessionState state() {
    return state;
  }

  Attempts attempts() {
    return attempts;
  }

  Connection connection() {
    return connection;
  }

  RawInput input() {
    return connection.input();
  }

  /** The session is under TLS: what the client said before is forgotten (RFC 3207 §4.2). */
  void startedTls(@Nullable String clientCertificate) {
    attempts.abandon(server.timeline().now()).forEach(recorder::add);
    state.transaction(null);
    state.startedTls(clientCertificate);
    recorder.forgetClient();
    recorder.tls(Optional.ofNullable(clientCertificate));
  }

  /** Adds to an exchange what was learnt after it was recorded. */
  void note(Answering answering, String note) {
    recorder.replace(answering.recorded(), answering.recorded().withNote(note));
  }

  /** No PROXY header came where one must: the connection ends without a word. */
  void refuseProxy(String why) {
    Occasion occasion = occasion(Stage.CONNECT).build();
    Answering none = new Answering(occasion, Decision.BY_DEFAULT, null);
    Exchange exchange = exchange(none, server.rules().current(), Bytes.EMPTY, Bytes.EMPTY, 0);
    recorder.add(exchange.withNote("no PROXY header: " + why));
    truncate();
  }

  /**
   * Whether a reply of the server's own would be no reply to the client: before a PROXY header is
   * complete, and within a TLS handshake.
   */
  boolean isWordless() {
    return wordless;
  }

  void wordless(boolean now) {
    wordless = now;
  }

  boolean isHalfClosed() {
    return halfClosed;
  }

  /** The TLS handshake failed, and the session with it. */
  void handshakeFailed() {
    if (over) {
      return;
    }
    over = true;
    end(stopped ? Session.End.SERVER_STOPPED : Session.End.FAILED);
    connection.truncate(true);
  }

  /** The client behind a proxy. */
  void client(InetSocketAddress behindProxy) {
    client = behindProxy.getAddress();
    recorder.client(client, behindProxy.getPort());
  }

  SessionRecorder recorder() {
    return recorder;
  }

  SmtpServer server() {
    return server;
  }

  IdleWatch idle() {
    return idle;
  }

  /** Since when nothing was said, by {@link Timeline#nanos()}. */
  long quietSince() {
    return quietSince;
  }

  boolean isOver() {
    return over;
  }
}
