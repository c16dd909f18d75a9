package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TakeMessageTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  final JournalRecorder journal = new JournalRecorder(100, 10 << 20);
  private final SessionRecorder session = Fixtures.begin(journal);

  private Optional<ReceivedMessage> takeNow() throws InterruptedException {
    return journal.takeMessage(Duration.ZERO);
  }

  @Test
  void givesEachOnceInTheOrderOfArrivalAndKeepsIt() throws Exception {
    // Stored in another order than numbered.
    ReceivedMessage one = Fixtures.message(journal, session, new byte[1]);
    ReceivedMessage two = Fixtures.message(journal, session, new byte[1]);
    session.store(two);
    session.add(Fixtures.exchange(session, 1));
    session.add(Fixtures.exchange(session, 1));
    session.store(one);
    assertThat(takeNow()).containsSame(two);
    assertThat(takeNow()).containsSame(one);
    assertThat(takeNow()).isEmpty();
    assertThat(journal.messages()).containsExactly(two, one);
  }

  @Test
  void waitsNoLongerThanTold() throws Exception {
    long began = System.nanoTime();
    assertThat(journal.takeMessage(Duration.ofMillis(50))).isEmpty();
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(50_000_000);
    assertThat(journal.takeMessage(Duration.ofSeconds(-1))).isEmpty();
  }

  @Test
  void isWokenByAMessage() throws Exception {
    Thread[] taker = new Thread[1];
    CompletableFuture<Optional<ReceivedMessage>> taken = new CompletableFuture<>();
    taker[0] =
        new Thread(
            () -> {
              try {
                // Too long to be told in nanoseconds.
                taken.complete(journal.takeMessage(Duration.ofSeconds(Long.MAX_VALUE)));
              } catch (InterruptedException e) {
                taken.completeExceptionally(e);
              }
            });
    taker[0].start();
    await().until(() -> taker[0].getState() == Thread.State.TIMED_WAITING);
    ReceivedMessage message = Fixtures.store(journal, session, 1);
    assertThat(taken.get()).containsSame(message);
  }

  @Test
  void canBeInterrupted() throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread taker =
        new Thread(
            () -> {
              try {
                journal.takeMessage(LONG);
                done.complete(null);
              } catch (InterruptedException e) {
                done.completeExceptionally(e);
              }
            });
    taker.start();
    await().until(() -> taker.getState() == Thread.State.TIMED_WAITING);
    taker.interrupt();
    assertThatThrownBy(done::get).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void skipsWhatWasDiscardedOrCleared() throws Exception {
    JournalRecorder small = new JournalRecorder(100, 10_000);
    SessionRecorder sender = Fixtures.begin(small);
    Fixtures.store(small, sender, 4_000);
    ReceivedMessage second = Fixtures.store(small, sender, 5_000);
    assertThat(small.takeMessage(Duration.ZERO)).containsSame(second);

    Fixtures.store(small, sender, 10);
    small.clear();
    assertThat(small.takeMessage(Duration.ZERO)).isEmpty();
    ReceivedMessage later = Fixtures.store(small, sender, 10);
    assertThat(small.takeMessage(Duration.ZERO)).containsSame(later);
  }

  @Test
  void manyTakersAndSendersShareWithoutLossOrDouble() throws Exception {
    int senders = 8;
    int each = 500;
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      ConcurrentLinkedQueue<Long> taken = new ConcurrentLinkedQueue<>();
      List<Future<?>> takers = new ArrayList<>();
      CountDownLatch start = new CountDownLatch(1);
      for (int i = 0; i < 8; i++) {
        takers.add(
            pool.submit(
                () -> {
                  start.await();
                  for (int n = 0; n < senders * each / 8; n++) {
                    taken.add(journal.takeMessage(LONG).orElseThrow().number());
                  }
                  return null;
                }));
      }
      for (int i = 0; i < senders; i++) {
        pool.submit(
            () -> {
              start.await();
              SessionRecorder sender = Fixtures.begin(journal);
              for (int n = 0; n < each; n++) {
                Fixtures.store(journal, sender, 1);
              }
              return null;
            });
      }
      start.countDown();
      for (Future<?> taker : takers) {
        taker.get();
      }
      assertThat(taken).hasSize(senders * each).doesNotHaveDuplicates();
      assertThat(takeNow()).isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }
}
