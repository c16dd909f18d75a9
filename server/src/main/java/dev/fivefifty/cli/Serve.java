package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.file.ApiSettings;
import dev.fivefifty.file.FileProblem;
import dev.fivefifty.file.ListenSettings;
import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ScenarioUse;
import dev.fivefifty.file.ServerSettings;
import dev.fivefifty.http.HttpSettings;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.Network;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.TagSource;
import dev.fivefifty.scenario.Scenario;
import dev.fivefifty.scenario.Scenarios;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Runs the server until the process is told to stop. */
final class Serve {
  private static final int DEFAULT_PORT = 2525;
  private static final int DEFAULT_HTTP_PORT = 8025;
  private static final int MOST_NAMES = 100;
  private static final LoadedRules NO_RULES =
      new LoadedRules(ServerSettings.NONE, List.of(), List.of(), List.of(), List.of());

  private final ServeOptions options;
  private final Io io;

  private Serve(ServeOptions options, Io io) {
    this.options = options;
    this.io = io;
  }

  /**
   * Starts, and returns when it cannot, or when the thread is interrupted.
   *
   * @return the exit code
   */
  static int run(ServeOptions options, Io io) {
    try {
      Environment environment = new Environment(io.environment());
      environment.check();
      ServeOptions further = environment.serve();
      noToken(options.httpToken(), further.httpToken(), "FIVEFIFTY_HTTP_TOKEN");
      return new Serve(options.orElse(further), io).run();
    } catch (IllegalArgumentException e) {
      io.err().println(Printable.safe("fivefifty: " + e.getMessage()));
      return Main.EXIT_USAGE;
    }
  }

  private int run() {
    if (!options.rules().isEmpty() || !options.scenario().isEmpty()) {
      Preload.begin();
    }
    // Before they are read, so that no change is missed.
    Map<Path, RuleWatch.Look> seen = RuleWatch.look(watched());
    LoadedRules loaded;
    FiveFifty.Builder builder = FiveFifty.builder().port(DEFAULT_PORT);
    try {
      ScenarioFiles library = ScenariosCommand.library(options.scenarios());
      loaded = options.rules().isEmpty() ? NO_RULES : RuleFiles.load(options.rules(), library);
      loaded.warnings().forEach(warning -> complain(warning.toString()));
      builder.http(defaultHttpPort(loaded.settings()));
      if (options.scenarios() != null) {
        builder.scenarioDirectory(options.scenarios());
      }
      builder.loaded(loaded, options.rules());
      scenarios(builder, library);
      flags(builder, loaded.settings());
    } catch (RuleFileException e) {
      for (FileProblem error : e.problems()) {
        complain(error.toString());
      }
      return Main.EXIT_USAGE;
    } catch (IllegalArgumentException e) {
      complain("fivefifty: " + e.getMessage());
      return Main.EXIT_USAGE;
    }
    return run(builder, loaded, seen);
  }

  /** What a change of is loaded: the user's own scenarios where anything may use them. */
  private List<Path> watched() {
    List<Path> paths = new ArrayList<>(options.rules());
    boolean used = !options.rules().isEmpty() || !options.scenario().isEmpty();
    if (options.scenarios() != null && used) {
      paths.add(options.scenarios());
    }
    return paths;
  }

  private void scenarios(FiveFifty.Builder builder, ScenarioFiles library) {
    for (String text : options.scenario()) {
      ScenarioUse use = ScenarioUse.parse(text);
      Scenario scenario = Scenarios.named(use.name(), library).with(use.with());
      scenario.loaded().warnings().forEach(warning -> complain(warning.toString()));
      builder.scenario(scenario);
    }
  }

  private int run(FiveFifty.Builder builder, LoadedRules loaded, Map<Path, RuleWatch.Look> seen) {
    try (Standalone running = new Standalone(builder, options, io)) {
      io.onStop().accept(running::close, Standalone.patience(options));
      writeCa(running.server());
      running.speak(firstWords(running.server(), loaded));
      await(running, loaded, seen);
    } catch (UncheckedIOException e) {
      String message = String.valueOf(e.getMessage());
      complain("fivefifty: " + message + hint(message));
      return Main.EXIT_FAILED;
    } catch (IllegalArgumentException e) {
      complain("fivefifty: " + e.getMessage());
      return Main.EXIT_USAGE;
    } catch (InterruptedException e) {
      return Main.EXIT_DONE;
    }
    return Main.EXIT_DONE;
  }

  /** Until the process ends, or somebody who runs this in a thread interrupts it. */
  private void await(Standalone running, LoadedRules loaded, Map<Path, RuleWatch.Look> seen)
      throws InterruptedException {
    if (watched().isEmpty()) {
      await();
      return;
    }
    try (RuleWatch watch =
        new RuleWatch(
            options,
            watched(),
            seen,
            loaded.settings(),
            running.server(),
            line -> running.say(Printable.safe(line)),
            this::complain)) {
      watch.start();
      await();
    }
  }

  private void await() throws InterruptedException {
    String exitAfter = options.exitAfter();
    if (exitAfter == null) {
      new CountDownLatch(1).await();
    } else {
      Thread.sleep(exitAfter("--exit-after", exitAfter).toMillis());
    }
  }

  static Duration exitAfter(String what, String text) {
    try {
      Duration duration = Durations.parse(text);
      if (!duration.isZero()) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(what + " is more than 0, not " + text);
  }

  private static String hint(String message) {
    if (message.startsWith("cannot listen for HTTP")) {
      return " (--http-port takes another port, --http-port 0 a free one, --http-port off none)";
    }
    return message.startsWith("cannot listen")
        ? " (--port takes another port, --port 0 a free one)"
        : "";
  }

  /** Who asks for a free port for mail runs several servers, of which one alone can have 8025. */
  private int defaultHttpPort(ServerSettings settings) {
    Integer smtp = options.port() != null ? options.port() : settings.port();
    List<ListenSettings> listen = settings.listen();
    boolean free =
        smtp == null && listen != null
            ? listen.stream().allMatch(listener -> listener.port() == 0)
            : smtp != null && smtp == 0;
    return free ? 0 : DEFAULT_HTTP_PORT;
  }

  private void complain(String what) {
    io.err().println(Printable.safe(what));
  }

  private void flags(FiveFifty.Builder builder, ServerSettings settings) {
    if (options.port() != null) {
      builder.port(options.port());
    }
    if (options.bind() != null) {
      builder.bind(address("--bind", options.bind()));
    }
    if (options.hostname() != null) {
      builder.hostname(options.hostname());
    }
    if (options.tags() != null) {
      builder.tags(tags("--tags", options.tags()).toArray(TagSource[]::new));
    }
    if (options.seed() != null) {
      builder.seed(options.seed());
    }
    if (options.journalLimit() != null) {
      builder.journalLimit(options.journalLimit());
    }
    httpFlags(builder, settings);
    if (options.exitAfter() != null) {
      exitAfter("--exit-after", options.exitAfter());
    }
    options.reports().forEach(file -> Report.check("--report", file));
  }

  /**
   * What is said of tags.
   *
   * @param option where it is said
   * @throws IllegalArgumentException if a source is unknown; names the option
   */
  static List<TagSource> tags(String option, String text) {
    List<TagSource> sources = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      try {
        sources.add(TagSource.of(word));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
      }
    }
    return sources;
  }

  /** Who gives a token somewhere must not be open to all because something else comes before it. */
  private static void noToken(@Nullable String said, @Nullable String other, String where) {
    if (HttpSettings.NO_TOKEN.equals(said)
        && other != null
        && !HttpSettings.NO_TOKEN.equals(other)) {
      throw new IllegalArgumentException(
          "the token 'none' opens the control API to all, but "
              + where
              + " gives a token (expected one of them; --http-token TOKEN comes before both)");
    }
  }

  private void httpFlags(FiveFifty.Builder builder, ServerSettings settings) {
    ApiSettings file = settings.http();
    noToken(options.httpToken(), file == null ? null : file.token(), "a rule file");
    String port = options.httpPort();
    if (port != null && port.equals("off")) {
      builder.httpOff();
    } else if (port != null) {
      if (!port.matches("\\d{1,9}")) {
        throw new IllegalArgumentException("--http-port is 0 to 65535 or off, not '" + port + "'");
      }
      builder.http(Integer.parseInt(port));
    }
    if (options.httpBind() != null) {
      builder.httpBind(address("--http-bind", options.httpBind()));
    }
    if (options.httpToken() != null) {
      builder.httpToken(options.httpToken());
    }
  }

  /** Of an address alone: a name would have to be looked up. */
  static InetAddress address(String what, String text) {
    try {
      Network.parse(text);
      return InetAddress.getByName(text);
    } catch (IllegalArgumentException | UnknownHostException e) {
      throw new IllegalArgumentException(
          what + " is an IP address such as 127.0.0.1 or ::1, not '" + text + "'", e);
    }
  }

  private String firstWords(FiveFifty server, LoadedRules loaded) {
    StringBuilder text = new StringBuilder();
    for (Listener listener : server.listeners()) {
      text.append(listener.implicitTls() ? "listening smtps " : "listening smtp ");
      text.append(where(Objects.requireNonNull(listener.bind()), listener.port())).append('\n');
    }
    server
        .apiAddress()
        .ifPresent(
            api ->
                text.append("listening http ")
                    .append(where(api.getAddress(), api.getPort()))
                    .append('\n'));
    List<String> sources = sources(loaded.sources(), options.scenario());
    if (sources.isEmpty()) {
      text.append("rules none: every answer is the server's own\n");
    } else {
      text.append("rules ").append(server.rules().size()).append(" from ");
      text.append(Printable.safe(String.join(", ", sources))).append('\n');
      names(server.rules(), text);
    }
    return text.append("seed ").append(server.seed()).append('\n').toString();
  }

  /** What rules are of, for people. */
  static List<String> sources(List<String> files, List<String> scenarios) {
    List<String> sources = new ArrayList<>(files);
    scenarios.forEach(each -> sources.add("scenario " + each));
    return sources;
  }

  private static void names(Map<String, Rule> rules, StringBuilder text) {
    int left = MOST_NAMES;
    for (Map.Entry<String, Rule> rule : rules.entrySet()) {
      if (left-- == 0) {
        text.append("  and ").append(rules.size() - MOST_NAMES).append(" more\n");
        return;
      }
      String stage = rule.getValue().stage().keyword();
      text.append("  ").append(stage).append(" ".repeat(10 - stage.length()));
      text.append(Printable.safe(rule.getKey())).append('\n');
    }
  }

  private static String where(InetAddress bind, int port) {
    String address = bind.getHostAddress();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  /** Before anybody is told where to connect: who reads that line may read the file at once. */
  private void writeCa(FiveFifty server) {
    if (options.tlsCaOut() != null) {
      try {
        Files.writeString(options.tlsCaOut(), server.caPem());
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot write the CA to " + options.tlsCaOut() + ": " + e.getMessage(), e);
      }
    }
  }
}
