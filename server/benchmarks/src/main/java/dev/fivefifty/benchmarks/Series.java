package dev.fivefifty.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** One figure of one server, a value a round. */
final class Series {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    return median(values);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The ratio of the medians, and the least and the greatest ratio within one round. */
  Ratio over(Series other) {
    double[] each =
        IntStream.range(0, Math.min(values.size(), other.values.size()))
            .mapToDouble(i -> values.get(i) / other.values.get(i))
            .sorted()
            .toArray();
    return new Ratio(median() / other.median(), each[0], each[each.length - 1]);
  }

  /**
   * How one server compares with another.
   *
   * @param value of the medians
   * @param least of all rounds
   * @param greatest of all rounds
   */
  record Ratio(double value, double least, double greatest) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", value, least, greatest);
    }
  }
}
