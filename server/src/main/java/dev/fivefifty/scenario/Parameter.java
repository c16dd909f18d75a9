package dev.fivefifty.scenario;

import java.util.List;

/**
 * What a scenario can be told.
 *
 * @param name what {@link Scenario#with} calls it
 * @param value what it is now: the scenario's own, or what {@link Scenario#with} said
 * @param description what it is for
 * @param choices the words of which it is one, such as {@code [plain, gmail, postfix]}; empty if it
 *     is any text
 */
public record Parameter(String name, String value, String description, List<String> choices) {
  /** Keeps a copy. */
  public Parameter {
    choices = List.copyOf(choices);
  }
}
