package dev.fivefifty.http;

import java.util.Iterator;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/** Numbers in short, such as {@code 1-7,9}: those of messages mostly come in a row. */
final class Numbers {
  private static final Pattern RANGE = Pattern.compile("\\d{1,18}(-\\d{1,18})?");

  private Numbers() {}

  /**
   * Writes numbers.
   *
   * @param most how long the text may be; what is too much is left out
   */
  static String format(SortedSet<Long> numbers, int most) {
    StringBuilder text = new StringBuilder();
    Iterator<Long> all = numbers.iterator();
    Long next = all.hasNext() ? all.next() : null;
    while (next != null) {
      long first = next;
      long last = first;
      next = all.hasNext() ? all.next() : null;
      while (next != null && next == last + 1) {
        last = next;
        next = all.hasNext() ? all.next() : null;
      }
      String range = first == last ? String.valueOf(first) : first + "-" + last;
      if (text.length() + 1 + range.length() > most) {
        break;
      }
      text.append(text.isEmpty() ? "" : ",").append(range);
    }
    return text.toString();
  }

  /** Reads what {@link #format} wrote. */
  static LongPredicate parse(String text) throws Refusal {
    NavigableMap<Long, Long> ranges = new TreeMap<>();
    if (!text.isEmpty()) {
      for (String range : text.split(",", -1)) {
        if (!RANGE.matcher(range).matches()) {
          throw Refusal.badRequest(
              "expected numbers such as 1-7,9, and not '" + Shown.of(range) + "'");
        }
        String[] ends = range.split("-");
        ranges.merge(Long.valueOf(ends[0]), Long.valueOf(ends[ends.length - 1]), Math::max);
      }
    }
    return number -> {
      var range = ranges.floorEntry(number);
      return range != null && range.getValue() >= number;
    };
  }
}
