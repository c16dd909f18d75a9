package dev.fivefifty.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code serve} is told on the command line or by the environment; what is null was left out.
 *
 * @param rules rule files and directories
 * @param scenario scenarios as a line says them, such as {@code gmail} or {@code
 *     greylisting:delay=1m}
 * @param scenarios a directory of the user's own scenarios
 * @param port where to listen
 * @param bind where to listen
 * @param hostname what the server calls itself
 * @param tags where sessions carry tags, separated by commas
 * @param seed from which chances are drawn
 * @param journalLimit how many sessions the journal holds
 * @param tlsCaOut where to write the CA's certificate
 * @param httpPort where to serve the control API, or {@code off}
 * @param httpBind where to serve it
 * @param httpToken what its clients must show
 * @param exitAfter how long to run
 * @param save where to save messages and the journal
 * @param reports what to write at the end
 * @param quiet whether exchanges are not told
 */
record ServeOptions(
    List<Path> rules,
    List<String> scenario,
    @Nullable Path scenarios,
    @Nullable Integer port,
    @Nullable String bind,
    @Nullable String hostname,
    @Nullable String tags,
    @Nullable Long seed,
    @Nullable Integer journalLimit,
    @Nullable Path tlsCaOut,
    @Nullable String httpPort,
    @Nullable String httpBind,
    @Nullable String httpToken,
    @Nullable String exitAfter,
    @Nullable Path save,
    List<Path> reports,
    boolean quiet) {

  /**
   * Reads a command line on which nothing is unusual, as picocli would, which takes longer to load
   * than all the rest. A test holds the two together.
   *
   * @return the options, or null where picocli should have a look
   */
  static @Nullable ServeOptions ifPlain(String[] args) {
    Draft draft = new Draft();
    int i = args.length > 0 && args[0].equals("serve") ? 1 : 0;
    try {
      while (i < args.length) {
        String name = args[i++];
        if (name.equals("--quiet") && !draft.quiet) {
          draft.quiet = true;
          continue;
        }
        if (i == args.length || args[i].isEmpty() || !isPlain(args[i])) {
          return null;
        }
        if (!draft.take(name, args[i++])) {
          return null;
        }
      }
    } catch (NumberFormatException | InvalidPathException e) {
      return null;
    }
    return draft.options();
  }

  /** The same, and what is left out as another says it. */
  ServeOptions orElse(ServeOptions other) {
    return new ServeOptions(
        rules.isEmpty() ? other.rules : rules,
        scenario.isEmpty() ? other.scenario : scenario,
        or(scenarios, other.scenarios),
        or(port, other.port),
        or(bind, other.bind),
        or(hostname, other.hostname),
        or(tags, other.tags),
        or(seed, other.seed),
        or(journalLimit, other.journalLimit),
        or(tlsCaOut, other.tlsCaOut),
        or(httpPort, other.httpPort),
        or(httpBind, other.httpBind),
        or(httpToken, other.httpToken),
        or(exitAfter, other.exitAfter),
        or(save, other.save),
        reports.isEmpty() ? other.reports : reports,
        quiet || other.quiet);
  }

  private static <T> @Nullable T or(@Nullable T said, @Nullable T other) {
    return said != null ? said : other;
  }

  /** Options while they are read. */
  static final class Draft {
    final List<Path> rules = new ArrayList<>();
    final List<String> scenario = new ArrayList<>();
    @Nullable Path scenarios;
    @Nullable Integer port;
    @Nullable String bind;
    @Nullable String hostname;
    @Nullable String tags;
    @Nullable Long seed;
    @Nullable Integer journalLimit;
    @Nullable Path tlsCaOut;
    @Nullable String httpPort;
    @Nullable String httpBind;
    @Nullable String httpToken;
    @Nullable String exitAfter;
    @Nullable Path save;
    final List<Path> reports = new ArrayList<>();
    boolean quiet;

    /** Whether there is such an option, and not yet, but for those that may come again. */
    private boolean take(String name, String value) {
      if (name.equals("--rules")) {
        rules.add(Path.of(value));
      } else if (name.equals("--scenario")) {
        scenario.add(value);
      } else if (name.equals("--scenarios") && scenarios == null) {
        scenarios = Path.of(value);
      } else if (name.equals("--port") && port == null) {
        port = Integer.valueOf(value);
      } else if (name.equals("--bind") && bind == null) {
        bind = value;
      } else if (name.equals("--hostname") && hostname == null) {
        hostname = value;
      } else if (name.equals("--seed") && seed == null) {
        seed = Long.valueOf(value);
      } else if (name.equals("--journal-limit") && journalLimit == null) {
        journalLimit = Integer.valueOf(value);
      } else if (name.equals("--tls-ca-out") && tlsCaOut == null) {
        tlsCaOut = Path.of(value);
      } else if (name.equals("--tags") && tags == null) {
        tags = value;
      } else {
        return takeHttp(name, value) || takeEnd(name, value);
      }
      return true;
    }

    private boolean takeHttp(String name, String value) {
      if (name.equals("--http-port") && httpPort == null) {
        httpPort = value;
      } else if (name.equals("--http-bind") && httpBind == null) {
        httpBind = value;
      } else if (name.equals("--http-token") && httpToken == null) {
        httpToken = value;
      } else {
        return false;
      }
      return true;
    }

    private boolean takeEnd(String name, String value) {
      if (name.equals("--exit-after") && exitAfter == null) {
        exitAfter = value;
      } else if (name.equals("--save") && save == null) {
        save = Path.of(value);
      } else if (name.equals("--report")) {
        reports.add(Path.of(value));
      } else {
        return false;
      }
      return true;
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
  }

  /** Nothing to be taken for an option, quoted, or a number that others write in another way. */
  private static boolean isPlain(String value) {
    char first = value.charAt(0);
    return first != '-' && first != '+' && first != '"' && first != '\'';
  }

  /** Without the token, which is a secret. */
  @Override
  public String toString() {
    return "ServeOptions[rules="
        + rules
        + ", scenario="
        + scenario
        + ", port="
        + port
        + ", httpPort="
        + httpPort
        + "]";
  }
}
