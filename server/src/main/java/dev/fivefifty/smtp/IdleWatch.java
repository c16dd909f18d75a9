package dev.fivefifty.smtp;

import dev.fivefifty.journal.Bytes;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers a session's silence, at each silence that a rule names and at the idle time-out, while
 * the session's thread waits for the client. A blocked read cannot be woken, so another thread
 * answers; the session's thread goes on only when that is done.
 */
final class IdleWatch {
  private final Conversation conversation;
  private final SmtpServer server;
  private final ReentrantLock turn = new ReentrantLock();

  // Guarded by this.
  private boolean waiting;
  private boolean inContent;
  private long since;
  private Duration answered = Duration.ZERO;
  private boolean timedOut;
  private Timeline.@Nullable Alarm alarm;
  private long alarmDue;
  private boolean closed;

  IdleWatch(Conversation conversation, SmtpServer server) {
    this.conversation = conversation;
    this.server = server;
  }

  /** The session's thread is about to wait for a command. */
  void begin() {
    begin(false);
  }

  /** The session's thread is about to wait for content, where only the time-out is answered. */
  void beginContent() {
    begin(true);
  }

  private synchronized void begin(boolean content) {
    waiting = true;
    inContent = content;
    since = conversation.wire().quietSince();
    answered = Duration.ZERO;
    timedOut = false;
    schedule();
  }

  /** The session's thread has what it waited for; returns when no answer is under way. */
  void end() {
    synchronized (this) {
      waiting = false;
    }
    turn.lock();
    turn.unlock();
  }

  /** The rules have changed. */
  synchronized void review() {
    if (waiting) {
      schedule();
    }
  }

  synchronized void close() {
    closed = true;
    if (alarm != null) {
      server.timeline().cancel(alarm);
      alarm = null;
    }
  }

  /**
   * The next silence to answer.
   *
   * @param length how long
   * @param named whether a rule names it; else it is the time-out
   */
  private record Silence(Duration length, boolean named) {}

  private @Nullable Silence next() {
    Duration timeout = server.options().idleTimeout();
    if (!inContent) {
      String tag = conversation.notes().tag();
      for (Duration silence : server.rules().current().silences(tag)) {
        if (silence.compareTo(answered) > 0 && (timedOut || silence.compareTo(timeout) <= 0)) {
          return new Silence(silence, true);
        }
      }
    }
    return timedOut ? null : new Silence(timeout, false);
  }

  /** An alarm that rings too early is set anew then: cheaper than one for every command. */
  private void schedule() {
    Silence next = next();
    if (next == null || closed) {
      return;
    }
    long due = Timeline.dueAfter(since, next.length());
    if (alarm != null) {
      if (alarmDue <= due) {
        return;
      }
      server.timeline().cancel(alarm);
    }
    alarmDue = due;
    alarm = server.timeline().at(due, this::ring);
  }

  private void ring() {
    synchronized (this) {
      alarm = null;
    }
    try {
      server.threads().execute(this::answerDue);
    } catch (RejectedExecutionException e) {
      close();
    }
  }

  private void answerDue() {
    turn.lock();
    try {
      Silence due;
      while ((due = takeDue()) != null) {
        answer(due);
      }
    } finally {
      turn.unlock();
    }
  }

  private synchronized @Nullable Silence takeDue() {
    if (!waiting || closed || conversation.isOver()) {
      return null;
    }
    Silence next = next();
    if (next == null || Timeline.dueAfter(since, next.length()) > server.timeline().nanos()) {
      schedule();
      return null;
    }
    if (next.named()) {
      answered = next.length();
    } else {
      timedOut = true;
    }
    return next;
  }

  private void answer(Silence silence) {
    Occasion occasion =
        conversation
            .occasion(Stage.IDLE)
            .silence(silence.named() ? silence.length() : null)
            .build();
    conversation.answer(
        occasion,
        Bytes.EMPTY,
        decision -> silence.named() || conversation.isWordless() ? null : timeout(silence.length()),
        answering -> {
          if (!silence.named() && !answering.byRule()) {
            answering.endSession();
          }
        });
  }

  private Reply timeout(Duration silence) {
    String text =
        server.options().hostname()
            + " Nothing came for "
            + Durations.format(silence)
            + ", closing";
    return Reply.of(421, "4.4.2", text);
  }
}
