package dev.fivefifty.file;

import java.util.List;
import java.util.Optional;

/**
 * What a scenario says of itself. Immutable.
 *
 * @param group under which it is listed
 * @param description what the server does
 * @param client what a correct client does then, empty if that is not said
 * @param sources where that stands, such as {@code RFC 5321 §4.2.3}
 * @param parameters in the order written
 * @param odd what is wrong in it on purpose; without it, its warnings are said
 */
public record ScenarioHead(
    String group,
    String description,
    String client,
    List<String> sources,
    List<ScenarioParameter> parameters,
    Optional<String> odd) {
  /** Keeps copies. */
  public ScenarioHead {
    sources = List.copyOf(sources);
    parameters = List.copyOf(parameters);
  }
}
