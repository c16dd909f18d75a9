package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JournalConcurrencyTest {
  private static final int WRITERS = 50;

  private final ExecutorService pool = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  /** Runs one body a writer at once, while something else loops. */
  private void run(WriterBody body, Loop meanwhile) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    AtomicBoolean over = new AtomicBoolean();
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(
          pool.submit(
              () -> {
                start.await();
                body.run();
                return null;
              }));
    }
    Future<?> loop =
        pool.submit(
            () -> {
              start.await();
              while (!over.get()) {
                meanwhile.turn();
              }
              return null;
            });
    start.countDown();
    for (Future<?> writer : writers) {
      writer.get();
    }
    over.set(true);
    loop.get();
  }

  private interface WriterBody {
    void run() throws Exception;
  }

  private interface Loop {
    void turn() throws Exception;
  }

  @Test
  void nothingIsLostWhileSomebodyReads() throws Exception {
    JournalRecorder journal = new JournalRecorder(10_000, 1L << 30);
    int sessions = 20;
    int exchanges = 20;
    long[] mostSeen = {0};
    run(
        () -> {
          for (int i = 0; i < sessions; i++) {
            SessionRecorder session = Fixtures.begin(journal);
            for (int n = 0; n < exchanges; n++) {
              session.add(Fixtures.exchange(session, 10));
            }
            Fixtures.store(journal, session, 10);
            session.add(Fixtures.attempt(session.id(), "a@b.example", Fixtures.NOW));
            session.end(Fixtures.NOW, Session.End.QUIT);
          }
        },
        () -> {
          for (Session session : journal.sessions()) {
            // What is seen of a session is always its beginning, without gaps.
            List<Exchange> seen = session.exchanges();
            for (int i = 0; i < seen.size(); i++) {
              assertThat(seen.get(i).number()).isEqualTo(i + 1);
            }
          }
          long now = journal.exchanges().size();
          assertThat(now).isGreaterThanOrEqualTo(mostSeen[0]);
          mostSeen[0] = now;
        });
    int all = WRITERS * sessions;
    assertThat(journal.sessions())
        .hasSize(all)
        .allMatch(each -> each.exchanges().size() == exchanges);
    assertThat(journal.exchanges()).hasSize(all * exchanges).doesNotHaveDuplicates();
    assertThat(journal.messages()).hasSize(all);
    assertThat(journal.attempts()).hasSize(all);
    assertThat(journal.discarded().isNothing()).isTrue();
    assertThat(journal.bytes()).isEqualTo(all * (SessionLog.SIZE + exchanges * 518L + 1_160 + 500));
  }

  @Test
  void theLimitsHoldAndTheFiguresAddUp() throws Exception {
    long limit = 2_000_000;
    JournalRecorder journal = new JournalRecorder(40, limit);
    int sessions = 30;
    int messages = 20;
    run(
        () -> {
          for (int i = 0; i < sessions; i++) {
            SessionRecorder session = Fixtures.begin(journal);
            for (int n = 0; n < messages; n++) {
              ReceivedMessage message = Fixtures.store(journal, session, 2_000);
              ParsedMessage view = ParsedMessage.of(new byte[2_000], 2_000);
              session.add(
                  Fixtures.messageExchange(
                      session, view, OptionalLong.of(message.number()), Fixtures.NO_RULES));
              session.add(Fixtures.attempt(session.id(), "a@b.example", Fixtures.NOW));
            }
            session.end(Fixtures.NOW, Session.End.QUIT);
          }
        },
        () -> {
          // One thing at most is in before another goes out.
          assertThat(journal.bytes()).isBetween(0L, limit + 3_150);
          // Taking down what is being discarded must not fail.
          journal.sessions();
          journal.messages();
        });
    long all = (long) WRITERS * sessions;
    Discarded discarded = journal.discarded();
    assertThat(journal.sessions().size() + discarded.sessions()).isEqualTo(all);
    assertThat(journal.messages().size() + discarded.messages()).isEqualTo(all * messages);
    assertThat(journal.exchanges().size() + discarded.exchanges()).isEqualTo(all * messages);
    assertThat(journal.attempts().size() + discarded.attempts()).isEqualTo(all * messages);
    assertThat(journal.sessions()).hasSizeLessThanOrEqualTo(40);
    assertThat(journal.bytes()).isBetween(1L, limit).isEqualTo(recount(journal));
  }

  private static long recount(JournalRecorder journal) {
    return journal.sessions().size() * SessionLog.SIZE
        + journal.exchanges().stream().mapToLong(Held::sizeOf).sum()
        + journal.messages().stream().mapToLong(Held::sizeOf).sum()
        + journal.attempts().stream().mapToLong(Held::sizeOf).sum();
  }

  @Test
  void clearingLosesNothingAndDoublesNothing() throws Exception {
    JournalRecorder journal = new JournalRecorder(10_000, 1L << 30);
    int sessions = 10;
    int messages = 50;
    List<Removed> removed = new ArrayList<>();
    // However slow the machine, some cuts fall into the middle of every writer's work.
    CountDownLatch cuts = new CountDownLatch(5);
    run(
        () -> {
          for (int i = 0; i < sessions; i++) {
            SessionRecorder session = Fixtures.begin(journal);
            for (int n = 0; n < messages; n++) {
              Fixtures.store(journal, session, 10);
              session.add(Fixtures.exchange(session, 10));
              if (i == sessions / 2 && n == messages / 2) {
                cuts.await();
              }
            }
            session.end(Fixtures.NOW, Session.End.QUIT);
          }
        },
        () -> {
          removed.add(journal.clear());
          cuts.countDown();
        });
    removed.add(journal.clear());
    long all = (long) WRITERS * sessions * messages;

    List<Long> numbers =
        removed.stream()
            .flatMap(each -> each.messages().stream())
            .map(ReceivedMessage::number)
            .toList();
    assertThat(numbers).hasSize((int) all).doesNotHaveDuplicates();
    List<String> exchanges =
        removed.stream()
            .flatMap(each -> each.sessions().stream())
            .flatMap(each -> each.exchanges().stream())
            .map(each -> each.session() + "/" + each.number())
            .toList();
    assertThat(exchanges).hasSize((int) all).doesNotHaveDuplicates();
    assertCutsAreClean(removed);

    assertThat(journal.sessions()).isEmpty();
    assertThat(journal.bytes()).isZero();
  }

  /** Each session stores a message before its exchange: no cut may come out the other way round. */
  private static void assertCutsAreClean(List<Removed> removed) {
    Set<Long> ended = new HashSet<>();
    for (Removed each : removed) {
      for (Session session : each.sessions()) {
        assertThat(ended).as("removed once after its end").doesNotContain(session.id());
        long stored =
            each.messages().stream().filter(message -> message.session() == session.id()).count();
        assertThat(stored - session.exchanges().size()).isBetween(-1L, 1L);
        if (!session.isOpen()) {
          ended.add(session.id());
        }
      }
    }
  }
}
