package dev.fivefifty.cli;

import dev.fivefifty.file.JsonText;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ScenarioUse;
import dev.fivefifty.scenario.Scenario;
import dev.fivefifty.scenario.Scenarios;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** The scenarios there are. */
@Command(
    name = "scenarios",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    description = "Lists the scenarios there are, by group; 'scenarios show NAME' prints one.",
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {Commands.DONE, Commands.USAGE})
final class ScenariosCommand implements Callable<Integer> {
  private final Io io;

  @Option(
      names = "--scenarios",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "A directory of your own: its NAME.yaml is the scenario NAME.")
  private @Nullable Path directory;

  @Option(names = "--json", description = "JSON, with all that a scenario says of itself.")
  private boolean json;

  ScenariosCommand(Io io) {
    this.io = io;
  }

  private ScenarioFiles library() {
    return library(directory);
  }

  /**
   * Where scenarios are found.
   *
   * @throws IllegalArgumentException if there is no such directory
   */
  static ScenarioFiles library(@Nullable Path directory) {
    if (directory != null && !Files.isDirectory(directory)) {
      throw new IllegalArgumentException("there is no directory " + directory + " of scenarios");
    }
    return directory == null ? ScenarioFiles.SHIPPED : Scenarios.in(directory);
  }

  @Override
  public Integer call() {
    return said(this::list);
  }

  private void list() {
    if (json) {
      List<Map<String, Object>> all =
          Scenarios.all(library()).stream().map(Scenario::tree).toList();
      io.out().print(JsonText.of(Map.of("scenarios", all)));
      io.out().flush();
      return;
    }
    String group = null;
    for (Scenario scenario : Scenarios.all(library())) {
      if (!scenario.group().equals(group)) {
        io.out().println((group == null ? "" : "\n") + Printable.safe(scenario.group()));
        group = scenario.group();
      }
      io.out()
          .printf(
              "  %-30s %s%n",
              Printable.safe(scenario.name()), Printable.safe(scenario.description()));
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints a scenario as a rule file that can be copied and changed.")
  int show(
      @Parameters(
              paramLabel = "NAME",
              description = "Its name, also with parameters: greylisting:delay=1m.")
          String name) {
    return said(
        () -> {
          ScenarioUse use = ScenarioUse.parse(name);
          io.out().print(Scenarios.named(use.name(), library()).with(use.with()).text());
          io.out().flush();
        });
  }

  private int said(Runnable saying) {
    try {
      saying.run();
      return Main.EXIT_DONE;
    } catch (RuleFileException e) {
      e.problems().forEach(each -> io.err().println(Printable.safe(each.toString())));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      io.err().println(Printable.safe("fivefifty: " + e.getMessage()));
    }
    return Main.EXIT_USAGE;
  }
}
