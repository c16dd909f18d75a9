package dev.fivefifty.http;

import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.scenario.Scenario;
import dev.fivefifty.scenario.Scenarios;
import java.io.UncheckedIOException;
import java.util.Map;

/** One scenario with its rules. */
record ScenarioRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/scenarios/{name}";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", this::show);
  }

  private Answer show(Request request) throws Refusal {
    String name = request.variable("name");
    ScenarioFiles library = control.scenarios();
    try {
      if (library.find(name).isEmpty()) {
        throw new Refusal(404, library.unknown(name));
      }
      Scenario scenario = Scenarios.named(name, library);
      Map<String, Object> tree = scenario.tree();
      tree.put("rules", scenario.rules().stream().map(ScenarioRoute::tree).toList());
      return Answer.ok(tree);
    } catch (UncheckedIOException e) {
      throw ScenariosRoute.unreadable(e);
    }
  }

  private static Map<String, Object> tree(Rule rule) {
    return RulesRoute.tree(rule.name().orElseThrow(), rule);
  }
}
