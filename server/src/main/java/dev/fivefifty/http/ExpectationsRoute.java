package dev.fivefifty.http;

import dev.fivefifty.expect.Asked;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.expect.Expectation;
import dev.fivefifty.expect.Explanation;
import dev.fivefifty.expect.Judgement;
import dev.fivefifty.file.SentExpectations;
import dev.fivefifty.rule.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Asks what the assertions ask, waits for the answer, and explains it as they do. */
final class ExpectationsRoute implements Route {
  static final int MOST_WAITING = 256;

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration LOOK_FOR_CLIENT = Duration.ofMillis(500);

  private final Control control;
  private final Stopping stopping;

  /** Each looks at the journal again and again. */
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  ExpectationsRoute(Control control, Stopping stopping) {
    this.control = control;
    this.stopping = stopping;
  }

  @Override
  public String path() {
    return "/api/v1/expectations";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("POST", this::ask);
  }

  /** What is not as expected, or null. */
  private record Finding(Evidence evidence, Expectation expectation, Judgement judgement) {
    Explanation explanation() {
      return Explanation.of(expectation, judgement, evidence);
    }
  }

  private Answer ask(Request request) throws Refusal, InterruptedException {
    SentExpectations sent = SentExpectations.parse(request.body());
    if (!waiting.tryAcquire()) {
      throw new Refusal(
              503, MOST_WAITING + " others wait for an answer already; ask again when one has it")
          .withHeader("Retry-After", "1");
    }
    try {
      return answer(sent, request);
    } finally {
      waiting.release();
    }
  }

  private Answer answer(SentExpectations sent, Request request)
      throws Refusal, InterruptedException {
    Watch watch = new Watch(request);
    Finding broken = broken(sent);
    while (broken != null
        && !broken.judgement.isFinal()
        && watch.since().compareTo(sent.within()) < 0) {
      watch.pause(sent.within());
      broken = broken(sent);
    }
    if (broken != null) {
      Explanation explanation = broken.explanation();
      throw unmet(
          sent,
          watch,
          sent.within().isZero() ? explanation : explanation.waited(watch.since(), sent.within()),
          request);
    }
    Duration waited = watch.since();
    Watch holding = new Watch(request);
    while (holding.since().compareTo(sent.staysTrueFor()) < 0) {
      holding.pause(sent.staysTrueFor());
      Duration held = holding.since();
      broken = broken(sent);
      if (broken != null) {
        Explanation explanation =
            broken.explanation().held(held, sent.staysTrueFor(), "in real time");
        throw unmet(sent, watch, explanation, request);
      }
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("expected", sentences(sent));
    tree.put("waited", Durations.format(Duration.ofMillis(waited.toMillis())));
    control.asked(new Asked(control.now(), sentences(sent), watch.since(), ""));
    return Answer.ok(tree);
  }

  private static List<String> sentences(SentExpectations sent) {
    return sent.expectations().stream().map(Expectation::sentence).toList();
  }

  /** Not as expected. */
  private Refusal unmet(
      SentExpectations sent, Watch watch, Explanation explanation, Request request) {
    String text = explanation.toString();
    control.asked(new Asked(control.now(), sentences(sent), watch.since(), text));
    Refusal refusal = new Refusal(417, text.lines().findFirst().orElse(""));
    return request.prefers("text/plain")
        ? refusal.instead(Answer.of(417, Answer.TEXT, text + "\n"))
        : refusal.with("explanation", text);
  }

  private @Nullable Finding broken(SentExpectations sent) {
    Evidence evidence = control.evidence();
    for (Expectation expectation : sent.expectations()) {
      Judgement judgement = expectation.judge(evidence);
      if (!judgement.holds()) {
        return new Finding(evidence, expectation, judgement);
      }
    }
    return null;
  }

  /** The time since it was made, and pauses that end with the server or the client. */
  private final class Watch {
    private final Request request;
    private final long began = System.nanoTime();
    private long asked = began;
    private long looked = began;

    Watch(Request request) {
      this.request = request;
    }

    Duration since() {
      return Duration.ofNanos(System.nanoTime() - began);
    }

    void pause(Duration most) throws Refusal, InterruptedException {
      long now = System.nanoTime();
      // A large journal takes its time to be read, and sessions need theirs.
      Duration cost = Duration.ofNanos(now - asked);
      Duration left = most.minus(since());
      Duration pause = cost.compareTo(POLL) > 0 ? cost : POLL;
      if (left.compareTo(pause) < 0) {
        pause = left.isNegative() ? Duration.ZERO : left;
      }
      if (stopping.await(pause)) {
        throw new Refusal(503, "the server stops");
      }
      asked = System.nanoTime();
      if (asked - looked > LOOK_FOR_CLIENT.toNanos()) {
        looked = asked;
        if (request.clientIsGone()) {
          throw new InterruptedException("the client has left");
        }
      }
    }
  }
}
