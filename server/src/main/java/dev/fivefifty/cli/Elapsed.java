package dev.fivefifty.cli;

import java.time.Duration;
import java.util.Locale;

/** Times as a column of them is easily read. */
final class Elapsed {
  private Elapsed() {}

  /** Since the beginning, such as {@code 4:03.250}, all of one form; negative counts as 0. */
  static String clock(Duration since) {
    long millis = Math.max(0, since.toMillis());
    long hours = millis / 3_600_000;
    String rest =
        String.format(
            Locale.ROOT,
            hours > 0 ? "%02d:%02d.%03d" : "%d:%02d.%03d",
            millis / 60_000 % 60,
            millis / 1_000 % 60,
            millis % 1_000);
    return hours > 0 ? hours + ":" + rest : rest;
  }

  /** How long, such as {@code 15 ms}, {@code 3.007 s}, {@code 4 min 3 s}, {@code 2 h 5 min}. */
  static String length(Duration length) {
    long millis = Math.max(0, length.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%d.%03d s", millis / 1_000, millis % 1_000);
    }
    long seconds = millis / 1_000;
    return seconds < 3_600
        ? seconds / 60 + " min" + also(seconds % 60, "s")
        : seconds / 3_600 + " h" + also(seconds / 60 % 60, "min");
  }

  private static String also(long number, String unit) {
    return number == 0 ? "" : " " + number + " " + unit;
  }

  /** The same by its largest unit alone, where there is little room. */
  static String about(Duration length) {
    String[] words = length(length).split(" ");
    return words[0].replaceAll("\\..*", "") + " " + words[1];
  }
}
