package dev.fivefifty.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long it takes until a server listens. */
final class Starts {
  private static final int CYCLES = 500;
  private static final int WARM_UP = 10_000;

  private Starts() {}

  /** Start and stop of an embedded server, over and over in one JVM. */
  static void inWarmJvm(Launch launch, Report report, int rounds) {
    Map<String, HostProcess> hosts = new LinkedHashMap<>();
    Map<String, Series> micros = new LinkedHashMap<>();
    try {
      for (String server : List.of("fivefifty", "subetha")) {
        hosts.put(server, launch.host(server));
        micros.put(server, new Series());
        hosts.get(server).ask("cycle " + WARM_UP);
      }
      for (int round = 1; round <= rounds; round++) {
        System.err.printf("start and stop, round %d of %d%n", round, rounds);
        hosts.forEach(
            (server, host) -> micros.get(server).add(host.ask("cycle " + CYCLES) / 1e3 / CYCLES));
      }
    } finally {
      hosts.values().forEach(HostProcess::close);
    }
    tell(report, "start and stop in a warm JVM, time", "µs", micros);
    report.note("start and stop: %d rounds of %d each in turn", rounds, CYCLES);
  }

  /** From nothing to the line that says that it listens. */
  static void cold(Launch launch, Report report, int rounds) {
    Map<String, Series> millis = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      System.err.printf("cold start, round %d of %d%n", round, rounds);
      for (String server : List.of("fivefifty", "subetha")) {
        long began = System.nanoTime();
        HostProcess.start(launch.cold().get(server)).close();
        double took = (System.nanoTime() - began) / 1e6;
        if (round > 0) {
          millis.computeIfAbsent(server, each -> new Series()).add(took);
        }
      }
    }
    tell(report, "cold start to `listening`, time", "ms", millis);
    launch
        .cold()
        .forEach(
            (server, command) ->
                report.note("cold start, %s: `%s`", server, String.join(" ", command)));
  }

  private static void tell(Report report, String what, String unit, Map<String, Series> figures) {
    Series ours = figures.get("fivefifty");
    report.row(what, "bare SubEtha", ours.over(figures.get("subetha")), false, 3.0);
    figures.forEach(
        (server, each) ->
            report.note("%s, %s: %.0f %s (median)", what, server, each.median(), unit));
  }
}
