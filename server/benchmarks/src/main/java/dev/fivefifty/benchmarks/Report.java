package dev.fivefifty.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, and notes below it. */
final class Report {
  private final List<String> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** A ratio that has a target: at least so much, or at most. */
  void row(String what, String peer, Series.Ratio ratio, boolean atLeast, double target) {
    boolean met = atLeast ? ratio.value() >= target : ratio.value() <= target;
    rows.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s %.1f | %s |",
            what,
            peer,
            ratio,
            atLeast ? "≥" : "≤",
            target,
            met ? "yes" : "**no**"));
  }

  /** A ratio without a target. */
  void row(String what, String peer, Series.Ratio ratio) {
    rows.add(String.format("| %s | %s | %s | | |", what, peer, ratio));
  }

  void note(String format, Object... arguments) {
    notes.add(String.format(Locale.ROOT, format, arguments));
  }

  void print() {
    if (rows.isEmpty()) {
      return;
    }
    System.out.println();
    System.out.println("| FiveFifty | against | ratio of medians (of rounds) | target | met |");
    System.out.println("|---|---|---|---|---|");
    rows.forEach(System.out::println);
    System.out.println();
    notes.forEach(note -> System.out.println("- " + note));
  }
}
