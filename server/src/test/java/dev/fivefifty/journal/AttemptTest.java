package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AttemptTest {
  private static final Instant LATER = Fixtures.NOW.plusSeconds(300);

  private static Attempt attempt(
      long session, String from, String to, Instant at, String messageId) {
    return new Attempt(
        session,
        Optional.ofNullable(from),
        Optional.ofNullable(to),
        Attempt.Result.DEFERRED,
        Optional.empty(),
        Optional.empty(),
        at,
        Optional.ofNullable(messageId),
        OptionalLong.empty(),
        true,
        Optional.empty());
  }

  private final Attempt first = attempt(1, "a@a.example", "b@b.example", Fixtures.NOW, "<1@x>");

  @Test
  void sameAddressesAndMessageIdLaterIsARetry() {
    assertThat(attempt(2, "a@a.example", "b@b.example", LATER, "<1@x>").isRetryOf(first)).isTrue();
    assertThat(attempt(1, "a@a.example", "B@B.example", LATER, "<1@x>").isRetryOf(first)).isTrue();
  }

  @Test
  void anotherMessageIdIsNoRetry() {
    assertThat(attempt(2, "a@a.example", "b@b.example", LATER, "<2@x>").isRetryOf(first)).isFalse();
  }

  @Test
  void aMessageIdCountsOnlyWhereBothWereSeen() {
    Attempt refusedAtRcpt = attempt(1, "a@a.example", "b@b.example", Fixtures.NOW, null);
    Attempt second = attempt(2, "a@a.example", "b@b.example", LATER, "<1@x>");
    assertThat(second.isRetryOf(refusedAtRcpt)).isTrue();
    assertThat(attempt(2, "a@a.example", "b@b.example", LATER, null).isRetryOf(first)).isTrue();
  }

  @Test
  void anotherSenderOrRecipientIsNoRetry() {
    assertThat(attempt(2, "c@a.example", "b@b.example", LATER, "<1@x>").isRetryOf(first)).isFalse();
    assertThat(attempt(2, "a@a.example", "c@b.example", LATER, "<1@x>").isRetryOf(first)).isFalse();
    assertThat(attempt(2, "a@a.example", null, LATER, "<1@x>").isRetryOf(first)).isFalse();
  }

  @Test
  void theNullReversePathIsNotAnUnknownSender() {
    Attempt bounce = attempt(1, "", "b@b.example", Fixtures.NOW, null);
    assertThat(attempt(2, null, "b@b.example", LATER, null).isRetryOf(bounce)).isFalse();
    assertThat(attempt(2, "", "b@b.example", LATER, null).isRetryOf(bounce)).isTrue();
  }

  @Test
  void earlierOrTheSameIsNoRetry() {
    Attempt second = attempt(2, "a@a.example", "b@b.example", LATER, "<1@x>");
    assertThat(first.isRetryOf(second)).isFalse();
    assertThat(first.isRetryOf(first)).isFalse();
  }

  @Test
  void atTheSameInstantTheLaterSessionIsLater() {
    Attempt second = attempt(2, "a@a.example", "b@b.example", Fixtures.NOW, "<1@x>");
    assertThat(second.isRetryOf(first)).isTrue();
    assertThat(first.isRetryOf(second)).isFalse();
  }

  @Test
  void readsAsOneLine() {
    assertThat(Fixtures.attempt(7, "b@b.example", Fixtures.NOW))
        .hasToString(
            "<a@a.example> to <b@b.example> DEFERRED by rule 'greylisting': 450 4.7.1 Later,"
                + " session 7");
    assertThat(attempt(1, null, null, Fixtures.NOW, null))
        .hasToString("unknown sender to unknown recipient DEFERRED, session 1");
  }
}
