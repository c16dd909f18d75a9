package dev.fivefifty.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the server until the process is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    sortOptions = false,
    description = {
      "Runs the server (the default command).",
      "Says where it listens, its rules and its seed, and then a line for each exchange.",
      "SIGTERM and SIGINT stop it. A rule file that changes is loaded again.",
      "Every option is an environment variable, too, such as FIVEFIFTY_HTTP_PORT for --http-port.",
      "An option here comes before that, and both before the same in a rule file's 'server'."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {Commands.DONE, Commands.FAILED, Commands.USAGE},
    footerHeading = "%n",
    footer = Commands.DOCUMENTATION)
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--rules",
      paramLabel = "FILE-OR-DIR",
      description = "A rule file, or a directory of rule files; may be given several times.")
  private List<Path> rules = new ArrayList<>();

  @Option(
      names = "--scenario",
      paramLabel = "NAME[:PARAMETER=VALUE,...]",
      description = {
        "A scenario, after the rules of files; may be given several times.",
        "'fivefifty scenarios' lists what there is."
      })
  private List<String> scenario = new ArrayList<>();

  @Option(
      names = "--scenarios",
      paramLabel = "DIR",
      description = "Scenarios of your own: NAME.yaml is the scenario NAME.")
  private @Nullable Path scenarios;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; 0 picks a free port. Default: 2525.")
  private @Nullable Integer port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The IP address to listen on. Default: 127.0.0.1.")
  private @Nullable String bind;

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "What the server calls itself. Default: localhost.")
  private @Nullable String hostname;

  @Option(
      names = "--tags",
      paramLabel = "SOURCES",
      description = {
        "Where sessions carry the tag of the test that they belong to, so that several can share",
        "the server: client, helo, user, subaddress or domain:SUFFIX, separated by commas."
      })
  private @Nullable String tags;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "From which chances and random delays are drawn. Default: another each time.")
  private @Nullable Long seed;

  @Option(
      names = "--journal-limit",
      paramLabel = "N",
      description = "How many sessions the journal holds. Default: 10000.")
  private @Nullable Integer journalLimit;

  @Option(
      names = "--tls-ca-out",
      paramLabel = "FILE",
      description = "Write the CA that signed the server's certificate, in PEM.")
  private @Nullable Path tlsCaOut;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = {
        "Where to serve the control API; 0 picks a free port, off serves none.",
        "Default: 8025, or a free port where --port is 0."
      })
  private @Nullable String httpPort;

  @Option(
      names = "--http-bind",
      paramLabel = "ADDRESS",
      description = "The IP address to serve it on. Default: 127.0.0.1.")
  private @Nullable String httpBind;

  @Option(
      names = "--http-token",
      paramLabel = "TOKEN",
      description = {
        "What its clients must show as 'Authorization: Bearer TOKEN'.",
        "Needed where --http-bind is not loopback; none says outright that it is open to all."
      })
  private @Nullable String httpToken;

  @Option(
      names = "--exit-after",
      paramLabel = "DURATION",
      description = "Stop by itself after such as 30s or 5m, in real time.")
  private @Nullable String exitAfter;

  @Option(
      names = "--save",
      paramLabel = "DIR",
      description = {
        "Save each message as message-N.eml, and the journal as journal.jsonl, as they come.",
        "The directory is made if there is none."
      })
  private @Nullable Path save;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = {
        "Write a report at the end: a page for people (*.html) or JUnit's XML (*.xml).",
        "May be given several times."
      })
  private List<Path> reports = new ArrayList<>();

  @Option(names = "--quiet", description = "Say no more than where it listens, rules and seed.")
  private boolean quiet;

  private final Io io;

  ServeCommand(Io io) {
    this.io = io;
  }

  ServeOptions options() {
    return new ServeOptions(
        rules,
        scenario,
        scenarios,
        port,
        bind,
        hostname,
        tags,
        seed,
        journalLimit,
        tlsCaOut,
        httpPort,
        httpBind,
        httpToken,
        exitAfter,
        save,
        reports,
        quiet);
  }

  @Override
  public Integer call() {
    return Serve.run(options(), io);
  }
}
