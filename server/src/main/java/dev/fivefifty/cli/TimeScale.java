package dev.fivefifty.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Where instants stand on a line. True to scale, but for long stretches in which nothing happened:
 * they are drawn short, since beside minutes of silence nobody could see what took milliseconds.
 * Immutable and thread-safe.
 */
final class TimeScale {
  private static final int MOST_GAPS = 6;
  private static final double GAP_WIDTH = 8;
  private static final Duration SHORTEST_GAP = Duration.ofSeconds(1);

  /** Of what is still to be drawn; the gap that takes more is drawn short. */
  private static final int TOO_LARGE_A_PART = 5;

  private final Instant begin;
  private final Duration span;
  private final List<Stretch> gaps;
  private final double gapWidth;

  /** What a nanosecond that is drawn to scale takes. */
  private final double perNano;

  /** From one event to the next. */
  private record Stretch(Instant from, Instant to) {
    Duration length() {
      return Duration.between(from, to);
    }
  }

  /**
   * A stretch drawn short.
   *
   * @param from when it began
   * @param length how long it was
   * @param left where it stands, 0 to 100
   * @param width how much of the line it takes, 0 to 100
   */
  record Gap(Instant from, Duration length, double left, double width) {}

  private TimeScale(Instant begin, Duration span, List<Stretch> gaps) {
    this.begin = begin;
    this.span = span;
    this.gaps = gaps.stream().sorted(Comparator.comparing(Stretch::from)).toList();
    Duration linear = gaps.stream().map(Stretch::length).reduce(span, (all, gap) -> all.minus(gap));
    this.gapWidth = linear.isZero() && !gaps.isEmpty() ? 100.0 / gaps.size() : GAP_WIDTH;
    this.perNano = linear.isZero() ? 0 : (100 - gaps.size() * gapWidth) / linear.toNanos();
  }

  /**
   * Chooses a scale.
   *
   * @param events whatever happened, in any order
   * @return a scale from the first to the last
   */
  static TimeScale of(Collection<Instant> events) {
    List<Instant> sorted = events.stream().sorted().toList();
    if (sorted.isEmpty()) {
      return new TimeScale(Instant.EPOCH, Duration.ZERO, List.of());
    }
    List<Stretch> stretches = new ArrayList<>();
    for (int i = 1; i < sorted.size(); i++) {
      Stretch stretch = new Stretch(sorted.get(i - 1), sorted.get(i));
      if (stretch.length().compareTo(SHORTEST_GAP) >= 0) {
        stretches.add(stretch);
      }
    }
    stretches.sort(Comparator.comparing(Stretch::length).reversed());
    Duration span = Duration.between(sorted.get(0), sorted.get(sorted.size() - 1));
    Duration left = span;
    List<Stretch> gaps = new ArrayList<>();
    for (Stretch largest : stretches) {
      if (gaps.size() == MOST_GAPS
          || largest.length().multipliedBy(TOO_LARGE_A_PART).compareTo(left) <= 0) {
        break;
      }
      gaps.add(largest);
      left = left.minus(largest.length());
    }
    return new TimeScale(sorted.get(0), span, gaps);
  }

  Instant begin() {
    return begin;
  }

  Duration span() {
    return span;
  }

  /** In order of time. */
  List<Gap> gaps() {
    return gaps.stream()
        .map(gap -> new Gap(gap.from(), gap.length(), at(gap.from()), gapWidth))
        .toList();
  }

  /**
   * Where an instant stands.
   *
   * @param instant outside of the line it counts as its nearer end
   * @return 0 to 100
   */
  double at(Instant instant) {
    double at = 0;
    Instant drawn = begin;
    for (Stretch gap : gaps) {
      if (!instant.isAfter(gap.from())) {
        break;
      }
      at += toScale(drawn, gap.from());
      Instant within = instant.isBefore(gap.to()) ? instant : gap.to();
      at += gapWidth * Duration.between(gap.from(), within).toNanos() / gap.length().toNanos();
      drawn = within;
    }
    if (instant.isAfter(drawn)) {
      at += toScale(drawn, instant);
    }
    return Math.min(100, at);
  }

  private double toScale(Instant from, Instant to) {
    return perNano * Duration.between(from, to).toNanos();
  }
}
