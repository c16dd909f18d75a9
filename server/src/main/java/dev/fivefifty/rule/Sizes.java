package dev.fivefifty.rule;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes in bytes as rule files write them: {@code 512}, {@code 10KB}, {@code 25MB}, {@code 1GB}. A
 * KB is 1,024 bytes.
 */
public final class Sizes {
  private static final Pattern FORM =
      Pattern.compile("(\\d+)\\s*(?:([KMG])i?)?B?", Pattern.CASE_INSENSITIVE);

  private Sizes() {}

  /**
   * Reads a size.
   *
   * @param text such as {@code 25MB}
   * @return bytes, 0 or more
   * @throws IllegalArgumentException if it is no size, or more than a long holds
   */
  public static long parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size (expected such as 512, 10KB or 25MB)");
    }
    long unit =
        switch (matcher.group(2) == null ? "" : matcher.group(2).toUpperCase(Locale.ROOT)) {
          case "K" -> 1L << 10;
          case "M" -> 1L << 20;
          case "G" -> 1L << 30;
          default -> 1L;
        };
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is too large a size", e);
    }
  }

  /**
   * Writes a size with the largest unit that divides it.
   *
   * @param bytes 0 or more
   * @return such as {@code 25MB}
   */
  public static String format(long bytes) {
    if (bytes > 0) {
      if (bytes % (1L << 30) == 0) {
        return (bytes >> 30) + "GB";
      }
      if (bytes % (1L << 20) == 0) {
        return (bytes >> 20) + "MB";
      }
      if (bytes % (1L << 10) == 0) {
        return (bytes >> 10) + "KB";
      }
    }
    return Long.toString(bytes);
  }
}
