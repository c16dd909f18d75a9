package dev.fivefifty.junit;

import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ScenarioNeed;
import dev.fivefifty.file.ServerSettings;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stall;
import dev.fivefifty.rule.Turn;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.platform.commons.support.AnnotationSupport;

/** Reads {@link SmtpRule}, {@link SmtpRules} and {@link Scenario}. */
final class RuleAnnotations {
  private RuleAnnotations() {}

  /** The rules of one place for one server, in order. */
  static PlaceRules of(AnnotatedElement element, String server, ScenarioFiles library) {
    List<Rule> rules = new ArrayList<>();
    List<ScenarioNeed> needs = new ArrayList<>();
    for (SmtpRule each : AnnotationSupport.findRepeatableAnnotations(element, SmtpRule.class)) {
      if (each.server().equals(server)) {
        rules.add(rule(each, element));
      }
    }
    for (SmtpRules each : AnnotationSupport.findRepeatableAnnotations(element, SmtpRules.class)) {
      if (each.server().equals(server)) {
        for (LoadedRules loaded : loaded(each, element)) {
          rules.addAll(loaded.rules());
          needs.addAll(loaded.needs());
        }
      }
    }
    for (Scenario each : AnnotationSupport.findRepeatableAnnotations(element, Scenario.class)) {
      if (each.server().equals(server)) {
        LoadedRules loaded = ScenarioAnnotations.loaded(each, element, library);
        rules.addAll(loaded.rules());
        needs.addAll(loaded.needs());
      }
    }
    return new PlaceRules(rules, needs);
  }

  /** The servers that rules of one place are for. */
  static Set<String> servers(AnnotatedElement element) {
    Set<String> servers = new LinkedHashSet<>();
    AnnotationSupport.findRepeatableAnnotations(element, SmtpRule.class)
        .forEach(each -> servers.add(each.server()));
    AnnotationSupport.findRepeatableAnnotations(element, SmtpRules.class)
        .forEach(each -> servers.add(each.server()));
    AnnotationSupport.findRepeatableAnnotations(element, Scenario.class)
        .forEach(each -> servers.add(each.server()));
    return servers;
  }

  private static List<LoadedRules> loaded(SmtpRules annotation, AnnotatedElement element) {
    String where = "@SmtpRules on " + element;
    if (annotation.value().length == 0 && annotation.yaml().isEmpty()) {
      throw new Misuse(where + " says nothing: name a file, or write the rules as its yaml");
    }
    List<LoadedRules> rules = new ArrayList<>();
    if (annotation.value().length > 0) {
      RuleSources.load(List.of(annotation.value()), where)
          .forEach(loaded -> rules.add(withoutSettings(loaded, where)));
    }
    if (!annotation.yaml().isEmpty()) {
      rules.add(withoutSettings(RuleSources.parse(annotation.yaml(), where), where));
    }
    return rules;
  }

  private static LoadedRules withoutSettings(LoadedRules loaded, String where) {
    if (!loaded.settings().equals(ServerSettings.NONE)) {
      throw new Misuse(
          where
              + " describes the server too, which has started by then: name the file in"
              + " @FiveFiftyTest(files = …)");
    }
    return loaded;
  }

  private static Rule rule(SmtpRule annotation, AnnotatedElement element) {
    try {
      return rule(annotation);
    } catch (IllegalArgumentException e) {
      throw new Misuse(annotation + " on " + element + ": " + e.getMessage(), e);
    }
  }

  private static Rule rule(SmtpRule from) {
    Rule rule = Rule.at(from.at());
    rule = with(rule, from.name(), Rule::name);
    rule = with(rule, from.silence(), (to, text) -> to.silence(Durations.parse(text)));
    return said(limited(matching(rule, from), from), from);
  }

  private static Rule matching(Rule rule, SmtpRule from) {
    rule = with(rule, from.client(), Rule::client);
    rule = with(rule, from.listener(), Rule::listener);
    rule = with(rule, from.helo(), Rule::helo);
    rule = with(rule, from.user(), Rule::user);
    rule = with(rule, from.from(), Rule::from);
    rule = with(rule, from.to(), Rule::to);
    rule = with(rule, from.recipients(), Rule::recipients);
    rule = with(rule, from.size(), Rule::size);
    rule = with(rule, from.subject(), Rule::subject);
    for (String header : from.header()) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException(
            "header is a field's name, a colon and a glob, not '" + header + "'");
      }
      rule = rule.header(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
    }
    rule = with(rule, from.body(), Rule::body);
    return with(rule, from.line(), Rule::line);
  }

  private static Rule limited(Rule rule, SmtpRule from) {
    if (from.per().length > 0) {
      rule = rule.per(from.per());
    }
    rule = with(rule, from.lasting(), (to, text) -> to.lasting(Durations.parse(text)));
    rule = from.after() == 0 ? rule : rule.after(from.after());
    rule = with(rule, from.window(), (to, text) -> to.window(Durations.parse(text)));
    rule = from.times() == 0 ? rule : rule.times(from.times());
    return from.chance() == 1 ? rule : rule.chance(from.chance());
  }

  private static Rule said(Rule rule, SmtpRule from) {
    if (from.sequence().length > 0) {
      rule =
          rule.sequence(
              List.of(from.sequence()).stream().map(RuleAnnotations::turn).toArray(Turn[]::new));
    }
    rule = with(rule, from.delay(), (to, text) -> to.delay(Durations.parse(text)));
    rule = reply(rule, from.reply());
    rule = with(rule, from.raw(), Rule::raw);
    rule = with(rule, from.stall(), (to, text) -> to.stall(stall(text)));
    rule = from.cut() == 0 ? rule : rule.cut(from.cut());
    rule = only(rule, "close", from.close(), Rule::close);
    return only(rule, "message", from.message(), Rule::message);
  }

  private static Rule reply(Rule rule, String[] lines) {
    if (lines.length == 0) {
      return rule;
    }
    if (lines.length == 1 && lines[0].equals("default")) {
      return rule.replyDefault();
    }
    if (lines.length == 1 && lines[0].equals("none")) {
      return rule.replyNone();
    }
    if (lines.length == 1 && lines[0].equals("as-addressed")) {
      return rule.replyAsAddressed();
    }
    return rule.reply(Reply.parse(List.of(lines)));
  }

  private static Turn turn(String text) {
    return text.equals("pass") ? Turn.pass() : Turn.turn().reply(Reply.parse(text));
  }

  private static Stall stall(String text) {
    return text.equals("forever") ? Stall.FOREVER : new Stall(Durations.parse(text));
  }

  private static Rule with(Rule rule, String text, BiFunction<Rule, String, Rule> key) {
    return text.isEmpty() ? rule : key.apply(rule, text);
  }

  private static <T> Rule only(Rule rule, String what, T[] values, BiFunction<Rule, T, Rule> key) {
    if (values.length > 1) {
      throw new IllegalArgumentException(what + " is one value, not " + values.length);
    }
    return values.length == 0 ? rule : key.apply(rule, values[0]);
  }
}
