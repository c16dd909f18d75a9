package dev.fivefifty.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a server that has reached its limits still grows. */
final class Memory {
  private static final int STEP = 10_000;
  private static final double MIB = 1 << 20;

  /** Growth over all of the second half that still counts as flat: what a collector may vary by. */
  private static final double FLAT = 0.05;

  private Memory() {}

  static void run(Launch launch, int messages) {
    Load load = new Load(4, 10 << 10, STEP);
    List<Double> resident = new ArrayList<>();
    List<Double> heap = new ArrayList<>();
    System.out.println();
    System.out.println("| messages sent | resident, MiB | heap after a collection, MiB | held |");
    System.out.println("|---:|---:|---:|---:|");
    try (HostProcess host = launch.host("fivefifty")) {
      for (int sent = STEP; sent <= messages; sent += STEP) {
        load.send(host.port());
        resident.add(host.residentBytes() / MIB);
        heap.add(host.ask("heap") / MIB);
        System.out.printf(
            Locale.ROOT,
            "| %,d | %.0f | %.0f | %,d |%n",
            sent,
            last(resident),
            last(heap),
            host.ask("held"));
      }
    }
    System.out.println();
    System.out.println("- " + load.of(messages) + ", in steps of " + STEP);
    verdict("resident memory", resident);
    verdict("heap", heap);
  }

  private static double last(List<Double> values) {
    return values.get(values.size() - 1);
  }

  private static void verdict(String what, List<Double> values) {
    List<Double> half = values.subList(values.size() / 2, values.size());
    double mean = half.stream().mapToDouble(each -> each).average().orElseThrow();
    double growth = slope(half) * (half.size() - 1) / mean;
    System.out.printf(
        Locale.ROOT,
        "- %s over the second half: %+.1f %% (%s; flat is up to %.0f %%)%n",
        what,
        growth * 100,
        growth <= FLAT ? "flat" : "**grows**",
        FLAT * 100);
  }

  /** Least squares, per step. */
  private static double slope(List<Double> values) {
    double middle = (values.size() - 1) / 2.0;
    double products = 0;
    double squares = 0;
    for (int i = 0; i < values.size(); i++) {
      products += (i - middle) * values.get(i);
      squares += (i - middle) * (i - middle);
    }
    return products / squares;
  }
}
