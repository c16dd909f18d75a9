package dev.fivefifty.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.rule.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios of the user's own in rule files. */
class ScenarioUseTest {
  @TempDir Path directory;
  private ScenarioFiles library;

  @BeforeEach
  void library() {
    library = ScenarioFiles.SHIPPED.with(directory);
  }

  private void scenario(String name, String parameters, String rules) throws IOException {
    Files.writeString(
        directory.resolve(name + ".yaml"),
        "scenario:\n  description: Some.\n  parameters: { "
            + parameters
            + " }\nrules:\n"
            + rules.indent(2));
  }

  private LoadedRules load(String rules) throws IOException {
    Path below = Files.createDirectories(directory.resolve("below"));
    Path file = Files.writeString(below.resolve("use.yaml"), "rules:\n" + rules.indent(2));
    return RuleFiles.load(List.of(file), library);
  }

  private List<String> errors(String rules) throws IOException {
    try {
      load(rules);
      return List.of();
    } catch (RuleFileException e) {
      return e.problems().stream()
          .map(problem -> problem.toString().replaceAll("[^ (:]*/", ""))
          .toList();
    }
  }

  private static List<String> names(LoadedRules loaded) {
    return loaded.rules().stream().map(rule -> rule.name().orElse("?")).toList();
  }

  private static String reply(LoadedRules loaded) {
    return loaded.rules().get(0).outcome().fixedReply().orElseThrow().toString();
  }

  private static final String V = "v: { default: x, description: some }";

  @Test
  void its_rules_stand_at_its_place() throws IOException {
    scenario("two", V, "- { name: a, at: mail, reply: 450 }\n- { at: rcpt, reply: 451 }\n");
    LoadedRules loaded =
        load(
            "- { name: first, at: noop, reply: 250 }\n- scenario: two\n- { name: last, at: vrfy, reply: 252 }");
    assertThat(names(loaded)).containsExactly("first", "two/a", "two/2", "last");
  }

  @Test
  void twice_under_another_name() throws IOException {
    scenario("one", V, "- { name: a, at: rcpt, when: { to: '${param.v}' }, reply: 450 }");
    assertThat(names(load("- scenario: one\n- { scenario: one, as: other, with: { v: y } }")))
        .containsExactly("one/a", "other/a");
    assertThat(errors("- scenario: one\n- { scenario: one, with: { v: y } }"))
        .containsExactly(
            "use.yaml:3:17: the scenario 'one' is here already (give this one another name beside"
                + " it: as: one-2)");
  }

  @Test
  void one_may_use_another_but_not_itself() throws IOException {
    scenario("inner", V, "- { name: a, at: rcpt, reply: '450 ${param.v}' }");
    scenario("outer", V, "- { scenario: inner, with: { v: 'told ${param.v}' } }");
    LoadedRules loaded = load("- { scenario: outer, with: { v: why } }");
    assertThat(names(loaded)).containsExactly("outer/inner/a");
    assertThat(reply(loaded)).isEqualTo("450 told why");
    scenario("ring", V, "- scenario: gnir");
    scenario("gnir", V, "- scenario: ring");
    assertThat(errors("- scenario: ring"))
        .containsExactly(
            "gnir.yaml:5:15: the scenario 'ring' uses itself (ring > gnir > ring)"
                + " (used at ring.yaml:5:15) (used at use.yaml:2:15)");
  }

  @Test
  void a_value_is_text_whatever_it_looks_like() throws IOException {
    scenario("say", V, "- { name: a, at: rcpt, reply: '450 <${param.v}{to}> ${to} $${param.v}' }");
    for (String value : List.of("${to}", "$", "$$", "$${to}", "a, b: [c] #d", "\\1", "$1")) {
      LoadedRules loaded =
          RuleFiles.scenarios(
              List.of(new ScenarioUse("say", Map.of("v", value), java.util.Optional.empty())),
              library);
      assertThat(said(loaded.rules().get(0)))
          .as(value)
          .isEqualTo("450 <" + value + "{to}> b@example.com ${param.v}");
    }
  }

  /** What a client is told. */
  private static String said(Rule rule) {
    try (dev.fivefifty.FiveFifty smtp = dev.fivefifty.FiveFifty.start()) {
      smtp.add(rule);
      try (dev.fivefifty.wire.WireClient client =
          dev.fivefifty.wire.WireClient.introduced(smtp.host(), smtp.port())) {
        client.accepted("MAIL FROM:<a@example.com>");
        return client.ask("RCPT TO:<b@example.com>").strip();
      }
    }
  }

  @Test
  void elsewhere_a_value_is_itself() throws IOException {
    scenario(
        "match",
        V + ", n: { default: \"2\", description: some }",
        "- { name: a, at: rcpt, when: { to: { equals: '${param.v}$${param.v}' } }, times: '${param.n}', reply: 450 }");
    Rule rule = load("- { scenario: match, with: { v: '${to}', n: 3 } }").rules().get(0);
    assertThat(rule.conditions().toString()).contains("${to}${param.v}");
    assertThat(rule.limit().times()).isEqualTo(3);
  }

  @Test
  void what_is_wrong_is_said_where_it_is_and_where_it_is_used() throws IOException {
    scenario("bad", V, "- name: a\n  at: rcpt\n  delay: ${param.v}\n  reply: '450 ${param.w}'");
    assertThat(errors("- scenario: bad"))
        .containsExactly(
            "bad.yaml:7:12: " + durationProblem("x") + " (used at use.yaml:2:15)",
            "bad.yaml:8:12: unknown parameter '${param.w}' (expected one of v; did you mean v?)"
                + " (used at use.yaml:2:15)");
    assertThat(errors("- { scenario: bad, with: { vv: y } }"))
        .containsExactly(
            "use.yaml:2:30: unknown parameter 'vv' (expected one of v; did you mean v?) of the"
                + " scenario 'bad'");
    assertThat(errors("- { scenario: bda }"))
        .containsExactly("use.yaml:2:17: there is no scenario 'bda' (did you mean bad?)");
    assertThat(errors("- { scenario: greylistin }"))
        .containsExactly(
            "use.yaml:2:17: there is no scenario 'greylistin' (did you mean greylisting?)");
    assertThat(errors("- { scenario: bad, with: { v: \"a\\nb\" } }"))
        .containsExactly("use.yaml:2:33: 'v' is one line of text, not 'a\\nb'");
    assertThat(errors("- { scenario: bad, at: rcpt }"))
        .containsExactly(
            "use.yaml:2:22: unknown key 'at' (expected one of scenario, with, as; did you mean as?)");
  }

  private static String durationProblem(String text) {
    try {
      dev.fivefifty.rule.Durations.parse(text);
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  @Test
  void a_setting_that_is_the_users_is_refused() throws IOException {
    Files.writeString(
        directory.resolve("port.yaml"),
        "scenario: { description: Some. }\nserver: { port: 25 }\nrules: [{ at: rcpt, reply: 450 }]\n");
    assertThat(errors("- scenario: port"))
        .containsExactly(
            "port.yaml:2:11: 'port' is no setting of a scenario (expected one of hostname, size,"
                + " idleTimeout, maxConnections, maxRecipients, auth, tls) (used at use.yaml:2:15)");
  }

  @Test
  void a_line_of_a_command() {
    assertThat(ScenarioUse.parse("a:x=1,2, 3,y=b=c").with())
        .isEqualTo(Map.of("x", "1,2, 3", "y", "b=c"));
    assertThat(ScenarioUse.parse("a").with()).isEmpty();
    assertThatThrownBy(() -> ScenarioUse.parse("a:x")).hasMessageContaining("not 'x'");
    assertThatThrownBy(() -> ScenarioUse.parse("a:x=1,x=2")).hasMessageContaining("twice");
  }
}
