package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeScaleTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  private static Instant at(long millis) {
    return BEGIN.plusMillis(millis);
  }

  private static TimeScale scale(long... millis) {
    List<Instant> events = new ArrayList<>();
    for (long each : millis) {
      events.add(at(each));
    }
    Collections.shuffle(events, new Random(1));
    return TimeScale.of(events);
  }

  @Test
  void is_to_scale_where_something_happens_all_the_time() {
    TimeScale scale = scale(0, 100, 250, 400, 500, 650, 800, 1_000);
    assertThat(scale.gaps()).isEmpty();
    for (int millis : new int[] {0, 1, 250, 999, 1_000}) {
      assertThat(scale.at(at(millis))).isCloseTo(millis / 10.0, within(1e-9));
    }
    assertThat(scale.begin()).isEqualTo(BEGIN);
    assertThat(scale.span()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void minutes_of_silence_leave_room_for_milliseconds() {
    long silence = 240_000;
    TimeScale scale = scale(0, 10, 20, 30, 40, 50, silence + 50, silence + 75, silence + 100);
    assertThat(scale.gaps()).hasSize(1);
    TimeScale.Gap gap = scale.gaps().get(0);
    assertThat(gap.from()).isEqualTo(at(50));
    assertThat(gap.length()).isEqualTo(Duration.ofMillis(silence));
    // 100 ms are left for the rest of the line, and each of them takes the same.
    double milli = (100 - gap.width()) / 100;
    assertThat(gap.left()).isCloseTo(50 * milli, within(1e-9));
    assertThat(scale.at(at(20))).isCloseTo(20 * milli, within(1e-9));
    assertThat(scale.at(at(50 + silence / 2)))
        .isCloseTo(gap.left() + gap.width() / 2, within(1e-9));
    assertThat(scale.at(at(silence + 50))).isCloseTo(gap.left() + gap.width(), within(1e-9));
    assertThat(scale.at(at(silence + 75))).isCloseTo(100 - 25 * milli, within(1e-9));
    assertThat(scale.at(at(silence + 100))).isCloseTo(100, within(1e-9));
  }

  /** Then there is nothing beside it that it could hide. */
  @Test
  void equal_pauses_stay_as_they_are() {
    assertThat(scale(0, 60_000, 120_000, 180_000, 240_000, 300_000, 360_000).gaps()).isEmpty();
  }

  @Test
  void a_pause_of_less_than_a_second_stays_as_it_is() {
    assertThat(scale(0, 1, 2, 900, 901).gaps()).isEmpty();
  }

  @Test
  void keeps_the_order_and_the_ends_whatever_happens() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<Instant> events = new ArrayList<>();
      long at = 0;
      for (int i = 0; i < 40; i++) {
        at += random.nextInt(8) == 0 ? random.nextInt(10_000_000) : random.nextInt(20);
        events.add(at(at));
      }
      TimeScale scale = TimeScale.of(events);
      assertThat(scale.gaps()).hasSizeLessThanOrEqualTo(6);
      double last = 0;
      for (Instant event : events) {
        assertThat(scale.at(event)).isBetween(last, 100.0);
        last = scale.at(event);
      }
      assertThat(scale.at(events.get(0))).isZero();
      assertThat(last).isCloseTo(100, within(1e-6));
    }
  }

  @Test
  void nothing_and_a_single_moment_have_a_scale_too() {
    assertThat(TimeScale.of(List.of()).at(BEGIN)).isZero();
    assertThat(scale(5, 5).at(at(5))).isZero();
    TimeScale two = scale(0, 60_000);
    assertThat(two.at(at(0))).isZero();
    assertThat(two.at(at(60_000))).isCloseTo(100, within(1e-9));
    assertThat(two.at(at(70_000))).isCloseTo(100, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0:00.000, 0 ms, 0 ms",
    "-5, 0:00.000, 0 ms, 0 ms",
    "999, 0:00.999, 999 ms, 999 ms",
    "3007, 0:03.007, 3.007 s, 3 s",
    "243250, 4:03.250, 4 min 3 s, 4 min",
    "7500000, 2:05:00.000, 2 h 5 min, 2 h",
    "3600000, 1:00:00.000, 1 h, 1 h",
    "360000000, 100:00:00.000, 100 h, 100 h"
  })
  void times_are_easily_read(long millis, String clock, String length, String about) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(Elapsed.clock(duration)).isEqualTo(clock);
    assertThat(Elapsed.length(duration)).isEqualTo(length);
    assertThat(Elapsed.about(duration)).isEqualTo(about);
  }
}
