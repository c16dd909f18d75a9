package dev.fivefifty.http;

import dev.fivefifty.file.FileProblem;
import dev.fivefifty.file.RuleWriter;
import dev.fivefifty.file.SentRules;
import dev.fivefifty.rule.InvalidRuleException;
import dev.fivefifty.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All rules. */
record RulesRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/rules";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of(
        "GET",
        request -> answer(List.of()),
        "POST",
        request -> change(sent(request), control::add),
        "PUT",
        request -> change(sent(request), control::replaceRules),
        "DELETE",
        request -> Answer.ok(Map.of("removed", tree(control.removeRules()))));
  }

  private SentRules sent(Request request) {
    return SentRules.list(request.body(), control.scenarios());
  }

  /** Does it, or nothing of it. */
  Answer change(SentRules sent, Consumer<List<Rule>> change) throws Refusal {
    check(sent);
    try {
      change.accept(sent.rules());
    } catch (InvalidRuleException e) {
      throw sent.located(e);
    }
    return answer(sent.warnings());
  }

  private void check(SentRules sent) throws Refusal {
    if (sent.needs().isEmpty()) {
      return;
    }
    try {
      control.facts().check(sent.needs());
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private Answer answer(List<FileProblem> warnings) {
    Map<String, Object> tree = tree(control.rules());
    if (!warnings.isEmpty()) {
      tree.put("warnings", warnings.stream().map(Refusal::tree).toList());
    }
    return Answer.ok(tree);
  }

  /** As it could be sent. */
  private static Map<String, Object> tree(Map<String, Rule> rules) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "rules",
        rules.entrySet().stream().map(rule -> tree(rule.getKey(), rule.getValue())).toList());
    return tree;
  }

  /** A rule with the name that it has been given, if it has none of its own. */
  static Map<String, Object> tree(String name, Rule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    // Of a tagged rule the tag stands beside it.
    String prefix = rule.tag().map(tag -> tag + "/").orElse("");
    tree.put("name", name.startsWith(prefix) ? name.substring(prefix.length()) : name);
    tree.putAll(RuleWriter.tree(rule));
    return tree;
  }
}
