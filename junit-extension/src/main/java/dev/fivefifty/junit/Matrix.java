package dev.fivefifty.junit;

import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleCheck;
import dev.fivefifty.rule.RuleProblem;
import dev.fivefifty.rule.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** Collects the invocations of a matrix test, and why others are left out. */
final class Matrix {
  private final ExtensionContext context;
  private final String where;
  private final String server;
  private final Narrowing narrowing;

  /** Whether the test names its stages; else those that do not fit are left out in silence. */
  private final boolean named;

  private final Optional<ServerOptions> options;
  private final Map<String, TestTemplateInvocationContext> invocations = new LinkedHashMap<>();

  /** Stages by what keeps them out. */
  private final Map<String, Set<Stage>> leftOut = new LinkedHashMap<>();

  /**
   * For one test.
   *
   * @param context the template's
   * @param annotation its name
   * @param server which server the rules are for
   */
  Matrix(
      ExtensionContext context,
      String annotation,
      String server,
      Narrowing narrowing,
      boolean named) {
    this.context = context;
    this.where =
        "@"
            + annotation
            + " on "
            + context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    this.server = server;
    this.narrowing = narrowing;
    this.named = named;
    this.options = options();
  }

  /** How the server is, or will be; empty if only an instance field knows. */
  private Optional<ServerOptions> options() {
    return Servers.find(context, server)
        .map(RunningServer::options)
        .or(
            () ->
                Declared.find(context)
                    .filter(found -> server.isEmpty() || found.names().contains(server))
                    .map(found -> found.options(server)));
  }

  Misuse misuse(String message) {
    return new Misuse(where + " " + message);
  }

  /** A pair that makes no sense. */
  void leaveOut(Stage stage, String why) {
    leftOut.computeIfAbsent(why, key -> new LinkedHashSet<>()).add(stage);
  }

  /**
   * Adds an invocation, or leaves it out.
   *
   * @param title its name, by which it is the same as another
   * @param rule neither narrowed nor named
   * @param need what the server must offer
   * @param parameters what the test can have as parameters
   */
  void add(String title, Rule rule, Need need, Object... parameters) {
    Stage stage = rule.stage();
    boolean lacking = options.isPresent() && !need.metBy(options.get());
    if (named && lacking) {
      throw new Misuse(where + ": " + need.missing(title));
    }
    if (lacking) {
      leaveOut(stage, need.lacking());
      return;
    }
    if (!named && narrowing.whyNotAt(stage).isPresent()) {
      leaveOut(stage, narrowing.whyNotAt(stage).get());
      return;
    }
    Rule whole;
    try {
      whole = narrowing.applyTo(rule).name(title.replaceAll("\\p{Cntrl}", "?"));
    } catch (IllegalArgumentException e) {
      throw misuse("cannot be: " + e.getMessage());
    }
    List<RuleProblem> errors =
        RuleCheck.check(List.of(whole), Set.of()).stream()
            .filter(problem -> problem.severity() == RuleProblem.Severity.ERROR)
            .toList();
    if (!errors.isEmpty()) {
      throw misuse("cannot be: " + errors.get(0).message());
    }
    List<Object> all = new ArrayList<>(List.of(parameters));
    all.replaceAll(each -> each instanceof FaultCase made ? made.by(whole) : each);
    invocations.putIfAbsent(
        title, new MatrixInvocation(title, server, whole, need, named, where, all));
  }

  /**
   * All of them.
   *
   * @throws Misuse if there is none
   */
  Stream<TestTemplateInvocationContext> invocations() {
    if (invocations.isEmpty()) {
      throw misuse(
          "has no invocation left:"
              + leftOut.entrySet().stream()
                  .map(
                      entry ->
                          "\n  not at "
                              + entry.getValue().stream()
                                  .map(Stage::name)
                                  .collect(Collectors.joining(", "))
                              + ": "
                              + entry.getKey())
                  .collect(Collectors.joining()));
    }
    return invocations.values().stream();
  }
}
