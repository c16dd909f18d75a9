package dev.fivefifty.cli;

import dev.fivefifty.expect.Asked;
import dev.fivefifty.file.FileProblem;
import dev.fivefifty.file.JsonText;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.SentExpectations;
import dev.fivefifty.http.HttpControl;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks of a running server what the assertions of a test ask. */
@Command(
    name = "expect",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    sortOptions = false,
    description = {
      "Asks what a running server has seen, as an assertion does, and waits for it.",
      "TIMES is a number such as 3, or a range such as 2..4, 2.. or ..4."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {
      "0:it is as expected",
      "1:it is not, which is explained; or the server cannot be reached",
      Commands.USAGE
    },
    footerHeading = "%n",
    footer = "Such as: fivefifty expect --to bob@example.com --attempts 3 --accepted --within 10s")
final class ExpectCommand implements Callable<Integer> {
  private static final Pattern TIMES = Pattern.compile("(\\d{1,9})|(\\d{0,9})\\.\\.(\\d{0,9})");

  @Mixin private TaggedServer server = new TaggedServer();

  @Option(
      names = "--to",
      paramLabel = "ADDRESS",
      description = "The recipient that is asked about. Left out: all together.")
  private @Nullable String to;

  @Option(names = "--attempts", paramLabel = "TIMES", description = "How often it was tried.")
  private @Nullable String attempts;

  @Option(names = "--accepted", description = "An attempt was accepted.")
  private boolean accepted;

  @Option(
      names = "--accepted-at",
      paramLabel = "N",
      description = "The attempt of this number was the first to be accepted.")
  private @Nullable Integer acceptedAt;

  @Option(names = "--refused", description = "An attempt was refused for good.")
  private boolean refused;

  @Option(
      names = "--refused-with",
      paramLabel = "REPLY",
      description = "An attempt was refused with such as \"550 5.1.1\".")
  private @Nullable String refusedWith;

  @Option(names = "--deferred", description = "An attempt was refused for now.")
  private boolean deferred;

  @Option(
      names = "--deferred-with",
      paramLabel = "REPLY",
      description = "An attempt was refused for now with such as 450.")
  private @Nullable String deferredWith;

  @Option(names = "--lost", description = "An attempt was lost with the connection.")
  private boolean lost;

  @Option(names = "--abandoned", description = "An attempt was given up by the client.")
  private boolean abandoned;

  @Option(names = "--stored", description = "A message was stored.")
  private boolean stored;

  @Option(names = "--retried", description = "There was a retry.")
  private boolean retried;

  @Option(
      names = "--copies",
      paramLabel = "1",
      description = "Each message is stored exactly once, by its Message-ID, and there is one.")
  private @Nullable Integer copies;

  @Option(names = "--gaps-at-least", paramLabel = "DURATION", description = "Between attempts.")
  private @Nullable String gapsAtLeast;

  @Option(names = "--gaps-at-most", paramLabel = "DURATION", description = "Between attempts.")
  private @Nullable String gapsAtMost;

  @Option(
      names = "--messages",
      paramLabel = "TIMES",
      description = "How many messages are stored: for --to, and as --from and --subject say.")
  private @Nullable String messages;

  @Option(names = "--from", paramLabel = "PATTERN", description = "Their sender, for --messages.")
  private @Nullable String from;

  @Option(
      names = "--subject",
      paramLabel = "PATTERN",
      description = "Their subject, for --messages.")
  private @Nullable String subject;

  @Option(names = "--sessions", paramLabel = "TIMES", description = "How many there were.")
  private @Nullable String sessions;

  @Option(names = "--rule", paramLabel = "NAME", description = "A rule, for --applied.")
  private @Nullable String rule;

  @Option(names = "--applied", paramLabel = "TIMES", description = "How often it has applied.")
  private @Nullable String applied;

  @Option(
      names = "--within",
      paramLabel = "DURATION",
      description = "How long it may take. Default: ask once.")
  private @Nullable String within;

  @Option(
      names = "--stays-true-for",
      paramLabel = "DURATION",
      description = "How long it must then stay so; needed where nothing is to happen.")
  private @Nullable String staysTrueFor;

  private final Io io;

  ExpectCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    String json;
    SentExpectations expected;
    try {
      json = JsonText.inOneLine(tree());
      // As the server does, which need not be reached to refuse it.
      expected = SentExpectations.parse(json.getBytes(StandardCharsets.UTF_8));
    } catch (RuleFileException e) {
      for (FileProblem problem : e.problems()) {
        Server.complain(io, "fivefifty: " + problem.message());
      }
      return Main.EXIT_USAGE;
    } catch (IllegalArgumentException e) {
      Server.complain(io, "fivefifty: " + e.getMessage());
      return Main.EXIT_USAGE;
    }
    return server.control(io, there -> ask(there, expected, json));
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, Object> recipient = recipient();
    if (!recipient.isEmpty() || messages == null && to != null) {
      recipient.put(to == null ? "any" : "address", to == null ? true : to);
      tree.put("recipient", recipient);
    }
    if (messages == null && (from != null || subject != null)) {
      throw new IllegalArgumentException("--from and --subject go with --messages");
    }
    if (messages != null) {
      Map<String, Object> stored = new LinkedHashMap<>();
      put(stored, "to", to);
      put(stored, "from", from);
      put(stored, "subject", subject);
      stored.put("stored", times("--messages", messages));
      tree.put("messages", stored);
    }
    if (sessions != null) {
      tree.put("sessions", Map.of("count", times("--sessions", sessions)));
    }
    if ((rule == null) != (applied == null)) {
      throw new IllegalArgumentException("--rule and --applied go together");
    }
    if (rule != null && applied != null) {
      tree.put("rule", Map.of("name", rule, "applied", times("--applied", applied)));
    }
    if (tree.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is expected (such as --to bob@example.com --accepted)");
    }
    put(tree, "within", within);
    put(tree, "staysTrueFor", staysTrueFor);
    return tree;
  }

  private Map<String, Object> recipient() {
    Map<String, Object> tree = new LinkedHashMap<>();
    put(tree, "attempts", attempts == null ? null : times("--attempts", attempts));
    ask(tree, "accepted", accepted);
    put(tree, "acceptedAt", acceptedAt);
    ask(tree, "refused", refused);
    put(tree, "refusedWith", refusedWith);
    ask(tree, "deferred", deferred);
    put(tree, "deferredWith", deferredWith);
    ask(tree, "lost", lost);
    ask(tree, "abandoned", abandoned);
    ask(tree, "stored", stored);
    ask(tree, "retried", retried);
    if (copies != null && copies != 1) {
      throw new IllegalArgumentException(
          "--copies is 1, not " + copies + " (--messages counts what is stored)");
    }
    ask(tree, "oneCopy", copies != null);
    Map<String, Object> gaps = new LinkedHashMap<>();
    put(gaps, "atLeast", gapsAtLeast);
    put(gaps, "atMost", gapsAtMost);
    put(tree, "gaps", gaps.isEmpty() ? null : gaps);
    return tree;
  }

  private static void put(Map<String, Object> tree, String key, @Nullable Object value) {
    if (value != null) {
      tree.put(key, value);
    }
  }

  private static void ask(Map<String, Object> tree, String key, boolean asked) {
    if (asked) {
      tree.put(key, true);
    }
  }

  private static Object times(String option, String text) {
    Matcher times = TIMES.matcher(text);
    if (!times.matches() || text.equals("..")) {
      throw new IllegalArgumentException(
          option
              + " is a number such as 3, or a range such as 2..4, 2.. or ..4, not '"
              + text
              + "'");
    }
    if (times.group(1) != null) {
      return Integer.valueOf(text);
    }
    Map<String, Object> bounds = new LinkedHashMap<>();
    bound(bounds, "atLeast", times.group(2));
    bound(bounds, "atMost", times.group(3));
    return bounds;
  }

  private static void bound(Map<String, Object> bounds, String key, String number) {
    if (!number.isEmpty()) {
      bounds.put(key, Integer.valueOf(number));
    }
  }

  /** The server judges, so that what was asked is in its reports. */
  private int ask(HttpControl there, SentExpectations expected, String json) {
    Asked asked = there.ask(json, expected.within().plus(expected.staysTrueFor()));
    if (!asked.met()) {
      Server.complain(io, asked.explanation());
      return Main.EXIT_FAILED;
    }
    asked
        .expected()
        .forEach(sentence -> io.out().println(Printable.safe("as expected: " + sentence)));
    return Main.EXIT_DONE;
  }
}
