package dev.fivefifty.rule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a number must be: {@code 10}, {@code >10}, {@code >=10}, {@code <10} or {@code <=10}; a size
 * may carry a unit ({@code >1MB}).
 *
 * @param comparison how to compare
 * @param value with what; 0 or more
 */
public record NumberPattern(Comparison comparison, long value) {
  private static final Pattern FORM = Pattern.compile("(>=|<=|>|<|=)?\\s*(\\S.*)");

  /** How a number is compared. */
  public enum Comparison {
    /** The same. */
    EQUAL("", "exactly "),
    /** More than. */
    MORE(">", "more than "),
    /** At least. */
    AT_LEAST(">=", "at least "),
    /** Less than. */
    LESS("<", "less than "),
    /** At most. */
    AT_MOST("<=", "at most ");

    private final String sign;
    private final String words;

    Comparison(String sign, String words) {
      this.sign = sign;
      this.words = words;
    }
  }

  /**
   * Makes a pattern.
   *
   * @throws IllegalArgumentException if the value is negative
   */
  public NumberPattern {
    if (value < 0) {
      throw new IllegalArgumentException("a number to compare with is 0 or more, not " + value);
    }
  }

  /**
   * Reads a pattern without units.
   *
   * @param text such as {@code >10}
   * @return the pattern
   * @throws IllegalArgumentException if it is none
   */
  public static NumberPattern parse(String text) {
    return parse(text, false);
  }

  /**
   * Reads a pattern whose number may carry a unit of size, see {@link Sizes}.
   *
   * @param text such as {@code >1MB}
   * @return the pattern
   * @throws IllegalArgumentException if it is none
   */
  public static NumberPattern parseSize(String text) {
    return parse(text, true);
  }

  private static NumberPattern parse(String text, boolean size) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no number (expected such as \">10\")");
    }
    String sign = matcher.group(1) == null || matcher.group(1).equals("=") ? "" : matcher.group(1);
    long value;
    if (size) {
      value = Sizes.parse(matcher.group(2));
    } else {
      try {
        value = Long.parseLong(matcher.group(2));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "'" + text + "' is no number (expected such as 10 or \">10\")", e);
      }
    }
    for (Comparison comparison : Comparison.values()) {
      if (comparison.sign.equals(sign)) {
        return new NumberPattern(comparison, value);
      }
    }
    throw new IllegalArgumentException("'" + text + "' is no number (expected such as \">10\")");
  }

  /**
   * Whether the number fits.
   *
   * @param number the number
   * @return true if so
   */
  public boolean matches(long number) {
    return switch (comparison) {
      case EQUAL -> number == value;
      case MORE -> number > value;
      case AT_LEAST -> number >= value;
      case LESS -> number < value;
      case AT_MOST -> number <= value;
    };
  }

  /**
   * The pattern as {@link #parse(String)} reads it.
   *
   * @return such as {@code >10}
   */
  public String text() {
    return comparison.sign + value;
  }

  @Override
  public String toString() {
    return comparison.words + value;
  }
}
