package dev.fivefifty.cli;

import static dev.fivefifty.cli.Program.GUARD;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.NOOP;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.JsonText;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.TagSource;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that talk to a running server. */
class ClientCommandsTest {
  @TempDir Path dir;

  private FiveFifty smtp;
  private Map<String, String> environment;

  @BeforeEach
  void start() {
    smtp =
        FiveFifty.builder()
            .http(0)
            .seed(5)
            .rules(at(NOOP).reply("450 4.0.0 No").name("no"))
            .start();
    environment = Map.of("FIVEFIFTY_SERVER", smtp.apiUri().toString());
  }

  @AfterEach
  void stop() {
    smtp.close();
  }

  private Program run(String... args) {
    return Program.ended(environment, args);
  }

  private String done(String... args) {
    Program program = run(args);
    assertThat(program.err()).isEmpty();
    assertThat(program.code()).isZero();
    return program.out().replace("\r\n", "\n");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text).toString();
  }

  private WireClient introduced() {
    return WireClient.introduced(smtp.host(), smtp.port());
  }

  private static void deliver(WireClient client, String from, String to, String subject) {
    client.ask("MAIL FROM:<" + from + ">");
    if (client.ask("RCPT TO:<" + to + ">").startsWith("2")) {
      client.ask("DATA");
      client.raw(
          "Subject: " + subject + "\r\nMessage-ID: <" + subject + "@x>\r\n\r\nHello\r\n.\r\n");
      client.reply();
    } else {
      client.ask("RSET");
    }
  }

  @Test
  void rules_are_added_set_listed_and_cleared() throws IOException {
    String yaml =
        file("a.yaml", "rules:\n  - { name: gone, at: rcpt, reply: \"550 5.1.1 Gone\" }\n");
    assertThat(done("rules", "add", yaml)).isEqualTo("rules 2\n");
    try (WireClient client = introduced()) {
      client.ask("MAIL FROM:<a@x>");
      assertThat(client.ask("RCPT TO:<b@x>")).startsWith("550 5.1.1 Gone");
    }
    assertThat(done("rules", "list")).isEqualTo("rcpt           1  gone\nnoop           0  no\n");
    assertThat(RuleFiles.parse("list.yaml", done("rules", "list", "--yaml")).rules())
        .containsExactlyElementsOf(smtp.rules().values());

    assertThat(done("rules", "set", yaml)).isEqualTo("rules 1\n");
    assertThat(smtp.rules()).containsOnlyKeys("gone");
    assertThat(done("rules", "clear")).isEqualTo("rules 0\n");
    assertThat(smtp.rules()).isEmpty();
    assertThat(done("reset")).isEqualTo("rules 1\n");
    assertThat(smtp.rules()).containsOnlyKeys("no");
  }

  @Test
  void bad_rules_are_refused_with_their_place_and_change_nothing() throws IOException {
    Program bad = run("rules", "set", file("bad.yaml", "rules:\n  - { at: rctp, reply: 550 }\n"));
    assertThat(bad.err()).startsWith(dir.resolve("bad.yaml") + ":2:11: ").contains("rcpt");
    assertThat(bad.code()).isEqualTo(2);
    Program twice =
        run("rules", "add", file("no.yaml", "rules:\n  - { name: no, at: noop, reply: 550 }\n"));
    assertThat(twice.err()).startsWith("fivefifty: ").contains("'no'");
    assertThat(twice.code()).isEqualTo(2);
    assertThat(smtp.rules()).containsOnlyKeys("no");
  }

  @Test
  void says_that_settings_of_the_server_are_of_no_effect() throws IOException {
    Program add = run("rules", "add", file("a.yaml", "server: { hostname: x }\n"));
    assertThat(add.err()).contains("'server' is of no effect");
    assertThat(add.code()).isZero();
  }

  @Test
  void the_journal_is_told_as_serve_tells_it_or_in_json() {
    try (WireClient client = introduced()) {
      client.ask("AUTH PLAIN c2VjcmV0");
      client.ask("NOOP");
      deliver(client, "a@x", "b@x", "Hi");
      client.ask("QUIT");
      client.readToEnd();
    }
    await().atMost(GUARD).until(() -> smtp.journal().session(1).orElseThrow().ended().isPresent());
    assertThat(done("journal").lines().map(line -> line.replaceFirst("^\\d\\d:\\d\\d:\\S+ ", "")))
        .contains(
            "#1   127.0.0.1 noop      NOOP -> 450 4.0.0 No  [no]",
            "#1   127.0.0.1 stored    message 1, 42 bytes, from <a@x> to <b@x>",
            "#1   127.0.0.1 session   ends: QUIT")
        .first()
        .asString()
        .contains("session   begins");

    List<Map<String, Object>> events = new ArrayList<>();
    String json = done("journal", "--json");
    json.lines().forEach(line -> events.add(JsonText.read(line.getBytes(StandardCharsets.UTF_8))));
    assertThat(events)
        .first()
        .satisfies(event -> assertThat(event).containsEntry("event", "session-begin"));
    assertThat(events).last().satisfies(event -> assertThat(event).containsEntry("end", "quit"));
    assertThat(events)
        .filteredOn(event -> "no".equals(event.get("rule")))
        .singleElement()
        .satisfies(event -> assertThat(event).containsEntry("event", "exchange"));
    assertThat(json).contains("AUTH PLAIN ***").doesNotContain("c2VjcmV0");
  }

  @Test
  void the_journal_can_be_followed_until_the_server_is_stopped() {
    try (Program follow = Program.running(environment, "journal", "--follow")) {
      try (WireClient client = introduced()) {
        await().atMost(GUARD).until(() -> follow.out().contains("EHLO"));
        client.ask("NOOP");
        await().atMost(GUARD).until(() -> follow.out().contains("NOOP -> 450 4.0.0 No  [no]"));
        client.ask("QUIT");
        client.readToEnd();
      }
      await().atMost(GUARD).until(() -> follow.out().contains("ends: QUIT"));
      assertThat(follow.out().lines().filter(line -> line.contains("NOOP"))).hasSize(1);
      smtp.close();
      follow.awaitEnd();
      assertThat(follow.err()).isEmpty();
      assertThat(follow.code()).isZero();
    }
  }

  @Test
  void following_ends_in_order_when_interrupted() {
    try (Program follow = Program.running(environment, "journal", "--follow")) {
      try (WireClient client = introduced()) {
        await().atMost(GUARD).until(() -> follow.out().contains("EHLO"));
        client.ask("QUIT");
      }
      follow.stop();
      follow.awaitEnd();
      assertThat(follow.err()).isEmpty();
      assertThat(follow.code()).isZero();
    }
  }

  @Test
  void followed_in_json_it_says_what_serve_saves(@TempDir Path saved) throws IOException {
    Path into = saved.resolve("saved");
    try (Program serve =
            Program.listening("--port", "0", "--http-port", "0", "--save", into.toString());
        Program follow =
            Program.running(
                Map.of("FIVEFIFTY_SERVER", "http://127.0.0.1:" + serve.httpPort()),
                "journal",
                "--follow",
                "--json")) {
      for (int i = 0; i < 3; i++) {
        try (WireClient client = WireClient.introduced("127.0.0.1", serve.port())) {
          client.ask("AUTH PLAIN c2VjcmV0");
          deliver(client, "a@x", "b@x", "s" + i);
          client.ask("QUIT");
          client.readToEnd();
        }
        int ended = i + 1;
        await().atMost(GUARD).until(() -> ends(follow) == ended);
      }
      serve.stop();
      follow.awaitEnd();
      assertThat(follow.code()).isZero();
      // The first was perhaps not followed, but told of afterwards.
      assertThat(follow.out().lines().filter(line -> !line.matches(".*\"(id|session)\": 1,.*")))
          .hasSizeGreaterThan(10)
          .containsExactlyElementsOf(
              Files.readAllLines(into.resolve("journal.jsonl")).stream()
                  .filter(line -> !line.matches(".*\"(id|session)\": 1,.*"))
                  .toList());
    }
  }

  private static long ends(Program follow) {
    return follow.out().lines().filter(line -> line.contains("\"session-end\"")).count();
  }

  /** A journal that holds one session loses others between two looks, but not what is told. */
  @Test
  void what_the_journal_holds_no_more_is_told_too() {
    int sessions = 30;
    try (FiveFifty small = FiveFifty.builder().http(0).journalLimit(1).start();
        Program follow =
            Program.running(
                Map.of("FIVEFIFTY_SERVER", small.apiUri().toString()), "journal", "--follow")) {
      try (WireClient client = WireClient.introduced(small.host(), small.port())) {
        await().atMost(GUARD).until(() -> follow.out().contains("EHLO"));
        client.ask("QUIT");
        client.readToEnd();
      }
      for (int i = 1; i < sessions; i++) {
        try (WireClient client = WireClient.introduced(small.host(), small.port())) {
          client.ask("QUIT");
          client.readToEnd();
        }
      }
      await()
          .atMost(GUARD)
          .until(
              () ->
                  follow.out().lines().filter(line -> line.contains("ends: QUIT")).count()
                      == sessions);
      assertThat(follow.out().lines().filter(line -> line.contains("EHLO"))).hasSize(sessions);
      follow.stop();
    }
  }

  @Test
  void messages_are_listed_filtered_and_written_byte_for_byte() {
    try (WireClient client = introduced()) {
      deliver(client, "a@x", "b@x", "One");
      deliver(client, "a@x", "c@x", "Two");
    }
    assertThat(done("messages").lines()).hasSize(2);
    assertThat(done("messages", "--to", "c@*", "--subject", "t*").lines())
        .singleElement()
        .asString()
        .startsWith("2  ")
        .endsWith("  44 bytes  <a@x> to <c@x>  Two");
    assertThat(done("messages", "--from", "z@*")).isEmpty();
    assertThat(
            JsonText.read(
                done("messages", "--json", "--subject", "one").getBytes(StandardCharsets.UTF_8)))
        .containsEntry("subject", "One")
        .containsEntry("number", 1);
    assertThat(run("messages", "--raw", "2").out())
        .isEqualTo(
            new String(
                smtp.journal().message(2).orElseThrow().content(), StandardCharsets.US_ASCII));
    Program none = run("messages", "--raw", "3");
    assertThat(none.err()).contains("no message 3");
    assertThat(none.code()).isEqualTo(1);
  }

  @Test
  void the_clock_is_moved_and_an_outage_begins_and_ends() {
    Instant before = smtp.clock().instant();
    Instant said = Instant.parse(done("clock", "advance", "5m").strip());
    assertThat(Duration.between(before, said)).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(Duration.between(said, smtp.clock().instant())).isPositive();
    assertThat(run("clock", "advance", "soon").code()).isEqualTo(2);

    done("pause");
    assertThat(refuses()).isTrue();
    done("resume", "smtp");
    assertThat(refuses()).isFalse();
    done("pause", "smtp");
    assertThat(refuses()).isTrue();
    done("resume");
    assertThat(refuses()).isFalse();
    Program wrong = run("pause", "smpt");
    assertThat(wrong.err()).contains("did you mean smtp?");
    assertThat(wrong.code()).isEqualTo(2);
  }

  private boolean refuses() {
    try (WireClient client = WireClient.connect(smtp.host(), smtp.port())) {
      client.reply();
      return false;
    } catch (RuntimeException e) {
      return true;
    }
  }

  @Test
  void what_is_as_expected_is_said_and_ends_with_0() {
    smtp.add(
        at(RCPT).to("gone@x").reply("550 5.1.1 Gone"),
        at(RCPT).to("later@x").times(2).reply("450 4.7.1 Later"),
        at(RCPT).to("lost@x").times(1).close(Close.RESET));
    try (WireClient client = introduced()) {
      deliver(client, "a@x", "gone@x", "Gone");
      deliver(client, "a@x", "later@x", "Later");
      deliver(client, "a@x", "later@x", "Later");
      deliver(client, "a@x", "later@x", "Later");
    }
    assertThat(
            done(
                "expect",
                "--to",
                "later@x",
                "--attempts",
                "3",
                "--accepted",
                "--accepted-at",
                "3",
                "--deferred",
                "--deferred-with",
                "450 4.7.1",
                "--retried",
                "--copies",
                "1",
                "--stored",
                "--gaps-at-most",
                "1h",
                "--within",
                "10s"))
        .startsWith("as expected: later@x ");
    done("expect", "--to", "gone@x", "--refused", "--refused-with", "550 5.1.1");
    done(
        "expect",
        "--attempts",
        "4..",
        "--sessions",
        "1",
        "--rule",
        "no",
        "--applied",
        "..3",
        "--stays-true-for",
        "1ms");
    done("expect", "--to", "later@x", "--messages", "1", "--subject", "later");
    done("expect", "--to", "gone@x", "--messages", "0", "--stays-true-for", "1ms");
  }

  @Test
  void what_is_not_as_expected_is_explained_and_ends_with_1() {
    smtp.add(at(RCPT).to("gone@x").reply("550 5.1.1 Gone").name("gone"));
    try (WireClient client = introduced()) {
      deliver(client, "a@x", "gone@x", "Gone");
    }
    Program no = run("expect", "--to", "gone@x", "--accepted", "--within", "50ms");
    assertThat(no.err())
        .startsWith("Expected: gone@x ")
        .contains(
            "But: ", "Waited: ", "550 5.1.1 Gone", "What was said", "[rule 'gone']", "Seed 5");
    assertThat(no.out()).isEmpty();
    assertThat(no.code()).isEqualTo(1);
    assertThat(run("expect", "--to", "b@x", "--attempts", "1").code()).isEqualTo(1);
  }

  @Test
  void waits_for_what_is_still_to_happen() {
    try (Program expect =
        Program.running(environment, "expect", "--to", "b@x", "--accepted", "--within", "30s")) {
      try (WireClient client = introduced()) {
        deliver(client, "a@x", "b@x", "Hi");
      }
      expect.awaitEnd();
      assertThat(expect.out()).startsWith("as expected: b@x ");
      assertThat(expect.code()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "expect | nothing is expected",
        "expect --to b@x | nothing is asked about the recipient",
        "expect --to b@x --attempts 0 | staysTrueFor",
        "expect --to b@x --attempts many | --attempts is a number such as 3, or a range",
        "expect --to b@x --attempts .. | or a range",
        "expect --to b@x --copies 2 | --copies is 1, not 2",
        "expect --to b@x --refused-with 450 | 500 to 599",
        "expect --to b@x --accepted --within soon | is no duration",
        "expect --rule x | --rule and --applied go together",
        "expect --to b@x --accepted --subject x | go with --messages",
        "expect --too b@x | did you mean --to?",
        "rules | Missing required subcommand",
        "rules ad x | did you mean add?",
        "rules add | FILE-OR-DIR",
        "clock advance | DURATION",
        "messages --raw x | --raw",
        "journal --server localhost:8025 | is not where a control API is",
        "health --server localhost:8025 | is not where a control API is"
      })
  void wrong_usage(String example) {
    String[] parts = example.split(" \\| ");
    Program program = run(parts[0].split(" "));
    assertThat(program.err()).startsWith("fivefifty: ").contains(parts[1]);
    assertThat(program.out()).isEmpty();
    assertThat(program.code()).isEqualTo(2);
  }

  @Test
  void the_option_comes_before_the_environment_and_a_token_is_shown() {
    try (FiveFifty guarded = FiveFifty.builder().http(0).httpToken("s3cret").start()) {
      String url = guarded.apiUri().toString();
      Program without = run("rules", "list", "--server", url);
      assertThat(without.err()).contains("wants a token: --token, or FIVEFIFTY_TOKEN");
      assertThat(without.code()).isEqualTo(1);
      assertThat(done("rules", "list", "--server", url, "--token", "s3cret")).isEmpty();
      Map<String, String> both = Map.of("FIVEFIFTY_SERVER", url, "FIVEFIFTY_TOKEN", "s3cret");
      assertThat(Program.ended(both, "rules", "list").code()).isZero();
      Program wrong = Program.ended(both, "rules", "list", "--token", "other");
      assertThat(wrong.err()).contains("another token").doesNotContain("s3cret");
      assertThat(wrong.code()).isEqualTo(1);
      // Health needs none.
      assertThat(run("health", "--server", url).code()).isZero();
    }
  }

  @Test
  void health_asks_the_server_beside_it() throws IOException {
    String port = String.valueOf(smtp.apiUri().getPort());
    for (String bind : List.of("", "0.0.0.0", "127.0.0.1")) {
      Program health =
          Program.ended(Map.of("FIVEFIFTY_HTTP_PORT", port, "FIVEFIFTY_HTTP_BIND", bind), "health");
      assertThat(health.out()).isEqualToNormalizingNewlines("ready\n");
      assertThat(health.code()).isZero();
    }
    assertThat(Program.ended(Map.of("FIVEFIFTY_HTTP_PORT", "off"), "health").code()).isEqualTo(2);
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String nobody = "http://127.0.0.1:" + free;
    Program dead = run("health", "--server", nobody);
    assertThat(dead.err()).contains("does not answer");
    assertThat(dead.code()).isEqualTo(1);
    Program list = run("rules", "list", "--server", nobody);
    assertThat(list.err()).startsWith("fivefifty: no server can be reached at " + nobody);
    assertThat(list.code()).isEqualTo(1);
  }

  @Test
  void a_tag_of_a_server_that_tests_share() throws IOException {
    String rules = file("t.yaml", "rules: [{ at: rcpt, name: r, times: 1, reply: 451 }]");
    assertThat(run("rules", "list", "--tag", "t1").err())
        .contains("the server has no source of tags", "serve --tags subaddress");
    stop();
    smtp = FiveFifty.builder().http(0).tags(TagSource.subaddress()).start();
    environment = Map.of("FIVEFIFTY_SERVER", smtp.apiUri().toString());
    done("rules", "add", "--tag", "t1", rules);
    done("rules", "add", "--tag=T2", rules);
    assertThat(done("rules", "list")).contains("  t1/r\n", "  t2/r\n");
    assertThat(done("rules", "list", "--tag", "t2", "--yaml")).contains("tag: \"t2\"");
    try (WireClient client = introduced()) {
      deliver(client, "a@example.com", "b+t1@example.com", "one");
      deliver(client, "a@example.com", "b+t1@example.com", "again");
      client.ask("QUIT");
      client.readToEnd();
    }
    assertThat(done("rules", "list", "--tag", "t1")).containsPattern("rcpt +1  r\n");
    assertThat(done("rules", "list", "--tag", "t2")).containsPattern("rcpt +0  r\n");
    assertThat(done("messages", "--tag", "t1")).contains("again");
    assertThat(done("messages", "--tag", "t2")).isEmpty();
    assertThat(done("journal", "--tag", "t1")).contains("b+t1@example.com");
    assertThat(done("journal", "--tag", "t2")).isEmpty();
    String[] expect = {"expect", "--tag", "t1", "--to", "b+t1@example.com", "--accepted"};
    done(expect);
    expect[2] = "t2";
    assertThat(run(expect).code()).isEqualTo(1);
    assertThat(done("reset", "--tag", "t1")).isEqualTo("rules 0\n");
    assertThat(done("rules", "list")).contains("t2/r").doesNotContain("t1/r");
    assertThat(smtp.journal().sessions()).isEmpty();
  }
}
