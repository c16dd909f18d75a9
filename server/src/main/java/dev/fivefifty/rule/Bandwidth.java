package dev.fivefifty.rule;

/**
 * How fast content is read, in real time.
 *
 * @param bytesPerSecond 1 or more
 */
public record Bandwidth(long bytesPerSecond) {
  /**
   * Makes a bandwidth.
   *
   * @throws IllegalArgumentException if less than 1
   */
  public Bandwidth {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "a bandwidth is 1 byte a second or more, not " + bytesPerSecond);
    }
  }

  /**
   * Reads a bandwidth.
   *
   * @param text such as {@code 1KB/s}
   * @return the bandwidth
   * @throws IllegalArgumentException if it is none
   */
  public static Bandwidth parse(String text) {
    String stripped = text.strip();
    if (!stripped.endsWith("/s")) {
      throw new IllegalArgumentException("'" + text + "' is no bandwidth (expected such as 1KB/s)");
    }
    return new Bandwidth(Sizes.parse(stripped.substring(0, stripped.length() - 2)));
  }

  @Override
  public String toString() {
    return Sizes.format(bytesPerSecond) + "/s";
  }
}
