package dev.fivefifty.http;

import dev.fivefifty.file.SentCommand;
import java.time.Duration;
import java.util.Map;

/** The server's clock. */
record ClockRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/clock";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", request -> now(), "POST", this::advance);
  }

  private Answer now() {
    return Answer.ok(Map.of("now", control.now().toString()));
  }

  private Answer advance(Request request) throws Refusal {
    Duration duration = SentCommand.advance(request.body());
    try {
      control.advance(duration);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
    return now();
  }
}
