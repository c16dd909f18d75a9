package dev.fivefifty.smtp;

import dev.fivefifty.fault.Faults;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
final class Conversation {
  private static final Logger log = LoggerFactory.getLogger(Conversation.class);

  private final SmtpServer server;
  private final Connection connection;
  private final SessionRecorder recorder;
  private final Attempts attempts;
  private final IdleWatch idle;
  private final SessionWire wire;
  private final SessionNotes notes;
  private final SessionState state = new SessionState();
  private RawInput.@Nullable Line line;
  private volatile boolean greeted;
  private volatile boolean wordless;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean over;
  private volatile boolean stopped;

  Conversation(SmtpServer server, FacadeSocket socket) throws IOException {
    this.server = server;
    this.connection = new Connection(socket);
    InetAddress client = connection.clientAddress();
    this.recorder =
        server
            .journal()
            .begin(
                client, connection.clientPort(), server.listener().name(), server.timeline().now());
    this.attempts = new Attempts(recorder.id());
    this.idle = new IdleWatch(this, server);
    this.wire = new SessionWire(this, connection, server, idle);
    this.notes = new SessionNotes(server, recorder, state, client);
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
      line = over ? null : wire.nextLine();
      if (line != null && line.ended()) {
        return true;
      }
      clientLeft();
    } catch (RuntimeException e) {
      fail(e);
    }
    return false;
  }

  /** Answers the line that {@link #awaitLine()} has read. */
  void handleLine() {
    try {
      RawInput.Line read = line;
      if (read == null) {
        return;
      }
      if (wire.isHalfClosed()) {
        CommandLine unanswered = command(read);
        // Perhaps the answer to a 334, base64 or not.
        boolean secret = state.followsAuth() && unanswered.stage() == Stage.UNKNOWN;
        notes.noteUnanswered(secret ? CommandLine.ofSecret() : unanswered);
      } else {
        Verbs.run(this, command(read));
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private CommandLine command(RawInput.Line read) {
    CommandLine command = CommandLine.of(read);
    return state.followsAuth() && command.mayBeSecret()
        ? CommandLine.ofSecret()
        : server.repeats().command(command);
  }

  private void fail(RuntimeException e) {
    log.error("Session {} failed", recorder.id(), e);
    end(Session.End.FAILED);
    hardClose();
  }

  private void clientLeft() {
    RawInput.Line rest = line;
    if (rest != null && !over) {
      notes.noteUnanswered(command(rest));
    }
    if (stopped) {
      end(Session.End.SERVER_STOPPED);
    } else if (wire.isHalfClosed()) {
      end(Session.End.SERVER_CLOSED);
    } else {
      end(connection.tcp().failed() ? Session.End.CLIENT_RESET : Session.End.CLIENT_CLOSED);
    }
    hardClose();
  }

  /**
   * Waits for a line that holds credentials, and shows it to nobody.
   *
   * @return the line without its end, or null if the client left
   */
  @Nullable String readSecret() {
    line = wire.nextLine();
    if (line == null || !line.ended()) {
      line = null;
      return null;
    }
    return new String(line.bytes(), StandardCharsets.ISO_8859_1).stripTrailing();
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
    long began = wire.asked();
    notes.carry(occasion);
    RuleSet rules = server.rules().current();
    Decision decision = rules.decide(occasion);
    Answering answering = new Answering(occasion, decision, reply(occasion, decision, own));
    wire.strike(Faults.before(decision));
    attempts.answeredBefore(occasion.stage(), answering.verdict(), server.timeline().now());
    effect.accept(answering);
    Outcome outcome = decision.outcome();
    Reply reply = answering.reply();
    Repeats.Said said = server.repeats().said(reply);
    byte[] bytes = Faults.bytes(outcome, said.bytes());
    Bytes sent = bytes == said.bytes() ? said.recorded() : Bytes.wrap(bytes);
    Exchange exchange =
        notes.exchange(
            answering, rules, received, said.reply(), sent, server.timeline().nanos() - began);
    if (Faults.cuts(outcome, said.bytes())) {
      exchange = exchange.notWritten();
    }
    // Before the reply is sent, so that who has read it finds it in the journal.
    answering.record(exchange, recorder);
    answering.attempts().forEach(recorder::add);
    answering.onceRecorded().run();
    try {
      wire.say(outcome, bytes);
    } catch (IOException e) {
      log.debug("Session {} could not be answered", recorder.id(), e);
      notes.notWritten(answering);
    }
    state.answered(occasion.stage(), reply);
    boolean last = answering.closes() && outcome.close() != Close.NONE;
    if (last && reply != null && !reply.isPositive()) {
      attempts.lastWord(answering.verdict());
    }
    answering.beforeFaults().run();
    wire.strikeAfter(outcome, answering.closes());
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

  // --- the end

  /**
   * The server ends the session.
   *
   * @return false if it was over already; else it is for the caller to close the connection
   */
  boolean endByServer() {
    if (over) {
      return false;
    }
    over = true;
    end(state.quit() ? Session.End.QUIT : Session.End.SERVER_CLOSED);
    return true;
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

  Occasion.Builder occasion(Stage stage) {
    return notes.occasion(stage);
  }

  /** The transaction, if one is open, ends without a message. */
  void abandonTransaction(Answering answering) {
    answering.attempts(attempts.abandon(answering.at()));
    state.transaction(null);
    wire.unthrottle();
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

  /** No PROXY header came where one must: the connection ends without a word. */
  void refuseProxy(String why) {
    Exchange exchange = notes.exchange(occasion(Stage.CONNECT).build(), Bytes.EMPTY);
    recorder.add(exchange.withNote("no PROXY header: " + why));
    wire.truncate();
  }

  /** Content that never ended: its beginning is in the journal. */
  void noteContent(ContentBuffer content) {
    if (!over || stopped) {
      notes.noteUnanswered(content);
    }
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

  /** The TLS handshake failed, and the session with it. */
  void handshakeFailed() {
    if (over) {
      return;
    }
    over = true;
    end(stopped ? Session.End.SERVER_STOPPED : Session.End.FAILED);
    connection.truncate(true);
  }

  SessionWire wire() {
    return wire;
  }

  SessionNotes notes() {
    return notes;
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

  boolean isStopped() {
    return stopped;
  }

  boolean isOver() {
    return over;
  }
}
