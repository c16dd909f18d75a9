package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.expect.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  private final Questions questions = new Questions();

  private void ask(String sentence, String explanation) {
    questions.add(new Asked(Instant.EPOCH, List.of(sentence), Duration.ZERO, explanation));
  }

  @Test
  void what_is_too_much_goes_and_is_counted_and_what_failed_stays() {
    ask("failed", "Expected: failed");
    for (int i = 0; i < Questions.MOST + 9; i++) {
      ask("met " + i, "");
    }
    Questions.Taken taken = questions.taken();
    assertThat(taken.asked()).hasSize(Questions.MOST);
    assertThat(taken.asked().get(0).expected()).containsExactly("failed");
    assertThat(taken.asked().get(1).expected()).containsExactly("met 10");
    assertThat(taken.met()).isEqualTo(Questions.MOST + 9);
    assertThat(taken.unmet()).isEqualTo(1);
    assertThat(taken.leftOut()).isEqualTo("10 earlier questions left out: 10 as expected, 0 not");
  }

  @Test
  void failures_alone_are_bounded_too() {
    for (int i = 0; i <= Questions.MOST; i++) {
      ask("failed " + i, "Expected: failed");
    }
    assertThat(questions.taken().asked()).hasSize(Questions.MOST);
    assertThat(questions.taken().asked().get(0).expected()).containsExactly("failed 1");
    assertThat(questions.taken().leftOut())
        .isEqualTo("1 earlier question left out: 0 as expected, 1 not");
  }

  @Test
  void each_is_kept_in_part_if_it_is_long() {
    String sentence = "x".repeat(100_000);
    Instant now = Instant.EPOCH;
    questions.add(
        new Asked(now, Collections.nCopies(1_000, sentence), Duration.ZERO, "y".repeat(100_000)));
    Asked kept = questions.taken().asked().get(0);
    assertThat(kept.expected()).hasSize(21).last().isEqualTo("and 980 more");
    assertThat(String.join("", kept.expected())).hasSizeLessThan(10_000);
    assertThat(kept.explanation()).hasSizeLessThan(10_000).endsWith("... (100000 characters)");
    assertThat(kept.met()).isFalse();
    assertThat(questions.taken().leftOut()).isEmpty();
  }
}
