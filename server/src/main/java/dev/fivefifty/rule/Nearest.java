package dev.fivefifty.rule;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody may have meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate nearest to a word, ignoring case.
   *
   * @param word what was found
   * @param candidates what could have been meant
   * @return the nearest, or empty if none is near: more than a third of its letters differ
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.length() > 64) {
      return Optional.empty();
    }
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      String other = candidate.toLowerCase(Locale.ROOT);
      int distance = distance(lower, other);
      boolean near = distance <= Math.max(1, Math.max(lower.length(), other.length()) / 3);
      if (near && distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * {@link #to} as the end of a message.
   *
   * @param word what was found
   * @param candidates what could have been meant
   * @return such as {@code "; did you mean reply?"}, empty if nothing is near
   */
  public static String hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(nearest -> "; did you mean " + nearest + "?").orElse("");
  }

  /**
   * Edits to get from one to the other, a swap of neighbours counting as one (optimal string
   * alignment).
   */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
