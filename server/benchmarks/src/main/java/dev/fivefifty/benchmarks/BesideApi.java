package dev.fivefifty.benchmarks;

/** What clients of the control API take from those that send mail. */
final class BesideApi {
  private final Load load;
  private final int rounds;
  private final int warmUp;
  private final Series alone = new Series();
  private final Series beside = new Series();
  private int asked;

  BesideApi(Load load, int rounds, int warmUp) {
    this.load = load;
    this.rounds = rounds;
    this.warmUp = warmUp;
  }

  /** In one process, so that both are of the same compiled code. */
  void run(Launch launch, Report report) {
    try (HostProcess host = launch.host("fivefifty-api")) {
      int api = (int) host.ask("api");
      for (int sent = 0; sent < warmUp; sent += load.messages()) {
        send(host);
      }
      // It is compiled, too.
      beside(host, api);
      for (int round = 1; round <= rounds; round++) {
        System.err.printf("beside the API, round %d of %d%n", round, rounds);
        // In turns, so that neither is always the first.
        if (round % 2 == 1) {
          alone.add(send(host));
        }
        beside.add(beside(host, api));
        if (round % 2 == 0) {
          alone.add(send(host));
        }
      }
    }
    report.row(
        load.title() + ", messages a second, beside the API in use",
        "itself alone",
        beside.over(alone));
    report.note(
        "the API in use: %d open connections that say nothing, and %d GET %s a second (%d answered"
            + " in all); %.0f messages a second, and %.0f without (medians of %d rounds)",
        ApiLoad.IDLE,
        ApiLoad.PER_SECOND,
        ApiLoad.PATH,
        asked,
        beside.median(),
        alone.median(),
        rounds);
  }

  private double beside(HostProcess host, int api) {
    try (ApiLoad clients = new ApiLoad(api)) {
      double rate = send(host);
      asked += clients.answered();
      return rate;
    }
  }

  private double send(HostProcess host) {
    host.ask("rest");
    return load.messages() * 1e9 / load.send(host.port());
  }
}
