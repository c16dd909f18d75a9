package dev.fivefifty.file;

import dev.fivefifty.rule.Nearest;
import java.util.Collection;

/** Pieces of messages. */
final class Words {
  private Words() {}

  /** A text from a file for a message: one line, not too long, nothing invisible. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    int[] points = text.codePoints().limit(61).toArray();
    for (int i = 0; i < Math.min(points.length, 60); i++) {
      int point = points[i];
      if (point == '\n') {
        shown.append("\\n");
      } else if (point == '\t') {
        shown.append("\\t");
      } else if (point != ' '
          && (Character.isISOControl(point)
              || Character.isWhitespace(point)
              || Character.isSpaceChar(point)
              || Character.getType(point) == Character.FORMAT
              || Character.getType(point) == Character.SURROGATE)) {
        shown.append(String.format("\\u%04x", point));
      } else {
        shown.appendCodePoint(point);
      }
    }
    return points.length > 60 ? shown + "…" : shown.toString();
  }

  /** What is wrong with a word that is none of those expected. */
  static String unknown(String what, String word, Collection<String> expected) {
    return "unknown "
        + what
        + " '"
        + shown(word)
        + "' (expected one of "
        + String.join(", ", expected)
        + Nearest.hint(word, expected)
        + ")";
  }
}
