package dev.fivefifty.http;

import dev.fivefifty.file.SentCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Begins or ends an outage, of one listener or of all. */
record PauseRoute(String path, Consumer<Optional<String>> action, Control control)
    implements Route {
  @Override
  public Map<String, Handler> methods() {
    return Map.of("POST", this::act);
  }

  private Answer act(Request request) throws Refusal {
    Optional<String> listener = SentCommand.listener(request.body());
    try {
      action.accept(listener);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
    List<String> names =
        listener
            .map(List::of)
            .orElseGet(() -> control.endpoints().stream().map(Endpoint::name).toList());
    return Answer.ok(Map.of("listeners", names));
  }
}
