package dev.fivefifty.http;

import dev.fivefifty.file.SentCommand;
import java.util.Map;

/** Back to the rules of the start, with an empty journal. */
record ResetRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/reset";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("POST", this::reset);
  }

  private Answer reset(Request request) {
    SentCommand.nothing(request.body());
    control.reset();
    return Answer.ok(Map.of("rules", control.rules().size()));
  }
}
