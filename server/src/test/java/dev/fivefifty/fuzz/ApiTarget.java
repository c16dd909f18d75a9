package dev.fivefifty.fuzz;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.SentExpectations;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bodies sent to the control API of a running server, over its socket: what is refused is refused
 * with problem details and changes nothing, nothing is an error of our own, and no answer tells of
 * the inside. The first byte chooses method and path; up to FF it may be followed by a rule's name.
 */
public final class ApiTarget {
  private static final String NAME = "{name}";

  /** In the order that the corpus knows: append only. */
  private static final List<String> TARGETS =
      List.of(
          "POST /api/v1/rules",
          "PUT /api/v1/rules",
          "PUT /api/v1/rules/stays",
          "PUT /api/v1/rules/" + NAME,
          "POST /api/v1/expectations",
          "POST /api/v1/clock",
          "POST /api/v1/pause",
          "POST /api/v1/resume",
          "POST /api/v1/reset",
          "POST /api/v1/rules/reload");

  private static final int MOST = 32 * 1024;

  /** Longer waits are right, and of no use here. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(5);

  /** Further ahead the clock soon refuses to move at all. */
  private static final Duration FURTHEST = Duration.ofDays(36_000);

  /** What would tell of the inside. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "\\b(?:java|javax|jdk|sun|com|org|dev)\\.[a-z]\\w*(?:\\.\\w+)*\\.[A-Z]\\w*"
              + "|\\b[A-Z]\\w*(?:Exception|Error)\\b"
              + "|\\tat |\\$\\$?Lambda");

  private static final Rule STAYS =
      at(RCPT).name("stays").to("gone@example.com").reply("550 5.1.1 Gone");

  private static final ObjectMapper JSON = new ObjectMapper();

  private static ApiTarget server = new ApiTarget();

  private final FuzzServer fuzz =
      new FuzzServer(builder -> builder.http(0).listen(Listener.on(0)).rules(STAYS));
  private final FiveFifty smtp = fuzz.smtp;
  private final Instant began = smtp.clock().instant();
  private WireClient client;

  private ApiTarget() {
    prepare();
  }

  /** For Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length > MOST) {
      return;
    }
    synchronized (JSON) {
      Input input = new Input(bytes);
      String target = TARGETS.get(input.number() % TARGETS.size());
      if (target.endsWith(NAME)) {
        target = target.replace(NAME, encoded(input.piece()));
      }
      byte[] body = input.rest();
      if (!waitsLong(target, body)) {
        server.take(target, body);
      }
    }
  }

  /** What the server holds that a request could change. */
  private record State(
      Map<String, Rule> rules, Map<String, Long> applications, String journal, Duration ahead) {
    boolean isLike(State other) {
      // The clock goes on by itself.
      return rules.equals(other.rules)
          && applications.equals(other.applications)
          && journal.equals(other.journal)
          && ahead.minus(other.ahead).compareTo(Duration.ofSeconds(1)) < 0;
    }
  }

  private State state() {
    Answer evidence = ask("HEAD /api/v1/evidence", new byte[0]);
    Duration ahead = Duration.between(Instant.now(), smtp.clock().instant());
    return new State(smtp.rules(), smtp.applications(), evidence.tag(), ahead);
  }

  private void take(String target, byte[] body) {
    State before = state();
    Answer answer = ask(target, body);
    String sent = target + "\n" + FuzzServer.text(body);
    try {
      check(answer, target + "\n" + new String(body, StandardCharsets.UTF_8));
      if (answer.status() >= 400) {
        State after = state();
        if (!after.isLike(before)) {
          throw new AssertionError("Refused, and changed: " + before + "\nto\n" + after);
        }
        if (target.endsWith("/pause") || target.endsWith("/resume")) {
          listens();
          prepare();
        }
      } else {
        taken(target);
        prepare();
      }
    } catch (AssertionError e) {
      throw new AssertionError(answer + "\nto\n" + sent, e);
    }
    List<String> problems = fuzz.problems();
    if (!problems.isEmpty()) {
      throw new AssertionError(sent + "\n" + String.join("\n", problems));
    }
  }

  private static void check(Answer answer, String sent) {
    int status = answer.status();
    if (status != 200 && (status < 400 || status > 499)) {
      throw new AssertionError("Neither done nor refused");
    }
    String type = status == 200 ? "application/json" : "application/problem+json";
    if (!type.equals(answer.type())) {
      throw new AssertionError("Not " + type);
    }
    JsonNode tree;
    try {
      tree = JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError("Not JSON", e);
    }
    if (status != 200
        && (tree.path("status").asInt() != status
            || tree.path("title").asText().isBlank()
            || tree.path("detail").asText().isBlank())) {
      throw new AssertionError("No problem details");
    }
    for (JsonNode error : tree.path("errors")) {
      if (error.path("line").asInt() < 1 || error.path("column").asInt() < 1) {
        throw new AssertionError("An error without a place");
      }
    }
    Matcher inside = INSIDE.matcher(answer.body());
    while (status != 200 && inside.find()) {
      if (!sent.contains(inside.group().strip()) && !sent.contains("\\u")) {
        throw new AssertionError("It tells of the inside: " + inside.group());
      }
    }
  }

  /** What is shown of rules that were taken can be sent again, and is the same. */
  private void taken(String target) {
    if (!target.contains("/rules") || target.endsWith("/reload")) {
      return;
    }
    Map<String, Rule> rules = smtp.rules();
    Answer shown = ask("GET /api/v1/rules", new byte[0]);
    Answer again = ask("PUT /api/v1/rules", shown.body().getBytes(StandardCharsets.UTF_8));
    if (again.status() == 400 && again.body().contains("can never apply")) {
      // In one batch a rule behind one that always applies is an error; in two it is not.
      return;
    }
    if (again.status() != 200
        || !smtp.rules().equals(rules)
        || !List.copyOf(smtp.rules().keySet()).equals(List.copyOf(rules.keySet()))) {
      throw new AssertionError(
          "What is shown is not what is there: " + shown + "\n" + again + "\n" + rules);
    }
  }

  /** On every port. */
  private void listens() {
    for (Listener listener : smtp.listeners()) {
      WireClient.greeted(smtp.host(), listener.port()).close();
    }
  }

  /** The state that every input finds: one rule, which applied once, and one message. */
  private void prepare() {
    smtp.resume();
    if (Duration.between(began, smtp.clock().instant()).compareTo(FURTHEST) > 0) {
      close();
      server = new ApiTarget();
      return;
    }
    smtp.reset();
    try (WireClient mail = WireClient.introduced(smtp.host(), smtp.port())) {
      mail.accepted("MAIL FROM:<a@example.com>");
      mail.ask("RCPT TO:<gone@example.com>");
      mail.accepted("RCPT TO:<b@example.com>").data("Subject: x\r\n\r\nx");
      mail.ask("QUIT");
      mail.readToEnd();
    }
    while (smtp.journal().sessions().stream().anyMatch(session -> session.isOpen())) {
      LockSupport.parkNanos(50_000);
    }
    if (!smtp.applications().equals(Map.of("stays", 1L))) {
      throw new AssertionError("Not as at the start: " + smtp.applications());
    }
  }

  private void close() {
    if (client != null) {
      client.close();
      client = null;
    }
    smtp.close();
  }

  /** What was answered. */
  private record Answer(int status, String type, String tag, String body) {}

  private Answer ask(String target, byte[] body) {
    try {
      if (client == null) {
        client = WireClient.connect("127.0.0.1", smtp.apiUri().getPort());
      }
      client.raw(
          target
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length
              + "\r\n\r\n");
      client.send(body);
      return answer(target.startsWith("HEAD "));
    } catch (UncheckedIOException e) {
      throw new AssertionError("No answer to " + target + "\n" + FuzzServer.text(body), e);
    }
  }

  private Answer answer(boolean head) {
    String line = client.readLine();
    if (!line.startsWith("HTTP/1.1 ")) {
      throw new AssertionError("Not an answer: " + line);
    }
    int status = Integer.parseInt(line.substring(9, 12));
    String type = "";
    String tag = "";
    int length = 0;
    boolean last = false;
    for (String field = client.readLine(); !field.isBlank(); field = client.readLine()) {
      String value = field.substring(field.indexOf(':') + 1).strip();
      switch (field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT)) {
        case "content-type" -> type = value;
        case "content-length" -> length = Integer.parseInt(value);
        case "etag" -> tag = value;
        case "connection" -> last = value.equalsIgnoreCase("close");
        default -> {}
      }
    }
    byte[] body = new byte[head ? 0 : length];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) client.read();
    }
    if (last) {
      client.close();
      client = null;
    }
    return new Answer(status, type, tag, new String(body, StandardCharsets.UTF_8));
  }

  private static boolean waitsLong(String target, byte[] body) {
    if (!target.endsWith("/expectations")) {
      return false;
    }
    try {
      SentExpectations sent = SentExpectations.parse(body);
      return sent.within().compareTo(LONGEST_WAIT) > 0
          || sent.staysTrueFor().compareTo(LONGEST_WAIT) > 0;
    } catch (RuleFileException e) {
      return false;
    }
  }

  private static String encoded(byte[] name) {
    StringBuilder text = new StringBuilder();
    for (byte each : name) {
      text.append(String.format(Locale.ROOT, "%%%02X", each));
    }
    return text.toString();
  }
}
