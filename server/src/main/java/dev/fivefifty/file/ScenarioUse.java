package dev.fivefifty.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A scenario that somebody asks for. Immutable.
 *
 * @param name its name
 * @param with values by parameter; the others are the scenario's own
 * @param as what its rules are named by instead of its name
 */
public record ScenarioUse(String name, Map<String, String> with, Optional<String> as) {
  /** A comma within a value is none of those that part parameters. */
  private static final Pattern NEXT = Pattern.compile(",(?=[A-Za-z][A-Za-z0-9-]*=)");

  /** Keeps copies. */
  public ScenarioUse {
    with = Map.copyOf(with);
  }

  /**
   * As a command line says it.
   *
   * @param text such as {@code greylisting} or {@code dmarc-reject:domain=example.com,code=550}; a
   *     comma parts parameters where another name and {@code =} follow
   * @return what it says
   * @throws IllegalArgumentException if it says nothing of the kind
   */
  public static ScenarioUse parse(String text) {
    int colon = text.indexOf(':');
    String name = (colon < 0 ? text : text.substring(0, colon)).strip();
    Map<String, String> with = colon < 0 ? Map.of() : parameters(text.substring(colon + 1), text);
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "a scenario is such as greylisting or greylisting:delay=5m, not '" + text + "'");
    }
    return new ScenarioUse(name, with, Optional.empty());
  }

  /**
   * Parameters alone.
   *
   * @param text such as {@code domain=example.com,code=550}
   * @return values by name
   * @throws IllegalArgumentException if it says nothing of the kind
   */
  public static Map<String, String> parameters(String text) {
    return parameters(text, text);
  }

  private static Map<String, String> parameters(String text, String whole) {
    Map<String, String> with = new LinkedHashMap<>();
    for (String each : NEXT.split(text)) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals).strip();
      if (equals < 1) {
        throw new IllegalArgumentException(
            "a scenario's parameter is such as domain=example.com, not '"
                + each
                + "' (in '"
                + whole
                + "')");
      }
      if (with.put(name, each.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "the parameter '" + name + "' stands twice in '" + whole + "'");
      }
    }
    return with;
  }
}
