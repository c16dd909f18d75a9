package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.fivefifty.journal.Attempt.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RecipientHistoryTest {
  private static final String BOB = "bob@b.example";

  private static Attempt attempt(long session, int second, String from, String to, Result result) {
    return attempt(session, second, from, to, result, null);
  }

  private static Attempt attempt(
      long session, int second, String from, String to, Result result, String id) {
    return new Attempt(
        session,
        Optional.ofNullable(from),
        Optional.ofNullable(to),
        result,
        Optional.empty(),
        Optional.empty(),
        Fixtures.NOW.plusSeconds(second),
        Optional.ofNullable(id),
        OptionalLong.empty(),
        false,
        Optional.empty());
  }

  private static RecipientHistory bob(Attempt... attempts) {
    return RecipientHistory.of(BOB, List.of(attempts), List.of());
  }

  @Test
  void of_one_recipient() {
    Attempt first = attempt(1, 0, "a@x", BOB, Result.DEFERRED);
    Attempt other = attempt(1, 1, "a@x", "ann@b.example", Result.ACCEPTED);
    Attempt second = attempt(2, 5, "A@X", "BOB@b.example", Result.ACCEPTED);
    RecipientHistory bob = bob(first, other, second);
    assertThat(bob.who()).isEqualTo(BOB);
    assertThat(bob.attempts()).containsExactly(first, second);
    assertThat(bob.attempts(Result.DEFERRED)).containsExactly(first);
    assertThat(bob.accepted()).isTrue();
    assertThat(bob.attemptsUntilAccepted()).hasValue(2);
    assertThat(bob.retries()).containsExactly(new Retry(first, second));
    assertThat(bob.gaps()).containsExactly(Duration.ofSeconds(5));
    assertThat(bob.retriedOnNewConnection()).isTrue();
    assertThat(bob.retriedOnSameConnection()).isFalse();
  }

  @Test
  void of_nobody() {
    RecipientHistory bob = bob();
    assertThat(bob.accepted()).isFalse();
    assertThat(bob.attemptsUntilAccepted()).isEmpty();
    assertThat(bob.retries()).isEmpty();
    assertThat(bob.retriedOnNewConnection()).isFalse();
    assertThat(bob.retriedOnSameConnection()).isFalse();
    assertThat(bob.copies()).isEmpty();
  }

  @Test
  void a_retry_repeats_the_latest_of_its_message() {
    Attempt one = attempt(1, 0, "a@x", BOB, Result.LOST, "<1@x>");
    Attempt two = attempt(1, 1, "a@x", BOB, Result.LOST, "<2@x>");
    Attempt again = attempt(1, 9, "a@x", BOB, Result.ACCEPTED, "<1@x>");
    RecipientHistory bob = bob(one, two, again);
    assertThat(bob.retries()).containsExactly(new Retry(one, again));
    assertThat(bob.retriedOnSameConnection()).isTrue();
  }

  @Test
  void who_was_turned_away_before_naming_the_recipient_has_tried() {
    Attempt turnedAway = attempt(1, 0, "a@x", null, Result.DEFERRED);
    Attempt then = attempt(2, 9, "a@x", BOB, Result.ACCEPTED);
    assertThat(bob(turnedAway, then).retries()).containsExactly(new Retry(turnedAway, then));
    Attempt unknown = attempt(1, 0, null, null, Result.LOST);
    assertThat(bob(unknown, then).retries()).containsExactly(new Retry(unknown, then));
    Attempt someoneElse = attempt(1, 0, "other@x", null, Result.DEFERRED);
    assertThat(bob(someoneElse, then).retries()).isEmpty();
    Attempt hello = attempt(1, 0, null, null, Result.ABANDONED);
    assertThat(bob(hello, then).retries()).isEmpty();
    assertThat(bob(hello, turnedAway).unnamedTries()).containsExactly(turnedAway);
    Attempt leftAfterMail = attempt(1, 0, "a@x", null, Result.ABANDONED);
    assertThat(bob(leftAfterMail, then).retries()).hasSize(1);
  }

  @Test
  void its_end_may_be_noticed_after_the_retry() {
    Attempt then = attempt(2, 5, "a@x", BOB, Result.ACCEPTED);
    Attempt noticedLate = attempt(1, 6, "a@x", null, Result.DEFERRED);
    RecipientHistory bob = bob(then, noticedLate);
    assertThat(bob.retries()).containsExactly(new Retry(noticedLate, then));
    assertThat(bob.gaps()).containsExactly(Duration.ZERO);
  }

  @Test
  void the_later_of_a_named_and_an_unnamed_try_is_repeated() {
    Attempt named = attempt(1, 0, "a@x", BOB, Result.DEFERRED);
    Attempt unnamed = attempt(2, 5, "a@x", null, Result.DEFERRED);
    Attempt then = attempt(3, 9, "a@x", BOB, Result.ACCEPTED);
    assertThat(bob(named, unnamed, then).gaps()).containsExactly(Duration.ofSeconds(4));
    Attempt before = attempt(1, 0, "a@x", null, Result.DEFERRED);
    Attempt between = attempt(2, 5, "a@x", BOB, Result.DEFERRED);
    assertThat(bob(before, between, then).gaps())
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(4));
  }

  @Test
  void a_later_try_without_a_name_may_be_a_retry() {
    Attempt named = attempt(1, 0, "a@x", BOB, Result.DEFERRED);
    Attempt same = attempt(2, 5, "A@x", null, Result.DEFERRED);
    Attempt unknown = attempt(3, 6, null, null, Result.LOST);
    Attempt other = attempt(4, 7, "other@x", null, Result.DEFERRED);
    Attempt hello = attempt(5, 8, null, null, Result.ABANDONED);
    RecipientHistory bob = bob(named, same, unknown, other, hello);
    assertThat(bob.possibleRetries()).containsExactly(same, unknown);
    assertThat(bob.retries()).isEmpty();
    Attempt before = attempt(6, 9, "a@x", BOB, Result.DEFERRED);
    assertThat(bob(same, before).possibleRetries()).isEmpty();
  }

  @Test
  void of_everybody_and_of_unknown_recipients() {
    Attempt unnamed = attempt(1, 0, "a@x", null, Result.DEFERRED);
    Attempt again = attempt(2, 3, "a@x", null, Result.DEFERRED);
    Attempt named = attempt(3, 9, "a@x", BOB, Result.ACCEPTED);
    List<Attempt> all = List.of(unnamed, again, named);
    assertThat(RecipientHistory.ofUnknown(all).attempts()).containsExactly(unnamed, again);
    assertThat(RecipientHistory.ofUnknown(all).gaps()).containsExactly(Duration.ofSeconds(3));
    RecipientHistory any = RecipientHistory.ofAll(all, List.of());
    assertThat(any.attempts()).isEqualTo(all);
    assertThat(any.gaps()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(6));
  }

  @Test
  void a_journal_gives_it_with_the_copies() {
    JournalRecorder journal = new JournalRecorder(10, 1 << 20);
    SessionRecorder session = Fixtures.begin(journal);
    byte[] content = "Message-ID: <1@x>\r\n\r\nHi".getBytes(StandardCharsets.UTF_8);
    session.store(Fixtures.message(journal, session, content));
    session.store(Fixtures.message(journal, session, content));
    Fixtures.store(journal, session, 10);
    session.add(Fixtures.attempt(session.id(), "b@b.example", Fixtures.NOW));
    RecipientHistory b = journal.recipient("B@b.example");
    assertThat(b.attempts()).hasSize(1);
    assertThat(b.messages()).hasSize(3);
    assertThat(b.copies()).containsExactly(entry("<1@x>", 2L), entry("", 1L));
    assertThat(journal.recipient("nobody@b.example").messages()).isEmpty();
  }
}
