package dev.fivefifty.scenario;

import dev.fivefifty.file.ScenarioFiles;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The scenarios that are shipped, and those of the user's own. */
public final class Scenarios {
  /** The groups in the order in which they are listed. */
  public static final List<String> GROUPS =
      List.of(
          "550 by cause",
          "250",
          "211 and 214",
          "220",
          "temporary",
          "lost and doubled",
          "authentication and TLS",
          "provider profiles",
          "for tests that choose the address");

  private Scenarios() {}

  /**
   * Every scenario that is shipped.
   *
   * @return by group, and then by name
   */
  public static List<Scenario> all() {
    return all(ScenarioFiles.SHIPPED);
  }

  /**
   * Every scenario of a library.
   *
   * @param library where scenarios are found
   * @return by group, and then by name; those of an unknown group come last
   * @throws dev.fivefifty.file.RuleFileException if anything is wrong in what one says of itself
   */
  public static List<Scenario> all(ScenarioFiles library) {
    return library.names().stream()
        .map(name -> named(name, library))
        .sorted(Comparator.comparingInt(Scenarios::place).thenComparing(Scenario::name))
        .toList();
  }

  private static int place(Scenario scenario) {
    int place = GROUPS.indexOf(scenario.group());
    return place < 0 ? GROUPS.size() : place;
  }

  /**
   * A scenario that is shipped.
   *
   * @param name its name, such as {@code greylisting}
   * @return the scenario, its parameters as they are in its file
   * @throws IllegalArgumentException if there is none of that name; names the nearest
   */
  public static Scenario named(String name) {
    return named(name, ScenarioFiles.SHIPPED);
  }

  /**
   * A scenario of a library.
   *
   * @param name its name
   * @param library where scenarios are found
   * @return the scenario, its parameters as they are in its file
   * @throws IllegalArgumentException if there is none of that name; names the nearest
   */
  public static Scenario named(String name, ScenarioFiles library) {
    return library
        .find(name)
        .map(text -> new Scenario(library, text))
        .orElseThrow(() -> new IllegalArgumentException(library.unknown(name)));
  }

  /**
   * Scenarios of the user's own beside those shipped, before which they come.
   *
   * @param directory where {@code NAME.yaml} is the scenario NAME
   * @return a library to ask by {@link #named(String, ScenarioFiles)}
   */
  public static ScenarioFiles in(Path directory) {
    return ScenarioFiles.SHIPPED.with(directory);
  }
}
