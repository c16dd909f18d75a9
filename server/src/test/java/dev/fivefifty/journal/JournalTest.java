package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JournalTest {
  final JournalRecorder journal = new JournalRecorder(100, 10 << 20);

  @Test
  void listsWhatHappenedInOrder() {
    SessionRecorder first = Fixtures.begin(journal);
    SessionRecorder second = Fixtures.begin(journal);
    Exchange a = Fixtures.exchange(first, 1);
    Exchange b = Fixtures.exchange(second, 2);
    Exchange c = Fixtures.exchange(first, 3);
    first.add(a);
    second.add(b);
    first.add(c);
    assertThat(first.id()).isEqualTo(1);
    assertThat(journal.sessions()).extracting(Session::id).containsExactly(1L, 2L);
    assertThat(journal.exchanges()).containsExactly(a, b, c);
    assertThat(journal.session(1).orElseThrow().exchanges()).containsExactly(a, c);
    assertThat(journal.session(3)).isEmpty();
    assertThat(a.number()).isEqualTo(1);
    assertThat(c.number()).isEqualTo(2);
  }

  @Test
  void findsMessagesByNumber() {
    SessionRecorder session = Fixtures.begin(journal);
    ReceivedMessage message = Fixtures.store(journal, session, 10);
    assertThat(message.number()).isEqualTo(1);
    assertThat(journal.message(1)).contains(message);
    assertThat(journal.message(2)).isEmpty();
    assertThat(journal.messages()).containsExactly(message);
  }

  @Test
  void findsAttemptsByRecipient() {
    SessionRecorder session = Fixtures.begin(journal);
    Attempt attempt = Fixtures.attempt(1, "Bob@B.example", Fixtures.NOW);
    session.add(attempt);
    session.add(Fixtures.attempt(1, "carol@b.example", Fixtures.NOW));
    assertThat(journal.attemptsFor("bob@b.EXAMPLE")).containsExactly(attempt);
    assertThat(journal.attempts()).hasSize(2);
    assertThat(session.snapshot().attempts()).hasSize(2);
  }

  @Test
  void aSnapshotDoesNotChange() {
    SessionRecorder session = Fixtures.begin(journal);
    Session before = journal.session(1).orElseThrow();
    session.add(Fixtures.exchange(session, 1));
    session.end(Fixtures.NOW, Session.End.QUIT);
    assertThat(before.exchanges()).isEmpty();
    assertThat(before.isOpen()).isTrue();
  }

  @Test
  void correctsWhatWasRecordedTooEarly() {
    SessionRecorder session = Fixtures.begin(journal);
    Exchange recorded = Fixtures.exchange(session, 1);
    Exchange corrected = recorded.notWritten();
    session.add(recorded);
    session.replace(recorded, corrected);
    assertThat(journal.exchanges()).containsExactly(corrected);
    assertThat(journal.exchanges().get(0).written()).isFalse();
    assertThat(session.snapshot().exchanges()).containsExactly(corrected);

    Attempt attempt = Fixtures.attempt(1, "a@b.example", Fixtures.NOW);
    Attempt better = attempt.notWritten();
    session.add(attempt);
    session.replace(attempt, better);
    assertThat(journal.attempts()).containsExactly(better);
    assertThat(better.replyWritten()).isFalse();
    assertThat(better.result()).isEqualTo(Attempt.Result.LOST);

    journal.clear();
    session.replace(corrected, recorded);
    assertThat(journal.exchanges()).isEmpty();
  }

  @Test
  void clearAnswersWhatItRemoved() {
    SessionRecorder closed = Fixtures.begin(journal);
    closed.add(Fixtures.exchange(closed, 1));
    closed.end(Fixtures.NOW, Session.End.QUIT);
    SessionRecorder open = Fixtures.begin(journal);
    open.helo("client.example");
    open.add(Fixtures.exchange(open, 1));
    open.add(Fixtures.attempt(2, "a@b.example", Fixtures.NOW));
    ReceivedMessage message = Fixtures.store(journal, open, 10);

    Removed removed = journal.clear();
    assertThat(removed.sessions()).extracting(Session::id).containsExactly(1L, 2L);
    assertThat(removed.sessions()).allSatisfy(each -> assertThat(each.exchanges()).hasSize(1));
    assertThat(removed.messages()).containsExactly(message);
    assertThat(journal.messages()).isEmpty();
    assertThat(journal.message(message.number())).isEmpty();
    assertThat(journal.exchanges()).isEmpty();
    assertThat(journal.attempts()).isEmpty();
    assertThat(journal.bytes()).isEqualTo(SessionLog.SIZE);

    // The open session goes on, and what was removed changes no more.
    assertThat(journal.sessions()).extracting(Session::id).containsExactly(2L);
    assertThat(open.snapshot().helo()).contains("client.example");
    Exchange next = Fixtures.exchange(open, 1);
    assertThat(next.number()).isEqualTo(2);
    open.add(next);
    open.end(Fixtures.NOW, Session.End.QUIT);
    assertThat(journal.session(2).orElseThrow().exchanges()).containsExactly(next);
    assertThat(journal.session(2).orElseThrow().end()).contains(Session.End.QUIT);
    assertThat(removed.sessions().get(1).isOpen()).isTrue();
  }

  @Test
  void aSessionThatEndedBeforeAClearIsNotListedAgain() {
    SessionRecorder session = Fixtures.begin(journal);
    session.end(Fixtures.NOW, Session.End.QUIT);
    journal.clear();
    session.add(Fixtures.exchange(session, 1));
    session.add(Fixtures.attempt(1, "a@b.example", Fixtures.NOW));
    session.helo("late");
    assertThat(journal.sessions()).isEmpty();
    assertThat(journal.exchanges()).isEmpty();
    assertThat(journal.attempts()).isEmpty();
    assertThat(journal.bytes()).isZero();
  }

  @Test
  void tellsListeners() {
    List<Object> heard = new ArrayList<>();
    journal.onSessionBegin(session -> heard.add("begin " + session.id()));
    journal.onExchange(heard::add);
    journal.onSessionEnd(session -> heard.add("end " + session.end().orElseThrow()));
    SessionRecorder session = Fixtures.begin(journal);
    Exchange exchange = Fixtures.exchange(session, 1);
    session.add(exchange);
    session.end(Fixtures.NOW, Session.End.QUIT);
    session.end(Fixtures.NOW, Session.End.FAILED);
    assertThat(heard).containsExactly("begin 1", exchange, "end QUIT");
  }

  @Test
  void aListenerIsCalledAfterRecordingAndMayFail() {
    AtomicInteger seen = new AtomicInteger();
    journal.onExchange(
        exchange -> {
          throw new IllegalStateException("on purpose");
        });
    journal.onExchange(exchange -> seen.addAndGet(journal.exchanges().size()));
    SessionRecorder session = Fixtures.begin(journal);
    session.add(Fixtures.exchange(session, 1));
    session.add(Fixtures.exchange(session, 1));
    assertThat(seen).hasValue(1 + 2);
  }

  @Test
  void refusesLimitsBelowOne() {
    assertThatThrownBy(() -> new JournalRecorder(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new JournalRecorder(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
    assertThat(JournalRecorder.defaultByteLimit()).isBetween(1L, 256L << 20);
  }
}
