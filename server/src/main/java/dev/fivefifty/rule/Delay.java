package dev.fivefifty.rule;

import java.time.Duration;

/** How long to wait, by the server's movable clock, before anything is said. */
public sealed interface Delay {

  /**
   * How long it is this time.
   *
   * @param draw a number from 0 to less than 1, all equally likely
   * @return the duration, 0 or more
   */
  Duration sample(double draw);

  /**
   * Always the same.
   *
   * @param duration 0 or more
   */
  record Fixed(Duration duration) implements Delay {
    /**
     * Makes a delay.
     *
     * @throws IllegalArgumentException if negative
     */
    public Fixed {
      inRange(duration);
    }

    @Override
    public Duration sample(double draw) {
      return duration;
    }

    @Override
    public String toString() {
      return Durations.format(duration);
    }
  }

  /**
   * Uniformly distributed.
   *
   * @param min the least, 0 or more
   * @param max the most, not less than min
   */
  record Between(Duration min, Duration max) implements Delay {
    /**
     * Makes a delay.
     *
     * @throws IllegalArgumentException if negative, or max is less than min
     */
    public Between {
      inRange(min);
      if (max.compareTo(min) < 0) {
        throw new IllegalArgumentException(
            "max " + Durations.format(max) + " is less than min " + Durations.format(min));
      }
      inRange(max);
    }

    @Override
    public Duration sample(double draw) {
      return min.plusNanos((long) (max.minus(min).toNanos() * draw));
    }

    @Override
    public String toString() {
      return Durations.format(min) + " to " + Durations.format(max);
    }
  }

  /**
   * Log-normally distributed, as the answer times of real servers are; 100 times the median at
   * most.
   *
   * @param median half of the delays are shorter
   * @param sigma the standard deviation of the logarithm, 0 to 5
   */
  record LogNormal(Duration median, double sigma) implements Delay {
    /**
     * Makes a delay.
     *
     * @throws IllegalArgumentException if the median is negative or sigma not 0 to 5
     */
    public LogNormal {
      inRange(median);
      if (!(sigma >= 0 && sigma <= 5)) {
        throw new IllegalArgumentException("sigma " + sigma + " is outside 0 to 5");
      }
    }

    @Override
    public Duration sample(double draw) {
      double factor = Math.exp(sigma * inverseNormal(Math.min(Math.max(draw, 1e-9), 1 - 1e-9)));
      return Duration.ofNanos((long) (median.toNanos() * Math.min(factor, 100)));
    }

    /**
     * The standard normal quantile, by bisection of the distribution function (Abramowitz and
     * Stegun 26.2.17, error below 7.5e-8): a delay needs no more.
     */
    private static double inverseNormal(double p) {
      double low = -6;
      double high = 6;
      for (int i = 0; i < 50; i++) {
        double middle = (low + high) / 2;
        if (normal(middle) < p) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return (low + high) / 2;
    }

    private static double normal(double x) {
      double t = 1 / (1 + 0.2316419 * Math.abs(x));
      double tail =
          Math.exp(-x * x / 2)
              / Math.sqrt(2 * Math.PI)
              * t
              * (0.319381530
                  + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
      return x >= 0 ? 1 - tail : tail;
    }

    @Override
    public String toString() {
      return "about " + Durations.format(median) + " (sigma " + sigma + ")";
    }
  }

  private static void inRange(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a duration is 0 or more, not " + duration);
    }
    Durations.notTooLong("a duration", duration);
  }
}
