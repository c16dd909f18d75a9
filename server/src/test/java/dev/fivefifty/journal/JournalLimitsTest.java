package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JournalLimitsTest {

  private static SessionRecorder ended(JournalRecorder journal) {
    SessionRecorder session = Fixtures.begin(journal);
    session.add(Fixtures.exchange(session, 1));
    session.add(Fixtures.attempt(session.id(), "a@b.example", Fixtures.NOW));
    Fixtures.store(journal, session, 10);
    session.end(Fixtures.NOW, Session.End.QUIT);
    return session;
  }

  private static List<Long> ids(JournalRecorder journal) {
    return journal.sessions().stream().map(Session::id).toList();
  }

  @Test
  void theSessionThatEndedFirstGoesWithAllItHas() {
    JournalRecorder journal = new JournalRecorder(3, 1 << 20);
    SessionRecorder longest = Fixtures.begin(journal);
    ended(journal);
    ended(journal);
    ended(journal);
    ended(journal);
    assertThat(ids(journal)).containsExactly(1L, 4L, 5L);
    assertThat(longest.snapshot().isOpen()).isTrue();
    assertThat(journal.messages()).extracting(ReceivedMessage::session).containsExactly(4L, 5L);
    assertThat(journal.exchanges()).extracting(Exchange::session).containsExactly(4L, 5L);
    assertThat(journal.attempts()).extracting(Attempt::session).containsExactly(4L, 5L);
    assertThat(journal.message(1)).isEmpty();

    Discarded discarded = journal.discarded();
    assertThat(discarded.sessions()).isEqualTo(2);
    assertThat(discarded.exchanges()).isEqualTo(2);
    assertThat(discarded.attempts()).isEqualTo(2);
    assertThat(discarded.messages()).isEqualTo(2);
    assertThat(discarded.isNothing()).isFalse();
    // Two of three sessions' contents are there, and two were discarded.
    assertThat(journal.bytes()).isEqualTo(discarded.bytes() + SessionLog.SIZE);
  }

  @Test
  void whereNoneHasEndedTheOldestGoesAndIsListedNoMore() {
    JournalRecorder journal = new JournalRecorder(2, 1 << 20);
    SessionRecorder first = Fixtures.begin(journal);
    first.add(Fixtures.exchange(first, 1));
    Fixtures.begin(journal);
    Fixtures.begin(journal);
    assertThat(ids(journal)).containsExactly(2L, 3L);
    assertThat(journal.exchanges()).isEmpty();

    first.add(Fixtures.exchange(first, 1));
    first.add(Fixtures.attempt(1, "a@b.example", Fixtures.NOW));
    ReceivedMessage message = Fixtures.store(journal, first, 10);
    first.end(Fixtures.NOW, Session.End.QUIT);
    assertThat(journal.exchanges()).isEmpty();
    assertThat(journal.attempts()).isEmpty();
    assertThat(journal.messages()).containsExactly(message);
    assertThat(journal.discarded())
        .extracting(Discarded::sessions, Discarded::exchanges, Discarded::attempts)
        .containsExactly(1L, 2L, 1L);
    assertThat(first.snapshot().discardedExchanges()).isEqualTo(2);
    assertThat(ids(journal)).containsExactly(2L, 3L);

    // The next one to go is an open one, not the one that is gone already.
    Fixtures.begin(journal);
    assertThat(ids(journal)).containsExactly(3L, 4L);
  }

  @Test
  void theOldestExchangesAndMessagesGoFirstOfOpenSessionsToo() {
    JournalRecorder journal = new JournalRecorder(10, 20_000);
    SessionRecorder first = Fixtures.begin(journal);
    SessionRecorder second = Fixtures.begin(journal);
    first.add(Fixtures.exchange(first, 1_492));
    Fixtures.store(journal, second, 4_000);
    second.add(Fixtures.exchange(second, 1_492));
    first.add(Fixtures.exchange(first, 1_492));
    first.add(Fixtures.attempt(1, "a@b.example", Fixtures.NOW));
    assertThat(journal.bytes()).isEqualTo(2_000 + 2_000 + 5_150 + 2_000 + 2_000 + 500);
    assertThat(journal.discarded().isNothing()).isTrue();

    // 13,650 held: 7,000 more are 650 too many, which the oldest exchange makes up for.
    ReceivedMessage third = Fixtures.store(journal, second, 5_850);
    assertThat(journal.discarded()).isEqualTo(new Discarded(0, 1, 0, 0, 2_000));
    assertThat(first.snapshot().discardedExchanges()).isEqualTo(1);
    assertThat(second.snapshot().discardedExchanges()).isZero();
    assertThat(first.snapshot().exchanges()).extracting(Exchange::number).containsExactly(2);

    // Now the message is the oldest.
    second.add(Fixtures.exchange(second, 1_492));
    assertThat(journal.discarded()).isEqualTo(new Discarded(0, 1, 0, 1, 7_150));
    assertThat(journal.messages()).containsExactly(third);
    assertThat(journal.attempts()).hasSize(1);
    assertThat(journal.bytes()).isLessThanOrEqualTo(20_000);
  }

  @Test
  void attemptsStayUntilTheyTakeAQuarter() {
    JournalRecorder journal = new JournalRecorder(10, 20_000);
    SessionRecorder session = Fixtures.begin(journal);
    for (int i = 0; i < 10; i++) {
      session.add(Fixtures.attempt(1, i + "@b.example", Fixtures.NOW));
    }
    for (int i = 0; i < 50; i++) {
      session.add(Fixtures.exchange(session, 1_000));
    }
    assertThat(journal.attempts()).hasSize(10);
    session.add(Fixtures.attempt(1, "10@b.example", Fixtures.NOW));
    assertThat(journal.attempts()).hasSize(10);
    assertThat(journal.attempts().get(0).recipient()).contains("1@b.example");
    assertThat(session.snapshot().attempts()).isEqualTo(journal.attempts());
    assertThat(journal.discarded().attempts()).isEqualTo(1);
  }

  @Test
  void whatIsLargerThanTheLimitTakesNothingElseWithIt() throws Exception {
    JournalRecorder journal = new JournalRecorder(10, 10_000);
    SessionRecorder session = Fixtures.begin(journal);
    ReceivedMessage small = Fixtures.store(journal, session, 100);
    ReceivedMessage large = Fixtures.store(journal, session, 10_000);
    session.add(Fixtures.exchange(session, 10_000));
    assertThat(journal.messages()).containsExactly(small);
    assertThat(journal.message(large.number())).isEmpty();
    assertThat(journal.discarded().messages()).isEqualTo(1);
    assertThat(journal.discarded().exchanges()).isEqualTo(1);
    assertThat(session.snapshot().discardedExchanges()).isEqualTo(1);
    assertThat(journal.takeMessage(Duration.ZERO)).contains(small);
    assertThat(journal.takeMessage(Duration.ZERO)).isEmpty();
  }

  @Test
  void sessionsAloneKeepToTheLimitToo() {
    JournalRecorder journal = new JournalRecorder(1_000, 10_000);
    LongStream.range(0, 50).forEach(i -> ended(journal));
    assertThat(journal.bytes()).isBetween(1L, 10_000L);
    assertThat(journal.sessions()).isNotEmpty();
    assertThat(journal.sessions().get(journal.sessions().size() - 1).id()).isEqualTo(50);
  }

  @Test
  void countsTheArrayAndNotOnlyWhatIsUsedOfIt() {
    JournalRecorder journal = new JournalRecorder(10, 1 << 20);
    SessionRecorder session = Fixtures.begin(journal);
    long before = journal.bytes();
    session.store(
        new ReceivedMessage(
            1,
            1,
            Fixtures.NOW,
            "",
            List.of(),
            Map.of(),
            "",
            Optional.empty(),
            false,
            new byte[5_000],
            10,
            false,
            Optional.empty(),
            Optional.empty()));
    assertThat(journal.bytes() - before).isEqualTo(6_000);
  }

  @Test
  void clearingForgetsWhatWasDiscarded() {
    JournalRecorder journal = new JournalRecorder(1, 1 << 20);
    ended(journal);
    ended(journal);
    assertThat(journal.discarded().sessions()).isEqualTo(1);
    journal.clear();
    assertThat(journal.discarded().isNothing()).isTrue();
    assertThat(journal.bytes()).isZero();
  }
}
