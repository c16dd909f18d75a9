package dev.fivefifty.scenario;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.rule.StartTls;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios of the user's own, what they need of the server, and what becomes of them later. */
class ScenarioServerTest {
  @TempDir Path dir;

  private Path write(String name, String server, String... rules) throws IOException {
    return Files.writeString(
        dir.resolve(name + ".yaml"),
        "scenario:\n  description: Ours.\n  parameters: { v: { default: x, description: any } }\n"
            + server
            + "\nrules: ["
            + String.join(",", rules)
            + "]\n");
  }

  private Path scenario(String name, String server) throws IOException {
    return write(name, server, "{ name: help, at: help, reply: '214 " + name + "' }");
  }

  private FiveFifty.Builder builder() {
    return FiveFifty.builder().scenarioDirectory(dir);
  }

  private static String ehlo(FiveFifty smtp) {
    try (WireClient client = WireClient.greeted(smtp.host(), smtp.port())) {
      return client.ask("EHLO client.example");
    }
  }

  private static String rcpt(FiveFifty smtp) {
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.accepted("MAIL FROM:<a@example.com>");
      return client.ask("RCPT TO:<b@example.com>").strip();
    }
  }

  // --- at the start

  @Test
  void the_server_has_what_a_scenario_needs() throws IOException {
    scenario(
        "all",
        "server: { hostname: mx.example, size: 1KB, maxRecipients: 1, idleTimeout: 10m,"
            + " maxConnections: 1, tls: { starttls: offered }, auth: { users: { alice: secret },"
            + " mechanisms: [PLAIN] } }");
    try (FiveFifty smtp = builder().scenario("all").start();
        WireClient client = WireClient.greeted(smtp.host(), smtp.port())) {
      assertThat(client.ask("EHLO a"))
          .startsWith("250-mx.example ")
          .contains("SIZE 1024\r\n", "STARTTLS\r\n", "AUTH PLAIN\r\n");
      String alice = base64("\0alice\0secret");
      assertThat(client.ask("AUTH PLAIN " + alice)).startsWith("235 ");
      client.envelope("a@example.com", "b@example.com");
      assertThat(client.ask("RCPT TO:<c@example.com>")).startsWith("452 ");
      try (WireClient second = WireClient.connect(smtp.host(), smtp.port())) {
        assertThat(second.reply()).startsWith("421 ");
      }
      // The usual time-out is five minutes.
      smtp.clock().advance(java.time.Duration.ofMinutes(9));
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void what_the_user_says_comes_first_whenever_it_is_said() throws IOException {
    scenario("named", "server: { hostname: mx.example, size: 1KB, tls: { starttls: required } }");
    try (FiveFifty smtp = builder().hostname("mine.example").scenario("named").start()) {
      assertThat(ehlo(smtp)).startsWith("250-mine.example ").contains("SIZE 1024", "STARTTLS");
    }
    try (FiveFifty smtp =
        builder()
            .scenario("named")
            .hostname("mine.example")
            .size(2_048)
            .starttls(StartTls.DISABLED)
            .start()) {
      assertThat(ehlo(smtp))
          .startsWith("250-mine.example ")
          .contains("SIZE 2048")
          .doesNotContain("STARTTLS");
    }
    Path file =
        Files.writeString(
            Files.createDirectory(dir.resolve("rules")).resolve("r.yaml"),
            "server: { hostname: file.example }\nrules: [{ scenario: named }]\n");
    try (FiveFifty smtp = builder().ruleFiles(file).start()) {
      assertThat(ehlo(smtp)).startsWith("250-file.example ").contains("SIZE 1024");
    }
  }

  @Test
  void users_are_those_of_all_scenarios_or_the_users_own() throws IOException {
    scenario("alice", "server: { auth: { users: { alice: secret }, mechanisms: [PLAIN] } }");
    // Of two rules that always apply at one stage the second never would.
    write("bob", "server: { auth: { users: { bob: secret } } }", "{ at: vrfy, reply: 252 }");
    for (String name : List.of("alice", "bob")) {
      assertThat(authenticates(builder().scenario("alice").scenario("bob", Map.of()), name))
          .isTrue();
      assertThat(authenticates(builder().scenario("alice").user("carol", "secret"), name))
          .isFalse();
    }
    assertThat(authenticates(builder().scenario("alice").user("carol", "secret"), "carol"))
        .isTrue();
  }

  private static boolean authenticates(FiveFifty.Builder builder, String name) throws IOException {
    try (FiveFifty smtp = builder.start();
        WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      return client.ask("AUTH PLAIN " + base64("\0" + name + "\0secret")).startsWith("235 ");
    }
  }

  @Test
  void the_stronger_of_two_wishes_for_tls_is_met() throws IOException {
    scenario("offered", "server: { tls: { starttls: offered } }");
    write("required", "server: { tls: { starttls: required } }", "{ at: vrfy, reply: 252 }");
    try (FiveFifty smtp = builder().scenario("required").scenario("offered").start();
        WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      assertThat(client.ask("MAIL FROM:<a@example.com>")).startsWith("530 5.7.0 ");
    }
  }

  @Test
  void two_that_want_something_different_are_an_error_unless_the_user_says_which()
      throws IOException {
    scenario("one", "server: { hostname: one.example }");
    write("two", "server: { hostname: two.example }", "{ at: vrfy, reply: 252 }");
    assertThatThrownBy(() -> builder().scenario("one").scenario("two").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the scenarios 'one' and 'two' want another 'hostname' each, one.example and"
                + " two.example (say which the server has)");
    FiveFifty.Builder said = builder().hostname("two.example").scenario("one").scenario("two");
    try (FiveFifty smtp = said.start()) {
      assertThat(ehlo(smtp)).startsWith("250-two.example ");
    }
  }

  // --- while it runs

  @Test
  void a_running_server_says_what_it_lacks_and_keeps_its_rules() throws IOException {
    Map<String, String> lacking =
        Map.of(
            "hostname: mx.example", "'hostname: mx.example', and this one has localhost",
            "size: 1KB", "'size: 1024', and this one has 26214400",
            "maxRecipients: 3", "'maxRecipients: 3', and this one has ",
            "maxConnections: 3", "'maxConnections: 3', and this one has ",
            "idleTimeout: 1m", "'idleTimeout: ",
            "tls: { starttls: offered }", "'tls: starttls: offered', and this one has disabled",
            "tls: { clientCertificates: required }", "'tls: clientCertificates: required'",
            "auth: { users: { a: b } }", "'auth: users', and this one has no AUTH",
            "auth: { any: true }", "'auth: any: true', and this one has no AUTH");
    try (FiveFifty smtp = builder().rules(at(RCPT).name("own").reply("550")).start()) {
      for (Map.Entry<String, String> each : lacking.entrySet()) {
        scenario("needs", "server: { " + each.getKey() + " }");
        Path file =
            Files.writeString(
                Files.createDirectories(dir.resolve("rules")).resolve("r.yaml"),
                "rules: [{ scenario: needs }]\n");
        assertThatThrownBy(() -> smtp.addScenario("needs"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("the scenario 'needs' needs a server with ")
            .hasMessageContaining(each.getValue());
        assertThatThrownBy(() -> smtp.addFiles(file)).hasMessageContaining(each.getValue());
        assertThat(smtp.rules()).containsOnlyKeys("own");
      }
    }
  }

  @Test
  void a_running_server_that_has_it_is_content() throws IOException {
    scenario(
        "needs",
        "server: { hostname: mx.example, size: 1KB, tls: { starttls: offered },"
            + " auth: { any: true, required: true, onlyUnderTls: true } }");
    try (FiveFifty smtp =
        builder()
            .hostname("mx.example")
            .size(1_024)
            .starttls(StartTls.REQUIRED)
            .anyUser()
            .authRequired(true)
            .authOnlyUnderTls(true)
            .start()) {
      smtp.addScenario("needs");
      assertThat(smtp.rules()).containsOnlyKeys("needs/help");
    }
    try (FiveFifty smtp = builder().hostname("mx.example").size(1_024).anyUser().start()) {
      assertThatThrownBy(() -> smtp.addScenario("needs"))
          .hasMessageContaining("'tls: starttls: offered'");
    }
    try (FiveFifty smtp = builder().needs(named("needs").loaded().needs()).start()) {
      assertThat(smtp.rules()).isEmpty();
      smtp.addScenario("needs");
      assertThat(ehlo(smtp)).startsWith("250-mx.example ");
    }
  }

  private Scenario named(String name) {
    return Scenarios.named(name, Scenarios.in(dir));
  }

  @Test
  void a_reset_goes_back_to_the_scenarios_of_the_start() throws IOException {
    write("ours", "", "{ name: a, at: rcpt, times: 1, reply: '450 ${param.v}' }");
    try (FiveFifty smtp = builder().scenario("ours", Map.of("v", "told")).start()) {
      assertThat(rcpt(smtp)).isEqualTo("450 told");
      assertThat(rcpt(smtp)).startsWith("250 ");
      smtp.addScenario("mailbox-not-found");
      // Not those of the file now, which nobody has asked to read again.
      write("ours", "", "{ name: b, at: rcpt, reply: 451 }");
      smtp.reset();
      assertThat(smtp.rules()).containsOnlyKeys("ours/a");
      assertThat(rcpt(smtp)).isEqualTo("450 told");
    }
  }

  @Test
  void a_reload_reads_what_is_of_the_users_own() throws IOException {
    write("ours", "", "{ name: a, at: rcpt, reply: '450 ${param.v}' }");
    try (FiveFifty smtp =
        builder()
            .rules(at(RCPT).to("x@*").name("in Java").reply("551"))
            .scenario("ours", Map.of("v", "told"))
            .start()) {
      write("ours", "", "{ name: a, at: rcpt, reply: '451 4.3.0 ${param.v}' }");
      assertThat(smtp.reload()).contains(2);
      assertThat(smtp.rules()).containsOnlyKeys("in Java", "ours/a");
      assertThat(rcpt(smtp)).isEqualTo("451 4.3.0 told");

      write("ours", "", "{ name: a, at: rctp, reply: 450 }");
      assertThatThrownBy(smtp::reload)
          .isInstanceOf(RuleFileException.class)
          .hasMessageContaining("did you mean rcpt?");
      write("ours", "server: { size: 1KB }", "{ name: a, at: rcpt, reply: 450 }");
      assertThatThrownBy(smtp::reload)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'size: 1024'");
      Files.delete(dir.resolve("ours.yaml"));
      assertThatThrownBy(smtp::reload).hasMessageContaining("there is no scenario 'ours'");
      assertThat(rcpt(smtp)).isEqualTo("451 4.3.0 told");
      smtp.reset();
      assertThat(rcpt(smtp)).isEqualTo("451 4.3.0 told");
    }
    try (FiveFifty smtp = FiveFifty.builder().scenario("greylisting").start()) {
      assertThat(smtp.reload()).as("what is shipped does not change").isEmpty();
    }
  }

  @Test
  void a_reload_asks_nothing_that_the_users_settings_have_settled() throws IOException {
    write("ours", "server: { hostname: mx.example }", "{ name: a, at: rcpt, reply: 450 }");
    try (FiveFifty smtp = builder().hostname("mine.example").scenario("ours").start()) {
      write("ours", "server: { hostname: mx.example }", "{ name: a, at: rcpt, reply: 451 }");
      assertThat(smtp.reload()).contains(1);
      assertThat(rcpt(smtp)).startsWith("451 ");
    }
  }

  // --- a directory of one's own

  @Test
  void a_directory_comes_before_what_is_shipped() throws IOException {
    write("greylisting", "", "{ name: mine, at: rcpt, reply: 450 }");
    Files.writeString(dir.resolve("short.yml"), "scenario: { description: Short. }\nrules: []\n");
    Files.writeString(dir.resolve(".hidden.yaml"), "nothing to read");
    Files.writeString(dir.resolve("README.md"), "nothing to read");
    Files.createDirectory(dir.resolve("below.yaml"));
    ScenarioFiles library = Scenarios.in(dir);
    assertThat(library.directories()).containsExactly(dir);
    assertThat(library.names())
        .startsWith("greylisting", "short")
        .hasSize(ScenarioFiles.SHIPPED.names().size() + 1)
        .doesNotContain("README", ".hidden", "below");
    assertThat(Scenarios.named("greylisting", library).rules().get(0).name())
        .contains("greylisting/mine");
    assertThat(Scenarios.named("greylisting").rules().get(0).name())
        .isNotEqualTo(java.util.Optional.of("greylisting/mine"));
    assertThat(Scenarios.all(library)).extracting(Scenario::name).contains("short");
    assertThatThrownBy(() -> Scenarios.named("shrt", library))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean short?");
    assertThatThrownBy(() -> Scenarios.named("short")).hasMessageContaining("no scenario 'short'");
    assertThatThrownBy(() -> Scenarios.in(dir.resolve("nowhere")).names())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("nowhere");
  }

  /** SCENARIOS.md shows a file and the list of rules that uses it. */
  @Test
  void the_example_of_the_documentation_works() throws IOException {
    List<MatchResult> blocks =
        Pattern.compile("```yaml\n(.*?)```\n", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("SCENARIOS.md")))
            .results()
            .toList();
    assertThat(blocks).hasSize(2);
    assertThat(RuleFiles.parse("rules.yaml", blocks.get(0).group(1)).rules()).isNotEmpty();
    Files.writeString(dir.resolve("maintenance.yaml"), blocks.get(1).group(1));
    try (FiveFifty smtp = builder().scenario("maintenance", Map.of("until", "noon")).start()) {
      assertThat(ehlo(smtp)).startsWith("250-mx.example.com ");
      assertThat(rcpt(smtp)).isEqualTo("450 4.3.2 Closed for maintenance until noon");
    }
  }
}
