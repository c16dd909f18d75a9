package dev.fivefifty.http;

import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.SentCommand;
import java.util.Map;

/** Reads the rule files of the start again. */
record ReloadRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/rules/reload";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("POST", this::reload);
  }

  private Answer reload(Request request) throws Refusal {
    SentCommand.nothing(request.body());
    try {
      int rules =
          control
              .reload()
              .orElseThrow(() -> new Refusal(409, "the server was started without rule files"));
      return Answer.ok(Map.of("rules", rules));
    } catch (RuleFileException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      // Such as a scenario that needs what the server has not; the rules stay as they were.
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
  }
}
