package dev.fivefifty.smtp;

import dev.fivefifty.bounce.Dsn;
import dev.fivefifty.bounce.Notice;
import dev.fivefifty.bounce.Original;
import dev.fivefifty.bounce.OriginalRecipient;
import dev.fivefifty.bounce.RecipientStatus;
import dev.fivefifty.journal.JournalRecorder;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.SessionRecorder;
import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells senders by delivery status notifications what rules' {@code bounce} says: as a message in
 * the journal, or to a host by SMTP, once. What became of each is noted at the exchange that
 * accepted the message. Thread-safe.
 */
public final class Bouncer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Bouncer.class);

  /** What waits holds the message that it tells of. */
  private static final int MOST_PENDING = 10_000;

  private static final long MOST_BYTES = 64L << 20;
  private static final int THREADS = 4;

  /** What waits for a thread while a host is slow. */
  private static final int MOST_QUEUED = 1_000;

  private final String hostname;
  private final @Nullable BounceHost host;
  private final JournalRecorder journal;
  private final Timeline timeline;
  private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
  private final AtomicLong pendingBytes = new AtomicLong();
  private final ThreadPoolExecutor threads;
  private volatile boolean closed;

  /**
   * Makes one for a server.
   *
   * @param hostname what the server calls itself
   * @param host where notifications go, or null for the journal
   * @param journal in which they are stored otherwise
   * @param timeline by which they wait
   */
  public Bouncer(
      String hostname, @Nullable BounceHost host, JournalRecorder journal, Timeline timeline) {
    this.hostname = hostname;
    this.host = host;
    this.journal = journal;
    this.timeline = timeline;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_QUEUED),
            task -> {
              Thread thread = new Thread(task, "fivefifty-bounce");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * A message that was accepted.
   *
   * @param session in which it came
   * @param sender the reverse path
   * @param parameters those of MAIL
   * @param helo what the client called itself, or null
   * @param at when it was accepted, by the server's clock
   * @param content its bytes, which do not change any more
   * @param length how many of them are the message
   * @param tag of its transaction, or empty
   */
  record Accepted(
      SessionRecorder session,
      String sender,
      Map<String, String> parameters,
      @Nullable String helo,
      Instant at,
      byte[] content,
      int length,
      Optional<String> tag) {}

  /** What is told together: one mail. */
  private record Kind(Duration after, DsnAction action) {}

  /** A notification that is to be sent. */
  private final class Pending {
    private final Accepted accepted;
    private final List<Bounced> told;
    private final Consumer<String> note;
    private Timeline.@Nullable Alarm alarm;

    private Pending(Accepted accepted, List<Bounced> told, Consumer<String> note) {
      this.accepted = accepted;
      this.told = told;
      this.note = note;
    }

    /** Whoever takes it out first does with it what is to be done. */
    private boolean take() {
      boolean first = pending.remove(this);
      if (first) {
        pendingBytes.addAndGet(-accepted.length());
      }
      return first;
    }
  }

  /** What waits for a thread, or has one. */
  private final class Sending implements Runnable {
    private final Pending each;
    private final Notice notice;
    private final BounceHost to;

    private Sending(Pending each, Notice notice, BounceHost to) {
      this.each = each;
      this.notice = notice;
      this.to = to;
    }

    @Override
    public void run() {
      each.note.accept(to(each) + " " + to.send(notice, hostname));
    }
  }

  /**
   * Tells a sender what is to be told of an accepted message, now or later.
   *
   * @param told what, of each recipient
   * @param note notes at the exchange what became of it; called from several threads
   */
  void take(Accepted accepted, List<Bounced> told, Consumer<String> note) {
    if (accepted.sender().isEmpty()) {
      note.accept("no bounce: the reverse path is null, and nothing is sent about a bounce");
      return;
    }
    Map<Kind, List<Bounced>> kinds = new LinkedHashMap<>();
    for (Bounced each : told) {
      String refusal = refusal(each);
      if (refusal == null) {
        kinds
            .computeIfAbsent(
                new Kind(each.bounce().after(), each.bounce().action()), kind -> new ArrayList<>())
            .add(each);
      } else {
        note.accept("no bounce for <" + each.recipient().address() + ">: " + refusal);
      }
    }
    kinds.forEach((kind, same) -> schedule(kind, new Pending(accepted, same, note)));
  }

  /** Why NOTIFY (RFC 3461 §4.1) forbids it, or null. */
  private static @Nullable String refusal(Bounced told) {
    String value = told.recipient().parameters().get("NOTIFY");
    String wanted =
        switch (told.bounce().action()) {
          case FAILED -> "FAILURE";
          case DELAYED -> "DELAY";
          case DELIVERED, RELAYED, EXPANDED -> "SUCCESS";
        };
    if (value == null) {
      return wanted.equals("SUCCESS") ? "NOTIFY does not ask for SUCCESS" : null;
    }
    return Arrays.asList(value.toUpperCase(Locale.ROOT).split(",")).contains(wanted)
        ? null
        : "NOTIFY=" + value;
  }

  private void schedule(Kind kind, Pending each) {
    int length = each.accepted.length();
    if (pending.size() >= MOST_PENDING || pendingBytes.get() + length > MOST_BYTES) {
      each.note.accept(to(each) + " was not sent: too many are waiting");
      log.warn("A bounce to <{}> was not sent: too many are waiting", each.accepted.sender());
      return;
    }
    pendingBytes.addAndGet(length);
    pending.add(each);
    if (closed) {
      cancel(each, "the server was closed");
      return;
    }
    if (kind.after().isZero()) {
      fire(each);
      return;
    }
    each.note.accept(to(each) + " is due " + Durations.format(kind.after()) + " later");
    Instant due = each.accepted.at().plus(kind.after());
    long nanos = Timeline.dueAfter(timeline.nanos(), left(due));
    synchronized (each) {
      each.alarm = timeline.at(nanos, () -> fire(each));
    }
  }

  private Duration left(Instant due) {
    Duration left = Duration.between(timeline.now(), due);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Called on the clock's thread, too: it must not throw. */
  private void fire(Pending each) {
    if (!each.take()) {
      return;
    }
    try {
      Notice notice = notice(each);
      if (host == null) {
        store(each, notice);
      } else {
        threads.execute(new Sending(each, notice, host));
      }
    } catch (RejectedExecutionException e) {
      each.note.accept(
          to(each)
              + " was not sent: "
              + (closed ? "the server was closed" : "too many are waiting"));
    } catch (RuntimeException e) {
      log.warn("A bounce to <{}> could not be made", each.accepted.sender(), e);
      each.note.accept(to(each) + " was not sent: " + e);
    }
  }

  private static String to(Pending each) {
    return "a bounce to <" + each.accepted.sender() + ">";
  }

  private void store(Pending each, Notice notice) {
    long number = journal.nextMessageNumber();
    each.accepted
        .session()
        .store(
            ReceivedMessage.bounce(
                number,
                each.accepted.session().id(),
                timeline.now(),
                notice.recipient(),
                notice.sharedContent(),
                Optional.ofNullable(each.told.get(0).rule()),
                each.accepted.tag()));
    each.note.accept(to(each) + " is message " + number);
  }

  private Notice notice(Pending each) {
    Accepted accepted = each.accepted;
    Instant now = timeline.now();
    Original original =
        Original.from(accepted.sender())
            .parameters(accepted.parameters())
            .arrival(accepted.at())
            .content(accepted.content(), accepted.length());
    if (accepted.helo() != null) {
      original = original.receivedFrom(accepted.helo());
    }
    Dsn dsn = Dsn.about(original).reportingMta(hostname).at(now);
    for (Bounced told : each.told) {
      RecipientStatus status =
          RecipientStatus.of(told.recipient().address(), told.bounce().action(), told.reply())
              .lastAttempt(now);
      String orcpt = told.recipient().parameters().get("ORCPT");
      Optional<OriginalRecipient> meant =
          orcpt == null ? Optional.empty() : OriginalRecipient.parse(orcpt);
      dsn.recipient(meant.isPresent() ? status.original(meant.get()) : status);
    }
    return dsn.notice();
  }

  /**
   * Gives up whatever is still to be sent.
   *
   * @param why for people
   * @return how many that were
   */
  public int cancelAll(String why) {
    int cancelled = 0;
    for (Pending each : List.copyOf(pending)) {
      if (cancel(each, why)) {
        cancelled++;
      }
    }
    return cancelled;
  }

  private boolean cancel(Pending each, String why) {
    if (!each.take()) {
      return false;
    }
    synchronized (each) {
      if (each.alarm != null) {
        timeline.cancel(each.alarm);
      }
    }
    each.note.accept(to(each) + " was not sent: " + why);
    return true;
  }

  /** Sends nothing any more, and logs how many were still to be sent. */
  @Override
  public void close() {
    closed = true;
    int cancelled = cancelAll("the server was closed");
    // Those that wait for a thread; what is being sent ends by its time-outs.
    for (Runnable task : threads.shutdownNow()) {
      if (task instanceof Sending sending) {
        sending.each.note.accept(to(sending.each) + " was not sent: the server was closed");
        cancelled++;
      }
    }
    if (cancelled > 0) {
      log.warn(
          "{} that {} still to be sent {} not: the server was closed",
          cancelled == 1 ? "A bounce" : cancelled + " bounces",
          cancelled == 1 ? "was" : "were",
          cancelled == 1 ? "was" : "were");
    }
  }
}
