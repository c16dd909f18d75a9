package dev.fivefifty.cli;

import static dev.fivefifty.cli.Program.GUARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.scenario.Scenario;
import dev.fivefifty.scenario.Scenarios;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios on the command line. */
class ScenarioOptionsTest {
  @TempDir Path dir;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private Path own(String name, String rule) throws IOException {
    return write(
        name + ".yaml",
        "scenario: { description: Ours., parameters: { v: { default: x, description: any } } }\n"
            + "rules: ["
            + rule
            + "]\n");
  }

  private static String rcpt(Program serve, String to) {
    try (WireClient client = WireClient.introduced("127.0.0.1", serve.port())) {
      client.accepted("MAIL FROM:<a@example.com>");
      return client.ask("RCPT TO:<" + to + ">").strip();
    }
  }

  // --- serve

  @Test
  void serves_scenarios_after_the_rules_of_files() throws IOException {
    Path file = write("r.yaml", "rules: [{ name: own, at: rcpt, when: { to: o@* }, reply: 551 }]");
    try (Program serve =
        Program.listening(
            "--port",
            "0",
            "--rules",
            file.toString(),
            "--scenario",
            "mailbox-not-found:to=*@gone.example,text=No such user, sorry",
            "--scenario",
            "greylisting:delay=30s")) {
      assertThat(serve.out())
          .contains(
              "\nrules 3 from "
                  + file
                  + ", scenario mailbox-not-found:to=*@gone.example,text=No such user, sorry,"
                  + " scenario greylisting:delay=30s\n",
              "\n  rcpt      own\n  rcpt      mailbox-not-found/refused\n");
      assertThat(rcpt(serve, "o@gone.example")).startsWith("551 ");
      assertThat(rcpt(serve, "b@gone.example"))
          .isEqualTo("550 5.1.1 <b@gone.example>: No such user, sorry");
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("450 4.7.1 Greylisted, try again in 30s");
      assertThat(serve.err()).isEmpty();
    }
  }

  @Test
  void the_environment_says_them_too_and_scenarios_of_ones_own_come_first() throws IOException {
    own("ours", "{ name: a, at: rcpt, reply: '450 4.2.0 ${param.v}' }");
    Map<String, String> environment =
        Map.of("FIVEFIFTY_SCENARIO", "ours:v=later", "FIVEFIFTY_SCENARIOS", dir.toString());
    try (Program serve = Program.listening(environment, "--port", "0")) {
      assertThat(serve.out()).contains("\nrules 1 from scenario ours:v=later\n");
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("450 4.2.0 later");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--scenario greylistin | there is no scenario 'greylistin' (did you mean greylisting?)",
        "--scenario xyzzy | 'fivefifty scenarios' lists the ",
        "--scenario greylisting:dely=1m | has no parameter 'dely' (expected one of ",
        "--scenario greylisting:dely=1m | did you mean delay?",
        "--scenario greylisting:delay=soon | 'soon'",
        "--scenario greylisting:delay | a scenario's parameter is such as domain=example.com",
        "--scenario mailbox-not-found:wording=gmial | did you mean gmail?",
        "--scenarios /nowhere/at/all | there is no directory /nowhere/at/all of scenarios",
        "--scenario greylisting --scenario greylisting | greylisting/",
        "--scenaro greylisting | did you mean --scenario?"
      })
  void what_is_wrong_is_wrong_usage(String example) {
    String[] parts = example.split(" \\| ");
    Program program = Program.ended(("serve --port 0 --http-port off " + parts[0]).split(" "));
    assertThat(program.err()).contains(parts[1]);
    assertThat(program.out()).isEmpty();
    assertThat(program.code()).isEqualTo(2);
  }

  @Test
  void a_scenario_brings_its_settings_and_the_command_line_comes_before() throws IOException {
    write(
        "named.yaml",
        "scenario: { description: Ours. }\nserver: { hostname: scenario.example, size: 1KB }\n"
            + "rules: [{ at: noop, reply: 450 }]\n");
    String[] line = {"--port", "0", "--scenarios", dir.toString(), "--scenario", "named"};
    try (Program serve = Program.listening(line);
        WireClient client = WireClient.connect("127.0.0.1", serve.port())) {
      assertThat(client.reply()).startsWith("220 scenario.example ");
      assertThat(client.ask("EHLO a")).contains("SIZE 1024");
    }
    try (Program serve =
            Program.listening(Map.of("FIVEFIFTY_HOSTNAME", "environment.example"), line);
        WireClient client = WireClient.connect("127.0.0.1", serve.port())) {
      assertThat(client.reply()).startsWith("220 environment.example ");
      assertThat(client.ask("EHLO a")).contains("SIZE 1024");
    }
  }

  @Test
  void a_changed_scenario_of_ones_own_is_loaded_again() throws IOException {
    own("ours", "{ name: a, at: rcpt, reply: '450 4.2.0 ${param.v}' }");
    try (Program serve =
        Program.listening(
            "--port",
            "0",
            "--scenarios",
            dir.toString(),
            "--scenario",
            "mailbox-not-found:to=g@*",
            "--scenario",
            "ours:v=now")) {
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("450 4.2.0 now");
      own("ours", "{ name: a, at: rcpt, when: { to: b@* }, reply: '451 4.3.0 ${param.v}' }");
      await()
          .atMost(GUARD)
          .until(
              () ->
                  serve
                      .out()
                      .contains(
                          "\nrules 2 reloaded from scenario mailbox-not-found:to=g@*,"
                              + " scenario ours:v=now\n"));
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("451 4.3.0 now");
      assertThat(rcpt(serve, "g@example.com")).startsWith("550 5.1.1 ");

      own("ours", "{ name: a, at: rcpt, repli: 450 }");
      await().atMost(GUARD).until(() -> serve.err().contains("the rules stay as they were"));
      assertThat(serve.err()).contains("ours.yaml:2:", "(used at scenario ours)", "reply");
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("451 4.3.0 now");

      write(
          "ours.yaml",
          "scenario: { description: Ours., parameters: { v: { default: x } } }\n"
              + "server: { size: 1KB }\nrules: [{ at: noop, reply: 450 }]\n");
      await().atMost(GUARD).until(() -> serve.err().contains("needs a server with 'size: 1024'"));
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("451 4.3.0 now");
    }
  }

  @Test
  void a_rule_file_may_use_ones_own_and_both_are_watched() throws IOException {
    Path below = Files.createDirectory(dir.resolve("own"));
    Path file = write("r.yaml", "rules: [{ scenario: ours }]");
    Path ours = below.resolve("ours.yaml");
    String text = "scenario: { description: Ours. }\nrules: [{ name: a, at: rcpt, reply: 450 }]\n";
    Files.writeString(ours, text);
    try (Program serve =
        Program.listening(
            "--port", "0", "--rules", file.toString(), "--scenarios", below.toString())) {
      assertThat(serve.out()).contains("\nrules 1 from " + file + "\n", "ours/a");
      Files.writeString(ours, text.replace("450", "'452 changed'"));
      await().atMost(GUARD).until(() -> serve.out().contains("\nrules 1 reloaded from " + file));
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("452 changed");
    }
  }

  @Test
  void reset_and_reload_go_back_to_them() throws IOException {
    own("ours", "{ name: a, at: rcpt, reply: '450 4.2.0 ${param.v}' }");
    try (Program serve =
            Program.listening(
                "--port", "0", "--scenarios", dir.toString(), "--scenario", "ours:v=now");
        FiveFifty there = FiveFifty.connect(URI.create("http://127.0.0.1:" + serve.httpPort()))) {
      there.replaceRules(List.of());
      assertThat(rcpt(serve, "b@example.com")).startsWith("250 ");
      there.reset();
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("450 4.2.0 now");
      there.replaceRules(List.of());
      assertThat(there.reload()).contains(1);
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("450 4.2.0 now");
    }
  }

  @Test
  void files_for_a_running_server_may_have_them() throws IOException {
    own("ours", "{ name: a, at: rcpt, reply: '450 4.2.0 ${param.v}' }");
    Path below = Files.createDirectory(dir.resolve("rules"));
    String good =
        Files.writeString(below.resolve("a.yaml"), "rules: [{ scenario: ours }]").toString();
    String bad =
        Files.writeString(below.resolve("b.yaml"), "rules: [{ scenario: certificate-expired }]")
            .toString();
    try (Program serve = Program.listening("--port", "0")) {
      Map<String, String> there =
          Map.of("FIVEFIFTY_SERVER", "http://127.0.0.1:" + serve.httpPort());
      Program set = Program.ended(there, "rules", "set", "--scenarios", dir.toString(), good);
      assertThat(set.out()).isEqualToNormalizingNewlines("rules 1\n");
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("450 4.2.0 x");
      Program add = Program.ended(there, "rules", "add", bad);
      assertThat(add.err()).contains("needs a server with 'tls: starttls: offered'");
      assertThat(add.code()).isEqualTo(2);
      assertThat(rcpt(serve, "b@example.com")).isEqualTo("450 4.2.0 x");
    }
  }

  // --- check

  @Test
  void check_knows_them() throws IOException {
    own("ours", "{ name: a, at: rcpt, reply: 450 }");
    Path below = Files.createDirectory(dir.resolve("rules"));
    Path good = Files.writeString(below.resolve("a.yaml"), "rules:\n- scenario: ours\n");
    Program check = Program.ended("check", "--scenarios", dir.toString(), good.toString());
    assertThat(check.out()).isEqualToNormalizingNewlines("1 file, 1 rule, 0 warnings\n");
    assertThat(check.err()).isEmpty();
    assertThat(check.code()).isZero();
    Program without = Program.ended("check", good.toString());
    assertThat(without.err()).startsWith(good + ":2:13: there is no scenario 'ours'");
    assertThat(without.code()).isEqualTo(2);
    Program nowhere = Program.ended("check", "--scenarios", "/nowhere", good.toString());
    assertThat(nowhere.err()).startsWith("fivefifty: there is no directory /nowhere");
    assertThat(nowhere.code()).isEqualTo(2);
  }

  // --- scenarios

  @Test
  void lists_all_by_group() {
    Program list = Program.ended("scenarios");
    assertThat(list.err()).isEmpty();
    assertThat(list.code()).isZero();
    StringBuilder expected = new StringBuilder();
    String group = "";
    for (Scenario each : Scenarios.all()) {
      if (!each.group().equals(group)) {
        group = each.group();
        expected.append(expected.isEmpty() ? "" : "\n").append(group).append('\n');
      }
      expected.append("  %-30s %s%n".formatted(each.name(), each.description()));
    }
    assertThat(list.out()).isEqualTo(expected.toString()).contains("\ntemporary\n  greylisting ");
  }

  @Test
  void lists_all_as_json() throws IOException {
    own("ours", "{ name: a, at: rcpt, reply: 450 }");
    Program list = Program.ended("scenarios", "--json", "--scenarios", dir.toString());
    JsonNode all = new ObjectMapper().readTree(list.out()).get("scenarios");
    assertThat(all).hasSize(Scenarios.all().size() + 1);
    assertThat(all.findValuesAsText("name")).contains("ours", "greylisting");
    JsonNode scenario = named(all, "mailbox-not-found");
    assertThat(scenario.get("group").asText()).isEqualTo("550 by cause");
    assertThat(scenario.get("client").asText()).endsWith(".");
    assertThat(scenario.get("sources")).isNotEmpty();
    JsonNode wording = named(scenario.get("parameters"), "wording");
    assertThat(wording.get("default").asText()).isEqualTo("plain");
    assertThat(wording.get("description").asText()).isNotEmpty();
    assertThat(wording.get("choices").toString()).startsWith("[\"plain\",").contains("\"gmail\"");
  }

  private static JsonNode named(JsonNode all, String name) {
    for (JsonNode each : all) {
      if (each.get("name").asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no " + name + " in " + all);
  }

  @Test
  void show_prints_a_rule_file() throws IOException {
    Program show = Program.ended("scenarios", "show", "greylisting:delay=1m");
    assertThat(show.code()).isZero();
    assertThat(show.out()).startsWith("# greylisting\n").contains("# parameter delay = 1m");
    assertThat(RuleFiles.parse("shown.yaml", show.out()).rules())
        .hasSameSizeAs(Scenarios.named("greylisting").rules());
    own("ours", "{ name: a, at: rcpt, reply: 450 }");
    assertThat(Program.ended("scenarios", "show", "ours", "--scenarios", dir.toString()).out())
        .startsWith("# ours\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show greylistin | there is no scenario 'greylistin' (did you mean greylisting?)",
        "show greylisting:dely=1m | did you mean delay?",
        "shw greylisting | did you mean show?",
        "--scenarios /nowhere | there is no directory /nowhere of scenarios"
      })
  void a_typo_is_wrong_usage(String example) {
    String[] parts = example.split(" \\| ");
    Program program = Program.ended(("scenarios " + parts[0]).split(" "));
    assertThat(program.err()).startsWith("fivefifty: ").contains(parts[1]);
    assertThat(program.out()).isEmpty();
    assertThat(program.code()).isEqualTo(2);
  }
}
