package dev.fivefifty.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** Messages a second, and the processor time that the server takes for one. */
final class Throughput {
  private static final double TICK_MICROS = 10_000;

  private final Load load;
  private final int rounds;
  private final int warmUp;

  Throughput(Load load, int rounds, int warmUp) {
    this.load = load;
    this.rounds = rounds;
    this.warmUp = warmUp;
  }

  private static final class Figures {
    final Series rate = new Series();
    final Series processor = new Series();
  }

  void run(Launch launch, Report report, double overGreenMail, double overSubEtha) {
    Map<String, HostProcess> hosts = new LinkedHashMap<>();
    Map<String, Figures> figures = new LinkedHashMap<>();
    try {
      for (String server : Launch.SERVERS) {
        hosts.put(server, launch.host(server));
        figures.put(server, new Figures());
        warmUp(hosts.get(server));
      }
      for (int round = 1; round <= rounds; round++) {
        System.err.printf("%s, round %d of %d%n", load.title(), round, rounds);
        hosts.forEach((server, host) -> round(host, figures.get(server)));
      }
    } finally {
      hosts.values().forEach(HostProcess::close);
    }
    tell(report, figures, overGreenMail, overSubEtha);
  }

  /** In several goes, since who keeps everything has no room for it all. */
  private void warmUp(HostProcess host) {
    for (int sent = 0; sent < warmUp; sent += load.messages()) {
      load.send(host.port());
      host.ask("rest");
    }
  }

  private void round(HostProcess host, Figures figures) {
    host.ask("rest");
    long ticks = host.processorTicks();
    double nanos = load.send(host.port());
    figures.rate.add(load.messages() * 1e9 / nanos);
    figures.processor.add((host.processorTicks() - ticks) * TICK_MICROS / load.messages());
    if (host.ask("held") == 0) {
      throw new IllegalStateException("a server that keeps messages holds none");
    }
  }

  private void tell(
      Report report, Map<String, Figures> figures, double overGreenMail, double overSubEtha) {
    Figures ours = figures.get("fivefifty");
    String what = load.title() + ", messages a second";
    report.row(
        what, "GreenMail", ours.rate.over(figures.get("greenmail").rate), true, overGreenMail);
    report.row(
        what, "bare SubEtha", ours.rate.over(figures.get("subetha").rate), true, overSubEtha);
    report.row(what, "Wiser", ours.rate.over(figures.get("wiser").rate));
    report.note("%s: `%s`, %d rounds each in turn", load.title(), load, rounds);
    figures.forEach(
        (server, each) ->
            report.note(
                "%s, %s: %.0f messages a second, %.0f µs of processor time a message (medians)",
                load.title(), server, each.rate.median(), each.processor.median()));
  }
}
