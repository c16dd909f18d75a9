package dev.fivefifty.rule;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as rule files write them: {@code 100ms}, {@code 5s}, {@code 5m}, {@code 1h30m}, {@code
 * 4d}.
 */
public final class Durations {
  private static final Pattern PART = Pattern.compile("(\\d+)(\\.\\d+)?(ms|s|m|h|d)\\s*");
  private static final Duration MOST = Duration.ofDays(36_500);

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @param text numbers with units ms, s, m, h or d, the largest first by custom
   * @return 0 or more
   * @throws IllegalArgumentException if it is no duration, or a number lacks its unit
   */
  public static Duration parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (!isForm(lower)) {
      String hint =
          lower.matches("\\d+") ? "; did you mean " + lower + "s or " + lower + "ms?" : "";
      throw new IllegalArgumentException(
          "'" + text + "' is no duration (expected such as 100ms, 5s, 5m or 1h30m" + hint + ")");
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(lower);
    try {
      while (part.find()) {
        long unit =
            switch (part.group(3)) {
              case "ms" -> 1L;
              case "s" -> 1_000L;
              case "m" -> 60_000L;
              case "h" -> 3_600_000L;
              default -> 86_400_000L;
            };
        sum = sum.plusMillis(Math.multiplyExact(Long.parseLong(part.group(1)), unit));
        if (part.group(2) != null) {
          sum = sum.plusNanos(Math.round(Double.parseDouble("0" + part.group(2)) * unit * 1e6));
        }
      }
      if (sum.compareTo(MOST) > 0) {
        throw new ArithmeticException();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is too long a duration (100 years at most)", e);
    }
    return sum;
  }

  /** Whether there are only parts; a loop, because a repeated group recurses for each. */
  private static boolean isForm(String text) {
    Matcher part = PART.matcher(text);
    int end = 0;
    while (end < text.length() && part.region(end, text.length()).lookingAt()) {
      end = part.end();
    }
    return end > 0 && end == text.length();
  }

  /** Refuses what {@link #parse(String)} would not read back. */
  static void notTooLong(String what, Duration duration) {
    if (duration.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(what + " is 100 years at most, not " + duration);
    }
  }

  /**
   * Writes a duration so that {@link #parse(String)} reads it back.
   *
   * @param duration 0 or more
   * @return such as {@code 1h30m}
   */
  public static String format(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    int nanos = duration.getNano();
    if (nanos % 1_000_000 == 0) {
      append(text, nanos / 1_000_000, "ms");
    } else {
      text.append(nanos / 1_000_000)
          .append(String.format(Locale.ROOT, ".%06d", nanos % 1_000_000).replaceAll("0+$", ""))
          .append("ms");
    }
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }
}
