package dev.fivefifty.http;

import dev.fivefifty.file.SentRules;
import dev.fivefifty.scenario.Scenario;
import dev.fivefifty.scenario.Scenarios;
import java.io.UncheckedIOException;
import java.util.Map;

/** The scenarios there are, and those that take the place of all rules. */
record ScenariosRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/scenarios";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", request -> list(), "PUT", this::replace);
  }

  private Answer list() throws Refusal {
    try {
      return Answer.ok(
          Map.of(
              "scenarios",
              Scenarios.all(control.scenarios()).stream().map(Scenario::tree).toList()));
    } catch (UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private Answer replace(Request request) throws Refusal {
    SentRules sent = SentRules.scenarios(request.body(), control.scenarios());
    return new RulesRoute(control).change(sent, control::replaceRules);
  }

  /** The user's own are files, which can be gone. */
  static Refusal unreadable(UncheckedIOException e) {
    return new Refusal(503, String.valueOf(e.getMessage()));
  }
}
