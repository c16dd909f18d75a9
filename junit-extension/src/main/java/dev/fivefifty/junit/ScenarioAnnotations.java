package dev.fivefifty.junit;

import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.scenario.Scenarios;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@link Scenario}. */
final class ScenarioAnnotations {
  private ScenarioAnnotations() {}

  static LoadedRules loaded(Scenario annotation, AnnotatedElement element, ScenarioFiles library) {
    String where = "@Scenario(\"" + annotation.value() + "\") on " + element;
    try {
      var scenario = Scenarios.named(annotation.value(), library).with(with(annotation));
      return (annotation.as().isEmpty() ? scenario : scenario.as(annotation.as())).loaded();
    } catch (RuleFileException e) {
      throw new Misuse(where + ":\n" + e.getMessage(), e);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new Misuse(where + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, String> with(Scenario annotation) {
    Map<String, String> with = new LinkedHashMap<>();
    for (String each : annotation.with()) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "a parameter is such as domain=example.com, not '" + each + "'");
      }
      String name = each.substring(0, equals).strip();
      if (with.put(name, each.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("the parameter '" + name + "' stands twice");
      }
    }
    return with;
  }
}
