package dev.fivefifty.cli;

import dev.fivefifty.rule.Nearest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole, by picocli. */
@Command(
    name = "fivefifty",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    synopsisSubcommandLabel = "[COMMAND]",
    description = "An SMTP server that says no, on purpose: a test double that answers by rules.",
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {Commands.DONE, Commands.FAILED, Commands.USAGE},
    footerHeading = "%n",
    footer = {
      "'serve' is the default command: its options may stand alone, as in 'fivefifty --port 0'.",
      Commands.DOCUMENTATION
    })
final class Commands {
  static final String EXIT_CODES = "%nExit codes:%n";
  static final String DONE = "0:done";
  static final String FAILED = "1:failed, such as a port in use";
  static final String USAGE = "2:wrong usage, or something wrong in a rule file";
  static final String DOCUMENTATION =
      "Rules are described in server/RULES.md of the sources; an example to start from is"
          + " examples/rules/first.yaml.";

  static final String FAILED_THERE = "1:failed, such as when no server can be reached";

  private final Io io;

  private Commands(Io io) {
    this.io = io;
  }

  @Command(
      name = "reset",
      mixinStandardHelpOptions = true,
      description =
          "Brings a running server back to the rules of its start, and empties its journal.")
  int reset(@Mixin TaggedServer server) {
    return server.use(
        io,
        there -> {
          there.reset();
          io.out().println("rules " + there.rules().size());
          return Main.EXIT_DONE;
        });
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "An outage: a running server refuses connections until it is resumed.")
  int pause(
      @Mixin Server server,
      @Parameters(arity = "0..1", paramLabel = "LISTENER", description = "Of one listener alone.")
          @Nullable String listener) {
    return server.use(
        io,
        there -> {
          if (listener == null) {
            there.pause();
          } else {
            there.pause(listener);
          }
          return Main.EXIT_DONE;
        });
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Ends an outage; no effect where there is none.")
  int resume(
      @Mixin Server server,
      @Parameters(arity = "0..1", paramLabel = "LISTENER", description = "Of one listener alone.")
          @Nullable String listener) {
    return server.use(
        io,
        there -> {
          if (listener == null) {
            there.resume();
          } else {
            there.resume(listener);
          }
          return Main.EXIT_DONE;
        });
  }

  static int run(String[] args, Io io) {
    return commandLine(io).execute(withDefaultCommand(args));
  }

  static CommandLine commandLine(Io io) {
    CommandLine commandLine =
        new CommandLine(new Commands(io))
            .addSubcommand(new ServeCommand(io))
            .addSubcommand(new CheckCommand(io))
            .addSubcommand(new ExplainCommand(io))
            .addSubcommand(new ScenariosCommand(io))
            .addSubcommand(new DsnCommand(io))
            .addSubcommand(new RulesCommand(io))
            .addSubcommand(new JournalCommand(io))
            .addSubcommand(new MessagesCommand(io))
            .addSubcommand(new ExpectCommand(io))
            .addSubcommand(new ClockCommand(io))
            .addSubcommand(new HealthCommand(io))
            .addSubcommand(new CompletionCommand(io));
    return commandLine
        .setColorScheme(Help.defaultColorScheme(io.terminal().getAsBoolean() ? Ansi.ON : Ansi.OFF))
        // A path may start with @.
        .setExpandAtFiles(false)
        .setOut(new PrintWriter(io.out(), true))
        .setErr(new PrintWriter(io.err(), true))
        .setParameterExceptionHandler(Commands::wrongUsage)
        .setExecutionExceptionHandler(Commands::failed)
        .setExecutionStrategy(parsed -> execute(parsed, io));
  }

  private static int execute(ParseResult parsed, Io io) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    try {
      new Environment(io.environment()).check();
    } catch (IllegalArgumentException e) {
      io.err().println(Printable.safe("fivefifty: " + e.getMessage()));
      return Main.EXIT_USAGE;
    }
    return new RunLast().execute(parsed);
  }

  /** {@code serve} is meant where options come first. */
  static String[] withDefaultCommand(String[] args) {
    if (args.length > 0) {
      boolean own = List.of("-h", "--help", "-V", "--version").contains(args[0]);
      if (own || !args[0].startsWith("-")) {
        return args;
      }
    }
    String[] with = new String[args.length + 1];
    with[0] = "serve";
    System.arraycopy(args, 0, with, 1, args.length);
    return with;
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("fivefifty: " + Printable.safe(String.valueOf(e.getMessage())) + hint(e));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return Main.EXIT_USAGE;
  }

  /** Picocli itself looks at the first two letters only. */
  private static String hint(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    CommandLine command = e.getCommandLine();
    String word = unmatched.getUnmatched().get(0);
    Optional<String> near =
        word.startsWith("-")
            ? Nearest.to(word, command.getCommandSpec().optionsMap().keySet())
            : Nearest.to(word, command.getSubcommands().keySet());
    return near.map(meant -> " (did you mean " + meant + "?)").orElse("");
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println("fivefifty: " + Printable.safe(String.valueOf(e)));
    return Main.EXIT_FAILED;
  }

  /** The version that the jar's manifest gives. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"fivefifty " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
