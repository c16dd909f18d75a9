package dev.fivefifty.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void includes_its_bounds() {
    assertThat(Times.between(2, 3)).matches(times -> times.include(2) && times.include(3));
    assertThat(Times.between(2, 3)).matches(times -> !times.include(1) && !times.include(4));
    assertThat(Times.atLeast(2)).matches(times -> times.include(Long.MAX_VALUE >> 32));
    assertThat(Times.atMost(2)).matches(times -> times.include(0) && !times.include(3));
    assertThat(Times.never()).matches(times -> times.include(0) && !times.include(1));
  }

  @Test
  void knows_whether_nothing_would_do() {
    assertThat(Times.never().includeNone()).isTrue();
    assertThat(Times.atMost(3).includeNone()).isTrue();
    assertThat(Times.once().includeNone()).isFalse();
  }

  @Test
  void reads_as_people_say_it() {
    assertThat(Times.once()).hasToString("once");
    assertThat(Times.twice()).hasToString("twice");
    assertThat(Times.times(3)).hasToString("3 times");
    assertThat(Times.never()).hasToString("never");
    assertThat(Times.atLeast(1)).hasToString("at least once");
    assertThat(Times.atMost(3)).hasToString("at most 3 times");
    assertThat(Times.between(1, 3)).hasToString("1 to 3 times");
  }

  @Test
  void is_refused_upside_down() {
    assertThatThrownBy(() -> Times.between(2, 1)).hasMessageContaining("not 2 to 1");
    assertThatThrownBy(() -> Times.times(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
