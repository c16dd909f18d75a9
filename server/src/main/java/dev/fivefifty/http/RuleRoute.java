package dev.fivefifty.http;

import dev.fivefifty.file.SentRules;
import dev.fivefifty.rule.InvalidRuleException;
import dev.fivefifty.rule.Nearest;
import dev.fivefifty.rule.Rule;
import java.util.Map;
import java.util.Optional;

/** One rule. */
record RuleRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/rules/{name}";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", this::show, "PUT", this::replace, "DELETE", this::remove);
  }

  private Answer show(Request request) throws Refusal {
    String name = request.variable("name");
    Rule rule = control.rules().get(name);
    if (rule == null) {
      throw missing(name);
    }
    return Answer.ok(RulesRoute.tree(name, rule));
  }

  private Answer replace(Request request) throws Refusal {
    String name = request.variable("name");
    SentRules sent = SentRules.one(request.body());
    Rule rule = sent.rules().get(0);
    // Of a tagged rule the path names the tag, too, and the body says it apart.
    String prefix =
        Optional.ofNullable(control.rules().get(name))
            .flatMap(Rule::tag)
            .map(tag -> tag + "/")
            .filter(name::startsWith)
            .orElse("");
    Optional<String> other =
        rule.name().filter(own -> !own.equals(name) && !name.equals(prefix + own));
    if (other.isPresent()) {
      throw Refusal.badRequest(
          "the rule is '"
              + Shown.of(name)
              + "' in the path and '"
              + Shown.of(other.get())
              + "' in the body (expected the same, or no name in the body)");
    }
    try {
      if (!control.replaceRule(name, rule)) {
        throw missing(name);
      }
    } catch (InvalidRuleException e) {
      throw sent.located(e);
    }
    return Answer.ok(RulesRoute.tree(name, control.rules().getOrDefault(name, rule)));
  }

  private Answer remove(Request request) throws Refusal {
    String name = request.variable("name");
    Rule rule = control.removeRule(name).orElseThrow(() -> missing(name));
    return Answer.ok(RulesRoute.tree(name, rule));
  }

  private Refusal missing(String name) {
    return new Refusal(
        404,
        "there is no rule '"
            + Shown.of(name)
            + "'"
            + Nearest.to(name, control.rules().keySet())
                .map(near -> " (did you mean '" + near + "'?)")
                .orElse(""));
  }
}
