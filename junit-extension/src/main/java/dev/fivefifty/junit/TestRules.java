package dev.fivefifty.junit;

import dev.fivefifty.rule.Rule;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The rules that annotations give a test. */
final class TestRules {
  private TestRules() {}

  /** Where rules are looked for, in the order in which they are asked. */
  private static List<AnnotatedElement> places(ExtensionContext context) {
    List<AnnotatedElement> places = new ArrayList<>();
    context.getTestMethod().ifPresent(places::add);
    for (Class<?> at = context.getTestClass().orElse(null); at != null; at = Enclosing.of(at)) {
      places.add(at);
    }
    return places;
  }

  /** All rules for a server: those of the method, of its class, and of the classes around it. */
  static List<Rule> of(ExtensionContext context, String server) {
    List<Rule> rules = new ArrayList<>();
    places(context).forEach(place -> rules.addAll(RuleAnnotations.of(place, server)));
    return rules;
  }

  /** The servers for which there are rules. */
  static Set<String> servers(ExtensionContext context) {
    Set<String> servers = new LinkedHashSet<>();
    places(context).forEach(place -> servers.addAll(RuleAnnotations.servers(place)));
    AnnotationSupport.findAnnotation(context.getTestMethod(), ReplyTest.class)
        .ifPresent(test -> servers.add(test.server()));
    AnnotationSupport.findAnnotation(context.getTestMethod(), FaultTest.class)
        .ifPresent(test -> servers.add(test.server()));
    return servers;
  }
}
