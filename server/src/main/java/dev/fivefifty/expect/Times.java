package dev.fivefifty.expect;

/**
 * How often something is expected. Immutable and thread-safe.
 *
 * @param least 0 or more
 * @param most {@code least} or more; {@link Integer#MAX_VALUE} stands for any number
 */
public record Times(int least, int most) {
  /**
   * Makes a range.
   *
   * @throws IllegalArgumentException if a bound is negative, or the least is more than the most
   */
  public Times {
    if (least < 0 || most < least) {
      throw new IllegalArgumentException(
          "expected 0 <= least <= most, not " + least + " to " + most);
    }
  }

  /**
   * Exactly once.
   *
   * @return the range
   */
  public static Times once() {
    return times(1);
  }

  /**
   * Exactly twice.
   *
   * @return the range
   */
  public static Times twice() {
    return times(2);
  }

  /**
   * Not at all.
   *
   * @return the range
   */
  public static Times never() {
    return times(0);
  }

  /**
   * Exactly as often.
   *
   * @param number 0 or more
   * @return the range
   * @throws IllegalArgumentException if negative
   */
  public static Times times(int number) {
    return new Times(number, number);
  }

  /**
   * As often or more.
   *
   * @param number 0 or more
   * @return the range
   * @throws IllegalArgumentException if negative
   */
  public static Times atLeast(int number) {
    return new Times(number, Integer.MAX_VALUE);
  }

  /**
   * As often or less.
   *
   * @param number 0 or more
   * @return the range
   * @throws IllegalArgumentException if negative
   */
  public static Times atMost(int number) {
    return new Times(0, number);
  }

  /**
   * A range.
   *
   * @param least 0 or more
   * @param most as often or more
   * @return the range
   * @throws IllegalArgumentException if a bound is negative, or the least is more than the most
   */
  public static Times between(int least, int most) {
    return new Times(least, most);
  }

  /**
   * Whether a number is within.
   *
   * @param number 0 or more
   * @return true if so
   */
  public boolean include(long number) {
    return number >= least && number <= most;
  }

  /**
   * Whether nothing at all would fulfil it, so that it could not fail before something happens.
   *
   * @return true if 0 is within
   */
  public boolean includeNone() {
    return least == 0;
  }

  /**
   * For people.
   *
   * @return such as {@code once} or {@code at least 3 times}
   */
  @Override
  public String toString() {
    if (least == most) {
      return exactly(least);
    }
    if (most == Integer.MAX_VALUE) {
      return "at least " + exactly(least);
    }
    return least == 0 ? "at most " + exactly(most) : least + " to " + most + " times";
  }

  static String exactly(long number) {
    return number == 0 ? "never" : number == 1 ? "once" : number == 2 ? "twice" : number + " times";
  }
}
