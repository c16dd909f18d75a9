package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.RuleWriter;
import dev.fivefifty.file.ServerSettings;
import dev.fivefifty.rule.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The rules of a running server. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    synopsisSubcommandLabel = "(add | set | list | clear)",
    description = "Shows and changes the rules of a running server.",
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {Commands.DONE, Commands.FAILED_THERE, Commands.USAGE})
final class RulesCommand {
  private static final String OWN =
      "Scenarios of your own that the files may use: NAME.yaml is NAME.";

  private final Io io;

  RulesCommand(Io io) {
    this.io = io;
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds the rules of files before those that are there.")
  int add(
      @Mixin TaggedServer server,
      @Option(names = "--scenarios", paramLabel = "DIR", description = OWN)
          @Nullable Path scenarios,
      @Parameters(arity = "1..*", paramLabel = "FILE-OR-DIR", description = "Rule files.")
          List<Path> files) {
    return send(server, scenarios, files, FiveFifty::add);
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Replaces all rules by those of files; every count starts anew.")
  int set(
      @Mixin TaggedServer server,
      @Option(names = "--scenarios", paramLabel = "DIR", description = OWN)
          @Nullable Path scenarios,
      @Parameters(arity = "1..*", paramLabel = "FILE-OR-DIR", description = "Rule files.")
          List<Path> files) {
    return send(server, scenarios, files, FiveFifty::replaceRules);
  }

  private int send(
      Server server,
      @Nullable Path scenarios,
      List<Path> files,
      BiConsumer<FiveFifty, List<Rule>> change) {
    return server.use(
        io,
        there -> {
          LoadedRules loaded = RuleFiles.load(files, ScenariosCommand.library(scenarios));
          loaded.warnings().forEach(warning -> Server.complain(io, warning.toString()));
          if (!loaded.settings().equals(ServerSettings.NONE)) {
            Server.complain(
                io,
                "fivefifty: what the files say under 'server' is of no effect on a server that"
                    + " runs already");
          }
          there.check(loaded.needs());
          change.accept(there, loaded.rules());
          io.out().println("rules " + there.rules().size());
          return Main.EXIT_DONE;
        });
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the rules in order, each with its stage and how often it has applied.")
  int list(
      @Mixin TaggedServer server,
      @Option(names = "--yaml", description = "As a rule file.") boolean yaml) {
    return server.use(
        io,
        there -> {
          Map<String, Rule> rules = there.rules();
          if (yaml) {
            io.out().print(RuleWriter.toYaml(List.copyOf(rules.values())));
            io.out().flush();
            return Main.EXIT_DONE;
          }
          Map<String, Long> applications = there.applications();
          rules.forEach(
              (name, rule) ->
                  io.out()
                      .printf(
                          "%-10s%6d  %s%n",
                          rule.stage().keyword(),
                          applications.getOrDefault(name, 0L),
                          Printable.safe(name)));
          return Main.EXIT_DONE;
        });
  }

  @Command(
      name = "clear",
      mixinStandardHelpOptions = true,
      description = "Removes all rules: every answer is the server's own.")
  int clear(@Mixin TaggedServer server) {
    return server.use(
        io,
        there -> {
          there.removeRules();
          io.out().println("rules 0");
          return Main.EXIT_DONE;
        });
  }
}
