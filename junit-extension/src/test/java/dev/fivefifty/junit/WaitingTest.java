package dev.fivefifty.junit;

import static dev.fivefifty.expect.Times.between;
import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.expect.Times.times;
import static dev.fivefifty.expect.Times.twice;
import static dev.fivefifty.junit.Failing.but;
import static dev.fivefifty.junit.Failing.message;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Per;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for an answer, and holding one. */
@Timeout(60)
class WaitingTest extends EitherWay {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final String BOB = "bob@example.com";

  private final FiveFifty smtp = start(FiveFifty.builder());

  private void send() {
    SocketClient.send(smtp, "<1@example.com>", BOB);
  }

  private CompletableFuture<Void> inBackground(Runnable action) {
    // Since JDK 25 the common pool takes it also where that has one thread, which others wait on.
    return CompletableFuture.runAsync(action, task -> new Thread(task).start());
  }

  /** As with a client that has just left: the server learns it a moment later. */
  @Test
  void a_session_that_is_about_to_end_is_awaited() throws IOException {
    smtp.add(at(MAIL).reply("550 5.7.1 No"));
    try (Talk talk = new Talk(smtp.port())) {
      talk.reply();
      talk.ask("EHLO client.example");
      talk.ask("MAIL FROM:<a@example.com>");
      CompletableFuture<Void> leaving = inBackground(talk::leave);
      assertThat(smtp).unknownRecipient().wasRefusedWith("550 5.7.1").isNotRetriedFor(SHORT);
      leaving.join();
    }
  }

  @Test
  void a_session_that_stays_open_is_not_awaited_for_long() throws IOException {
    try (Talk talk = new Talk(smtp.port())) {
      talk.reply();
      String message = message(() -> assertThat(smtp).unknownRecipient().wasAttempted());
      assertThat(message).contains("Expected: ").doesNotContain("Waited");
    }
  }

  @Test
  void ends_as_soon_as_it_is_so() {
    long began = System.nanoTime();
    CompletableFuture<Void> sender =
        inBackground(
            () -> {
              SocketClient.send(smtp, "<1@example.com>", "ann@example.com");
              send();
            });
    assertThat(smtp).within(LONG).recipient(BOB).wasAccepted().wasAttempted(once());
    // Not a measure of speed: the deadline is 50 s.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG.dividedBy(2));
    sender.join();
  }

  @Test
  void ends_as_soon_as_it_can_no_longer_be_so() {
    send();
    send();
    long began = System.nanoTime();
    but(() -> assertThat(smtp).within(LONG).recipient(BOB).wasAttempted(once()))
        .contains("Waited:", " of 50s, then no longer: nothing that still happens can change this");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG.dividedBy(2));
  }

  @Test
  void says_how_long_it_waited() {
    String text =
        message(() -> assertThat(smtp).within(Duration.ofMillis(300)).recipient(BOB).wasAccepted());
    assertThat(text).containsPattern("Waited:   (3\\d\\d|[4-9]\\d\\d|\\d+s(\\d+)?)(ms)?, in vain");
  }

  @Test
  void has_one_deadline_for_the_whole_sentence() {
    FiveFiftyAssert sentence = assertThat(smtp).within(Duration.ofSeconds(4));
    but(() -> sentence.recipient("ann@example.com").wasAccepted()).contains("Waited:   4s");
    send();
    long began = System.nanoTime();
    sentence.recipient(BOB).wasAccepted();
    but(() -> sentence.recipient(BOB).wasRetried()).contains("its only attempt");
    // Nothing is left of the 4 s, but an answer is still given.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void fifty_wait_at_once() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<Future<?>> waits = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String to = "user" + i + "@example.com";
        waits.add(
            threads.submit(
                () ->
                    assertThat(smtp)
                        .within(LONG)
                        .recipient(to)
                        .wasAccepted()
                        .afterAttempts(2)
                        .hasExactlyOneCopy()));
      }
      smtp.add(at(RCPT).per(Per.TO).times(1).reply("450 4.7.1 Greylisted"));
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 50; i++) {
          SocketClient.send(smtp, "<" + i + "@example.com>", "user" + i + "@example.com");
        }
      }
      for (Future<?> wait : waits) {
        wait.get(50, TimeUnit.SECONDS);
      }
      assertThat(smtp).anyRecipient().wasAttempted(times(100));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_session_is_asked_again_as_it_goes_on() {
    try (SocketClient client = SocketClient.introduced(smtp)) {
      CompletableFuture<Void> later = inBackground(() -> client.ask("QUIT"));
      assertThat(smtp).within(LONG).sessions().first().says("EHLO", "QUIT").endedWithQuit();
      later.join();
    }
  }

  @Test
  void a_message_is_waited_for() {
    CompletableFuture<Void> sender = inBackground(this::send);
    assertThat(smtp).within(LONG).messages().to(BOB).single().hasSubject("Invoice 42");
    sender.join();
  }

  @Test
  void can_be_interrupted() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Boolean> flagged = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                assertThat(smtp).within(LONG).recipient(BOB).wasAccepted();
              } catch (AssertionError e) {
                failure.set(e);
                flagged.set(Thread.currentThread().isInterrupted());
              }
            });
    waiting.start();
    waiting.interrupt();
    waiting.join(TimeUnit.SECONDS.toMillis(40));
    assertThat(failure.get()).hasMessageContaining(" of 50s, then interrupted");
    assertThat(flagged.get()).isTrue();
  }

  @Test
  void holding_that_was_interrupted_is_no_success() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                assertThat(smtp).recipient(BOB).isNotAttemptedFor(LONG);
              } catch (AssertionError e) {
                failure.set(e);
              }
            });
    waiting.start();
    waiting.interrupt();
    waiting.join(TimeUnit.SECONDS.toMillis(40));
    assertThat(failure.get())
        .hasMessageContaining("of 50s for which this was to stay true")
        .hasMessageContaining("bob@example.com is not attempted");
  }

  @Test
  void stays_true() {
    send();
    long began = System.nanoTime();
    assertThat(smtp)
        .recipient(BOB)
        .wasAccepted()
        .wasAttempted(once())
        .staysTrueFor(Duration.ofMillis(200));
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void does_not_stay_true() {
    send();
    RecipientAssert asked = assertThat(smtp).recipient(BOB).wasAccepted().wasAttempted(once());
    Thread holding = Thread.currentThread();
    CompletableFuture<Void> again =
        inBackground(
            () -> {
              // It has looked once, and sleeps until it looks again.
              await().atMost(LONG).until(() -> holding.getState() == Thread.State.TIMED_WAITING);
              send();
            });
    but(() -> asked.staysTrueFor(LONG))
        .contains("Expected: bob@example.com was attempted once", "it was attempted twice")
        .containsPattern("Held for: .* of 50s \\(in real time\\)");
    again.join();
  }

  @Test
  void within_and_then_stays() {
    CompletableFuture<Void> sender = inBackground(this::send);
    assertThat(smtp)
        .within(LONG)
        .recipient(BOB)
        .wasAttempted(between(1, 3))
        .isNotRetriedFor(Duration.ofMillis(50))
        .staysTrueFor(Duration.ofMillis(50));
    sender.join();
  }

  @Test
  void follows_the_clock() {
    smtp.add(at(RCPT).reply("450 4.2.1 Busy"));
    Instant start = smtp.clock().instant();
    List<Duration> ticks = new ArrayList<>();
    send();
    assertThat(smtp)
        .recipient(BOB)
        .isNotRetriedFor(
            Duration.ofHours(1), () -> ticks.add(Duration.between(start, smtp.clock().instant())));
    assertThat(ticks).hasSize(60);
    assertThat(ticks.get(0)).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
    assertThat(ticks.get(59)).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
  }

  @Test
  void a_short_time_has_fewer_steps_and_the_last_takes_the_rest() {
    AtomicInteger steps = new AtomicInteger();
    assertThat(smtp)
        .recipient(BOB)
        .isNotAttemptedFor(Duration.ofNanos(2_500_000), steps::incrementAndGet);
    assertThat(steps).hasValue(3);
    Instant start = smtp.clock().instant();
    assertThat(smtp)
        .recipient(BOB)
        .isNotAttemptedFor(Duration.ofNanos(3_600_000_000_059L), () -> {});
    assertThat(Duration.between(start, smtp.clock().instant()))
        .isGreaterThanOrEqualTo(Duration.ofNanos(3_600_000_000_059L));
  }

  @Test
  void a_retry_on_the_clock_is_seen_in_its_step() {
    send();
    AtomicInteger steps = new AtomicInteger();
    Runnable application =
        () -> {
          if (steps.incrementAndGet() == 7) {
            send();
          }
        };
    but(() ->
            assertThat(smtp)
                .recipient(BOB)
                .wasAttempted(once())
                .staysTrueFor(Duration.ofHours(1), application))
        .contains("Held for: 6m of 1h (by the server's clock, in steps of 1m)");
    assertThat(steps).hasValue(7);
  }

  @Test
  void descriptions_are_kept() {
    assertThat(message(() -> assertThat(smtp).as("mail %d", 1).recipient(BOB).wasAccepted()))
        .startsWith("[mail 1] ");
    assertThat(message(() -> assertThat(smtp).recipient(BOB).as("mail").wasAccepted()))
        .startsWith("[mail] ");
    assertThat(message(() -> assertThat(smtp).as("m").sessions().first().saidQuit()))
        .startsWith("[m] ");
    assertThat(
            message(
                () ->
                    assertThat(smtp)
                        .overridingErrorMessage("no mail for bob")
                        .recipient(BOB)
                        .wasAccepted()))
        .isEqualTo("no mail for bob");
  }

  @Test
  void a_percent_sign_is_no_format() {
    but(() -> assertThat(smtp).recipient("100%s@example.com").wasAccepted())
        .contains("100%s@example.com was accepted");
  }

  @Test
  void soft_assertions_collect() {
    send();
    SoftAssertions softly = new SoftAssertions();
    softly.check(() -> assertThat(smtp).recipient(BOB).wasRefused());
    softly.check(() -> assertThat(smtp).recipient(BOB).wasAccepted());
    softly.check(() -> assertThat(smtp).recipient(BOB).wasAttempted(twice()));
    assertThat(softly.errorsCollected()).hasSize(2);
  }

  @Test
  void a_closed_server_can_still_be_asked() {
    send();
    smtp.close();
    assertThat(smtp).recipient(BOB).wasAccepted();
    assertThat(smtp).messages().single().hasSender("app@example.com");
  }
}
