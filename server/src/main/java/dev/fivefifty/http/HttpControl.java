package dev.fivefifty.http;

import dev.fivefifty.expect.Asked;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.file.JsonText;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.RuleWriter;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.SentRules;
import dev.fivefifty.file.ServerFacts;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.rule.Answer.Computed;
import dev.fivefifty.rule.Condition;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.InvalidRuleException;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleProblem;
import dev.fivefifty.rule.RuleProblem.Severity;
import dev.fivefifty.rule.Tags;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server elsewhere, reached by its control API. Thread-safe. Its methods do not react to
 * interrupts, as those of a server in this JVM do not.
 */
public final class HttpControl implements Control {
  private static final String RULES = "/api/v1/rules";
  private static final String NOTHING = "{}";

  private final HttpConnection connection;
  private final RemoteJournal journal;
  private final List<Endpoint> endpoints;
  private final long seed;
  private final ServerFacts facts;
  private final boolean isView;

  private HttpControl(HttpConnection connection, boolean isView) {
    this.connection = connection;
    this.isView = isView;
    this.journal = new RemoteJournal(connection);
    Map<String, Object> server = server(connection);
    this.seed = number(server, "seed");
    this.facts = facts(server, connection.api());
    this.endpoints = endpoints(server, connection.api());
  }

  /**
   * Connects.
   *
   * @param api such as {@code http://127.0.0.1:8025}
   * @param token what the server was started with, or null for none
   * @return the server
   * @throws java.io.UncheckedIOException if nothing answers there
   * @throws IllegalStateException if it is no FiveFifty, one of another version, or wants a token
   * @throws IllegalArgumentException if the URI cannot be that of a control API
   */
  public static HttpControl connect(URI api, @Nullable String token) {
    HttpConnection connection = new HttpConnection(api, token);
    try {
      return new HttpControl(connection, false);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public HttpControl tagged(String tag) {
    return new HttpControl(connection.tagged(Tags.canonical(tag)), true);
  }

  private static Map<String, Object> server(HttpConnection connection) {
    HttpConnection.Got got = connection.send("GET", "/api/v1/server", null);
    Map<String, Object> server;
    try {
      server = got.status() == 200 ? got.tree() : Map.of();
    } catch (IllegalStateException e) {
      server = Map.of();
    }
    if (!(server.get("version") instanceof String version) || !server.containsKey("seed")) {
      got.refuseUnless(got.status() == 200 || got.status() == 404);
      throw new IllegalStateException(
          "what answers at "
              + connection.api()
              + " is no FiveFifty (expected its control API,"
              + " see --http-port)");
    }
    checkVersion(version, HttpApi.version(), connection.api());
    return server;
  }

  /** Evidence is for a client of the same version; what runs from classes is of any. */
  static void checkVersion(String there, String own, URI api) {
    boolean unknown = there.equals(HttpApi.UNPACKAGED) || own.equals(HttpApi.UNPACKAGED);
    if (!unknown && !there.equals(own)) {
      throw new IllegalStateException(
          "the server at "
              + api
              + " is FiveFifty "
              + there
              + ", and this client is "
              + own
              + " (expected the same version)");
    }
  }

  @SuppressWarnings("unchecked") // an object's keys are texts
  private static ServerFacts facts(Map<String, Object> server, URI api) {
    try {
      return ServerFacts.of((Map<String, Object>) server.get("settings"));
    } catch (RuntimeException e) {
      throw new IllegalStateException("the server at " + api + " does not say its settings", e);
    }
  }

  @Override
  public ServerFacts facts() {
    return facts;
  }

  /** Its users' own are not known here. */
  @Override
  public ScenarioFiles scenarios() {
    return ScenarioFiles.SHIPPED;
  }

  private static List<Endpoint> endpoints(Map<String, Object> server, URI api) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (Map<String, Object> each : list(server, "listeners")) {
      String address = String.valueOf(each.get("address"));
      endpoints.add(
          new Endpoint(
              String.valueOf(each.get("name")),
              reachable(address, api),
              (int) number(each, "port"),
              Boolean.TRUE.equals(each.get("implicitTls"))));
    }
    if (endpoints.isEmpty()) {
      throw new IllegalStateException("the server at " + api + " has no listener");
    }
    return List.copyOf(endpoints);
  }

  /**
   * What to connect to: a server that listens on every address calls itself loopback, which is
   * another machine here.
   */
  static String reachable(String address, URI api) {
    String host = api.getHost().replaceAll("[\\[\\]]", "");
    return isLoopback(address) && !isLoopback(host) ? host : address;
  }

  /** Without a question to the DNS. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("::1")
        || host.equals("0:0:0:0:0:0:0:1");
  }

  /**
   * Where the API is.
   *
   * @return without a path
   */
  public URI api() {
    return connection.api();
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public String caPem() {
    return connection.send("GET", "/api/v1/ca.pem", null).ok().text();
  }

  @Override
  public Map<String, Rule> rules() {
    return rules(connection.send("GET", RULES, null).ok().tree());
  }

  private Map<String, Rule> rules(Map<String, Object> answer) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (Map<String, Object> tree : list(answer, "rules")) {
      String name = String.valueOf(tree.get("name"));
      // A view's are all of one tag.
      String key = tree.get("tag") == null || isView ? name : tree.get("tag") + "/" + name;
      rules.put(key, rule(tree));
    }
    return rules;
  }

  private Rule rule(Map<String, Object> tree) {
    try {
      return SentRules.one(HttpConnection.utf8(JsonText.inOneLine(tree))).rules().get(0);
    } catch (RuleFileException e) {
      throw new IllegalStateException(
          "the rule '"
              + tree.get("name")
              + "' of the server at "
              + api()
              + " cannot be read here: "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public Map<String, Long> applications() {
    Map<String, Long> applications = new LinkedHashMap<>();
    Object tree =
        connection.send("GET", "/api/v1/applications", null).ok().tree().get("applications");
    if (tree instanceof Map<?, ?> counts) {
      counts.forEach((name, count) -> applications.put(String.valueOf(name), number(count)));
    }
    return applications;
  }

  @Override
  public void add(List<Rule> rules) {
    if (!rules.isEmpty()) {
      send("POST", RULES, rules);
    }
  }

  @Override
  public void replaceRules(List<Rule> rules) {
    if (rules.isEmpty()) {
      connection.send("DELETE", RULES, null).ok();
    } else {
      send("PUT", RULES, rules);
    }
  }

  private void send(String method, String path, List<Rule> rules) {
    refuseJava(rules);
    // A line each, so that the line of an error tells the rule.
    String body =
        rules.stream()
            .map(rule -> JsonText.inOneLine(RuleWriter.tree(rule)))
            .collect(Collectors.joining(",\n", "{\"rules\": [\n", "\n]}"));
    HttpConnection.Got got = connection.send(method, path, body);
    refuse(got, rules.size());
    got.ok();
  }

  private void refuseJava(List<Rule> rules) {
    List<RuleProblem> problems = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      boolean condition =
          rule.conditions().stream().anyMatch(Condition.Satisfies.class::isInstance);
      boolean reply =
          rule.outcome().effectiveAnswer() instanceof Computed
              || rule.sequence().stream()
                  .anyMatch(turn -> turn.outcome().effectiveAnswer() instanceof Computed);
      if (condition || reply) {
        problems.add(
            new RuleProblem(
                Severity.ERROR,
                i,
                condition ? "when" : "reply",
                rule.name().map(name -> "'" + name + "'").orElse("this rule")
                    + " holds a "
                    + (condition ? "condition" : "reply")
                    + " in Java, which cannot be sent to the server at "
                    + api()
                    + " (say it in words, or start a server in this JVM)"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidRuleException(problems);
    }
  }

  /** As a server in this JVM refuses them. */
  private static void refuse(HttpConnection.Got got, int rules) {
    if (got.status() != 400) {
      return;
    }
    List<RuleProblem> problems = new ArrayList<>();
    for (Map<String, Object> error : list(got.tree(), "errors")) {
      int rule = (int) number(error, "line") - 2;
      problems.add(
          new RuleProblem(
              Severity.ERROR,
              Math.max(0, Math.min(rule, rules - 1)),
              "",
              String.valueOf(error.get("message"))));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRuleException(problems);
    }
  }

  @Override
  public boolean replaceRule(String name, Rule rule) {
    refuseJava(List.of(rule));
    HttpConnection.Got got =
        connection.send(
            "PUT", RULES + "/" + Percent.encode(name), JsonText.inOneLine(RuleWriter.tree(rule)));
    if (got.status() == 404) {
      return false;
    }
    refuse(got, 1);
    got.ok();
    return true;
  }

  @Override
  public Optional<Rule> removeRule(String name) {
    HttpConnection.Got got = connection.send("DELETE", RULES + "/" + Percent.encode(name), null);
    return got.status() == 404 ? Optional.empty() : Optional.of(rule(got.ok().tree()));
  }

  @Override
  public Map<String, Rule> removeRules() {
    Object removed = connection.send("DELETE", RULES, null).ok().tree().get("removed");
    Map<String, Object> tree = new LinkedHashMap<>();
    if (removed instanceof Map<?, ?> rules) {
      rules.forEach((key, value) -> tree.put(String.valueOf(key), value));
    }
    return rules(tree);
  }

  /**
   * Asks what the assertions ask, and has the server judge it.
   *
   * @param json the questions, as {@link dev.fivefifty.file.SentExpectations} reads them
   * @param atMost how long the answer may take by what they say
   * @return the answer
   * @throws IllegalArgumentException if the server refuses the questions
   * @throws IllegalStateException if it gives no answer to them
   */
  public Asked ask(String json, Duration atMost) {
    long began = System.nanoTime();
    HttpConnection.Got got =
        connection.send(
            atMost.plus(HttpConnection.TO_ANSWER), "POST", "/api/v1/expectations", json);
    got.refuseUnless(got.status() == 200 || got.status() == 417);
    Map<String, Object> tree = got.tree();
    List<String> expected = new ArrayList<>();
    if (tree.get("expected") instanceof List<?> sentences) {
      sentences.forEach(sentence -> expected.add(String.valueOf(sentence)));
    }
    return new Asked(
        now(),
        expected,
        Duration.ofNanos(System.nanoTime() - began),
        got.status() == 200 ? "" : String.valueOf(tree.get("explanation")));
  }

  @Override
  public Optional<Integer> reload() {
    HttpConnection.Got got = connection.send("POST", RULES + "/reload", NOTHING);
    if (got.status() == 409) {
      return Optional.empty();
    }
    return Optional.of((int) number(got.ok().tree(), "rules"));
  }

  @Override
  public void reset() {
    connection.send("POST", "/api/v1/reset", NOTHING).ok();
  }

  @Override
  public void pause(Optional<String> listener) {
    outage("/api/v1/pause", listener);
  }

  @Override
  public void resume(Optional<String> listener) {
    outage("/api/v1/resume", listener);
  }

  private void outage(String path, Optional<String> listener) {
    String body =
        JsonText.inOneLine(listener.map(name -> Map.of("listener", name)).orElse(Map.of()));
    connection.send("POST", path, body).ok();
  }

  @Override
  public Instant now() {
    return now(connection.send("GET", "/api/v1/clock", null));
  }

  private static Instant now(HttpConnection.Got got) {
    return Instant.parse(String.valueOf(got.ok().tree().get("now")));
  }

  @Override
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("the clock only moves forward, not by " + duration);
    }
    String body = JsonText.inOneLine(Map.of("advance", Durations.format(duration)));
    now(connection.send("POST", "/api/v1/clock", body));
  }

  @Override
  public Journal journal() {
    return journal;
  }

  /**
   * Follows what happens there from now on.
   *
   * @param patience how long it is tried to make a broken connection anew
   * @return to be closed by whoever follows
   * @throws java.io.UncheckedIOException if nothing answers there
   * @throws IllegalStateException if the server refuses
   */
  public Events follow(Duration patience) {
    return new Events(connection, patience);
  }

  @Override
  public Evidence evidence() {
    return journal.evidence();
  }

  @Override
  public String id() {
    return journal.id();
  }

  @Override
  public String revision() {
    return journal.revision();
  }

  /** Ends the connection; the journal can still be read as it is now. Does nothing for a view. */
  @Override
  public void close() {
    if (!isView) {
      journal.close();
      connection.close();
    }
  }

  private static List<Map<String, Object>> list(Map<String, Object> tree, String key) {
    List<Map<String, Object>> list = new ArrayList<>();
    if (tree.get(key) instanceof List<?> items) {
      for (Object item : items) {
        Map<String, Object> each = new LinkedHashMap<>();
        if (item instanceof Map<?, ?> map) {
          map.forEach((name, value) -> each.put(String.valueOf(name), value));
        }
        list.add(each);
      }
    }
    return list;
  }

  private static long number(Map<String, Object> tree, String key) {
    return number(tree.get(key));
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
