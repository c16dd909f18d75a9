package dev.fivefifty.smtp;

import dev.fivefifty.fault.Fault;
import dev.fivefifty.fault.Faults;
import dev.fivefifty.fault.Wire;
import dev.fivefifty.rule.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's connection as the faults have it: what is read and said, how fast, after which
 * silence, and how it ends.
 */
final class SessionWire implements Wire {
  private static final Logger log = LoggerFactory.getLogger(SessionWire.class);
  private static final byte[] NOTHING = {};

  private final Conversation conversation;
  private final Connection connection;
  private final SmtpServer server;
  private final IdleWatch idle;
  private boolean lingers = true;
  private volatile boolean halfClosed;
  private @Nullable Throttle throttle;

  /**
   * From when on a pause and a silence count. Not from when they are begun: who has read a reply
   * and moves the clock at once must find them over.
   */
  private long quietSince;

  private final AtomicLong releases = new AtomicLong();

  /** When the rules were last asked: a release after that ends what they then decided. */
  private long releasesSeen;

  SessionWire(Conversation conversation, Connection connection, SmtpServer server, IdleWatch idle) {
    this.conversation = conversation;
    this.connection = connection;
    this.server = server;
    this.idle = idle;
  }

  // --- reading

  /** Waits for a line; null if the session is over, or the client has left. */
  RawInput.@Nullable Line nextLine() {
    RawInput input = connection.input();
    if (input.hasBufferedLine()) {
      return input.readLine(CommandLine.KEPT);
    }
    idle.begin();
    RawInput.Line next = input.readLine(CommandLine.KEPT);
    idle.end();
    return conversation.isOver() ? null : next;
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
    return more && !conversation.isOver();
  }

  // --- performing an outcome

  /**
   * The rules are about to be asked.
   *
   * @return when, by {@link Timeline#nanos()}
   */
  long asked() {
    releasesSeen = releases.get();
    quietSince = server.timeline().nanos();
    return quietSince;
  }

  /**
   * Says what was decided.
   *
   * @throws IOException if not all of it could be handed to the socket
   */
  void say(Outcome outcome, byte[] bytes) throws IOException {
    lingers = !Boolean.FALSE.equals(outcome.drain());
    quietSince = server.timeline().nanos();
    try {
      Faults.say(outcome, bytes).strike(this);
    } finally {
      if (outcome.dribble() != null) {
        quietSince = server.timeline().nanos();
      }
    }
  }

  /** Does what comes after what was said. */
  void strikeAfter(Outcome outcome, boolean closes) {
    strike(Faults.after(outcome, closes));
    // Who left in a silence gets no answer to what was sent before.
    if (outcome.stall() != null && connection.tcp().ended()) {
      connection.tcp().discardBuffered();
      connection.input().discardBuffered();
    }
  }

  void strike(List<Fault> faults) {
    for (Fault fault : faults) {
      try {
        fault.strike(this);
      } catch (IOException e) {
        log.debug("Session {} was gone before {}", conversation.recorder().id(), fault, e);
      }
    }
  }

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
    return () -> conversation.isStopped() || due.getAsBoolean() || releases.get() != releasesSeen;
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
    if (conversation.endByServer()) {
      close.run();
    }
  }

  @Override
  public void halfClose() {
    halfClosed = true;
    connection.halfClose();
  }

  /** Ends a delay or a stall that is under way. */
  void release() {
    releases.incrementAndGet();
    connection.tcp().wakeUp();
  }

  boolean isHalfClosed() {
    return halfClosed;
  }

  /** Since when nothing was said, by {@link Timeline#nanos()}. */
  long quietSince() {
    return quietSince;
  }
}
