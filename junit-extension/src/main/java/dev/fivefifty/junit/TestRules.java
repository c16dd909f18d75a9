package dev.fivefifty.junit;

import dev.fivefifty.file.ScenarioNeed;
import dev.fivefifty.rule.InvalidRuleException;
import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The rules that annotations give a test. */
final class TestRules {
  private TestRules() {}

  /** Where rules are looked for: the classes from the outermost on, then the method. */
  private static List<AnnotatedElement> places(ExtensionContext context) {
    LinkedList<AnnotatedElement> places = new LinkedList<>();
    context.getTestMethod().ifPresent(places::addFirst);
    for (Class<?> at = context.getTestClass().orElse(null); at != null; at = Enclosing.of(at)) {
      places.addFirst(at);
    }
    return places;
  }

  /**
   * Adds the rules of each place to a server, in a batch of its own: those nearer to the test come
   * before the others, and may cover them.
   */
  static void addTo(RunningServer server, ExtensionContext context) {
    for (AnnotatedElement place : places(context)) {
      PlaceRules rules = RuleAnnotations.of(place, server.name(), server.options().scenarioFiles());
      if (!rules.rules().isEmpty()) {
        add(server, rules, place);
      }
    }
  }

  private static void add(RunningServer server, PlaceRules rules, AnnotatedElement place) {
    // What the server was started for, it has, or something else that the test's settings say.
    List<ScenarioNeed> further =
        rules.needs().stream().filter(need -> !server.needs().contains(need)).toList();
    try {
      server.smtp().check(further);
      server.smtp().add(rules.rules());
    } catch (InvalidRuleException e) {
      throw new Misuse("the rules on " + place + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new Misuse(
          "the rules on "
              + place
              + ": "
              + e.getMessage()
              + "; "
              + server.title()
              + " was running before this test",
          e);
    }
  }

  /**
   * What the scenarios of a test, or of a class, cannot be without on a server that is started for
   * it.
   */
  static List<ScenarioNeed> needs(ExtensionContext context, String server, ServerOptions options) {
    return places(context).stream()
        .map(place -> RuleAnnotations.of(place, server, options.scenarioFiles()))
        .flatMap(rules -> rules.needs().stream())
        .toList();
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
