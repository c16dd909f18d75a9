package dev.fivefifty.cli;

import dev.fivefifty.rule.Nearest;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says: every option of {@code serve} is a variable, too. One that is empty
 * counts as left out, as the shells and composers of this world have it.
 */
final class Environment {
  static final String PREFIX = "FIVEFIFTY_";

  /** The options of {@code serve}, in their order there. */
  static final List<String> OF_SERVE =
      List.of(
          "FIVEFIFTY_RULES",
          "FIVEFIFTY_SCENARIO",
          "FIVEFIFTY_SCENARIOS",
          "FIVEFIFTY_PORT",
          "FIVEFIFTY_BIND",
          "FIVEFIFTY_HOSTNAME",
          "FIVEFIFTY_TAGS",
          "FIVEFIFTY_SEED",
          "FIVEFIFTY_JOURNAL_LIMIT",
          "FIVEFIFTY_TLS_CA_OUT",
          "FIVEFIFTY_HTTP_PORT",
          "FIVEFIFTY_HTTP_BIND",
          "FIVEFIFTY_HTTP_TOKEN",
          "FIVEFIFTY_EXIT_AFTER",
          "FIVEFIFTY_SAVE",
          "FIVEFIFTY_REPORT",
          "FIVEFIFTY_QUIET");

  static final String SERVER = "FIVEFIFTY_SERVER";
  static final String TOKEN = "FIVEFIFTY_TOKEN";

  /** Those of the commands that talk to a server. */
  static final List<String> OF_CLIENTS = List.of(SERVER, TOKEN);

  /** What Kubernetes and Docker's links tell of a service that is called fivefifty. */
  private static final Pattern OF_A_SERVICE =
      Pattern.compile(
          "FIVEFIFTY_(SERVICE_(HOST|PORT\\w*)|PORT_\\d+_(TCP|UDP|SCTP)\\w*|NAME|ENV_\\w+)");

  private static final String SERVICE_LINKS =
      " (it looks like what Kubernetes sets for a service called fivefifty: expected"
          + " 'enableServiceLinks: false' in the pod, or another name for the service)";

  private final Map<String, String> variables;

  Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * Refuses variables that would be of no effect.
   *
   * @throws IllegalArgumentException if there is an unknown one; names each on a line of its own
   */
  void check() {
    List<String> known = new ArrayList<>(OF_SERVE);
    known.addAll(OF_CLIENTS);
    String unknown =
        new TreeMap<>(variables)
            .keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .map(name -> name + " is no variable of FiveFifty" + hint(name, known))
                .collect(Collectors.joining("\nfivefifty: "));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(unknown);
    }
  }

  private static String hint(String name, List<String> known) {
    if (OF_A_SERVICE.matcher(name).matches()) {
      return SERVICE_LINKS;
    }
    // What all begin with would make any two of them near.
    List<String> words = known.stream().map(Environment::word).toList();
    return Nearest.to(word(name), words)
        .map(near -> " (did you mean " + PREFIX + near + "?)")
        .orElseGet(() -> " (expected one of " + String.join(", ", known) + ")");
  }

  private static String word(String name) {
    return name.substring(PREFIX.length());
  }

  /** A variable, or null if it is left out or empty. */
  @Nullable String get(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * What it says to {@code serve}.
   *
   * @throws IllegalArgumentException if a value cannot be; names the variable
   */
  ServeOptions serve() {
    ServeOptions.Draft draft = new ServeOptions.Draft();
    draft.rules.addAll(paths("FIVEFIFTY_RULES"));
    draft.scenario.addAll(lines("FIVEFIFTY_SCENARIO"));
    draft.scenarios = read("FIVEFIFTY_SCENARIOS", "a directory", Path::of);
    draft.port = read("FIVEFIFTY_PORT", "0 to 65535", Environment::port);
    draft.bind = address("FIVEFIFTY_BIND");
    draft.hostname = get("FIVEFIFTY_HOSTNAME");
    draft.tags = get("FIVEFIFTY_TAGS");
    if (draft.tags != null) {
      Serve.tags("FIVEFIFTY_TAGS", draft.tags);
    }
    draft.seed = read("FIVEFIFTY_SEED", "a whole number", Long::valueOf);
    draft.journalLimit = read("FIVEFIFTY_JOURNAL_LIMIT", "1 or more", Environment::positive);
    draft.tlsCaOut = read("FIVEFIFTY_TLS_CA_OUT", "a file", Path::of);
    draft.httpPort =
        read(
            "FIVEFIFTY_HTTP_PORT",
            "0 to 65535 or off",
            text -> text.equals("off") ? text : String.valueOf(port(text)));
    draft.httpBind = address("FIVEFIFTY_HTTP_BIND");
    draft.httpToken = get("FIVEFIFTY_HTTP_TOKEN");
    draft.exitAfter = get("FIVEFIFTY_EXIT_AFTER");
    if (draft.exitAfter != null) {
      Serve.exitAfter("FIVEFIFTY_EXIT_AFTER", draft.exitAfter);
    }
    draft.save = read("FIVEFIFTY_SAVE", "a directory", Path::of);
    draft.reports.addAll(paths("FIVEFIFTY_REPORT"));
    draft.reports.forEach(file -> Report.check("FIVEFIFTY_REPORT", file));
    draft.quiet =
        Boolean.TRUE.equals(read("FIVEFIFTY_QUIET", "true or false", Environment::trueOrFalse));
    return draft.options();
  }

  private List<Path> paths(String name) {
    String all = get(name);
    List<Path> paths = new ArrayList<>();
    for (String each : all == null ? new String[0] : all.split(Pattern.quote(File.pathSeparator))) {
      // One too many at an end is no path; Path.of("") would be the working directory.
      if (!each.isEmpty()) {
        paths.add(Path.of(each));
      }
    }
    return paths;
  }

  /** What stands between semicolons or on lines of its own: a colon is part of a scenario. */
  private List<String> lines(String name) {
    String all = get(name);
    return all == null
        ? List.of()
        : Pattern.compile("[;\\n]")
            .splitAsStream(all)
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .toList();
  }

  private @Nullable String address(String name) {
    String text = get(name);
    if (text != null) {
      Serve.address(name, text);
    }
    return text;
  }

  private <T> @Nullable T read(String name, String expected, Function<String, T> reading) {
    String text = get(name);
    if (text == null) {
      return null;
    }
    try {
      return reading.apply(text);
    } catch (NumberFormatException | InvalidPathException e) {
      boolean link = name.equals("FIVEFIFTY_PORT") && text.contains("://");
      throw new IllegalArgumentException(
          name + " is " + expected + ", not '" + text + "'" + (link ? SERVICE_LINKS : ""), e);
    }
  }

  static int port(String text) {
    return within(text, 0, 65_535);
  }

  private static int positive(String text) {
    return within(text, 1, Integer.MAX_VALUE);
  }

  private static int within(String text, int least, int most) {
    int number = Integer.parseInt(text);
    if (number < least || number > most) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  private static boolean trueOrFalse(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new NumberFormatException(text);
    };
  }
}
