package dev.fivefifty.file;

import java.util.List;

/**
 * A parameter of a scenario, which its text names as <code>${param.NAME}</code>.
 *
 * @param name letters, digits and hyphens
 * @param value what it is unless somebody says otherwise
 * @param description what it is for
 * @param choices the words of which it is one, in the order written; empty if it is any text
 */
public record ScenarioParameter(
    String name, String value, String description, List<String> choices) {
  /** Keeps a copy. */
  public ScenarioParameter {
    choices = List.copyOf(choices);
  }
}
