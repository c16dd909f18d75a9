package dev.fivefifty.http;

import java.util.Map;

/** Whether the server lives, or is ready for mail. */
record HealthRoute(String path, String status, Stopping stopping) implements Route {
  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", request -> health());
  }

  private Answer health() throws Refusal {
    if (stopping.isStopped()) {
      throw new Refusal(503, "the server stops");
    }
    return Answer.ok(Map.of("status", status));
  }
}
