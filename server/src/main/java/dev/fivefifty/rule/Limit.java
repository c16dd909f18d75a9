package dev.fivefifty.rule;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often a rule applies. What is null was left out and does not limit.
 *
 * @param per what keeps the counts apart; empty means one count for all
 * @param lasting how long it applies from the first match of a key on
 * @param after how many matches it lets pass first, 0 or more
 * @param window how far back matches and applications count
 * @param times how often it applies at most, 1 or more
 * @param chance with what probability it applies, 0 to 1
 */
public record Limit(
    Set<Per> per,
    @Nullable Duration lasting,
    @Nullable Integer after,
    @Nullable Duration window,
    @Nullable Integer times,
    @Nullable Double chance) {

  /** No limit. */
  public static final Limit NONE = new Limit(Set.of(), null, null, null, null, null);

  /**
   * Makes a limit.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Limit {
    per = Collections.unmodifiableSet(new LinkedHashSet<>(per));
    positive("lasting", lasting);
    positive("window", window);
    if (after != null && after < 0) {
      throw new IllegalArgumentException("after is 0 or more, not " + after);
    }
    if (times != null && times < 1) {
      throw new IllegalArgumentException("times is 1 or more, not " + times);
    }
    if (chance != null && !(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException("chance is 0% to 100%, not " + chance * 100 + "%");
    }
  }

  private static void positive(String key, @Nullable Duration duration) {
    if (duration != null && (duration.isNegative() || duration.isZero())) {
      throw new IllegalArgumentException(key + " is more than 0, not " + duration);
    }
    if (duration != null) {
      Durations.notTooLong(key, duration);
    }
  }

  boolean isNone() {
    return lasting == null && after == null && times == null && chance == null;
  }

  Limit withPer(Set<Per> per) {
    return new Limit(per, lasting, after, window, times, chance);
  }

  Limit withLasting(Duration lasting) {
    return new Limit(per, lasting, after, window, times, chance);
  }

  Limit withAfter(int after) {
    return new Limit(per, lasting, after, window, times, chance);
  }

  Limit withWindow(Duration window) {
    return new Limit(per, lasting, after, window, times, chance);
  }

  Limit withTimes(int times) {
    return new Limit(per, lasting, after, window, times, chance);
  }

  Limit withChance(double chance) {
    return new Limit(per, lasting, after, window, times, chance);
  }
}
