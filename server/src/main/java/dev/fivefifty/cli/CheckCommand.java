package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.FileProblem;
import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.RuleFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is wrong with rule files. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    description = {
      "Checks rule files, all of them together, as 'serve' would load them.",
      "Says every error and warning as file:line:column: what is wrong."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {"0:no errors, though perhaps warnings", Commands.FAILED, Commands.USAGE},
    footerHeading = "%n",
    footer = Commands.DOCUMENTATION)
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE-OR-DIR",
      description = "Rule files, and directories of rule files.")
  private List<Path> paths = List.of();

  @Option(
      names = "--scenarios",
      paramLabel = "DIR",
      description = "Scenarios of your own that the files may use: NAME.yaml is NAME.")
  private @Nullable Path scenarios;

  private final Io io;

  CheckCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    LoadedRules loaded;
    try {
      loaded = RuleFiles.load(paths, ScenariosCommand.library(scenarios));
      // Reads the files of certificates that they name.
      FiveFifty.builder().loaded(loaded);
    } catch (RuleFileException e) {
      e.problems().forEach(this::complain);
      return Main.EXIT_USAGE;
    } catch (IllegalArgumentException e) {
      io.err().println(Printable.safe("fivefifty: " + e.getMessage()));
      return Main.EXIT_USAGE;
    }
    loaded.warnings().forEach(this::complain);
    // A directory without rule files is a source, too, of a warning.
    long files =
        loaded.sources().stream().filter(source -> !Files.isDirectory(Path.of(source))).count();
    io.out()
        .println(
            Narrator.count(files, "file")
                + ", "
                + Narrator.count(loaded.rules().size(), "rule")
                + ", "
                + Narrator.count(loaded.warnings().size(), "warning"));
    return Main.EXIT_DONE;
  }

  private void complain(FileProblem problem) {
    io.err().println(Printable.safe(problem.toString()));
  }
}
