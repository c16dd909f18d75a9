package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.scenario.Scenario;
import dev.fivefifty.scenario.Scenarios;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios over HTTP. */
class ScenariosApiTest {
  private static final String PATH = "/api/v1/scenarios";

  @TempDir Path dir;
  private FiveFifty smtp;
  private ApiClient api;

  @BeforeEach
  void start() throws IOException {
    write("ours", "", "{ name: a, at: rcpt, reply: '450 4.2.0 ${param.v}' }");
    smtp =
        FiveFifty.builder()
            .http(0)
            .scenarioDirectory(dir)
            .rules(at(RCPT).name("first").reply("551"))
            .start();
    api = new ApiClient(smtp.apiUri());
  }

  @AfterEach
  void stop() {
    smtp.close();
  }

  private void write(String name, String server, String rule) throws IOException {
    Files.writeString(
        dir.resolve(name + ".yaml"),
        "scenario:\n  description: Ours.\n  parameters: { v: { default: x, description: any } }\n"
            + server
            + "rules: ["
            + rule
            + "]\n");
  }

  private String rcpt(String to) {
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.accepted("MAIL FROM:<a@example.com>");
      return client.ask("RCPT TO:<" + to + ">").strip();
    }
  }

  @Test
  void all_are_listed_those_of_ones_own_among_them() {
    JsonNode all = api.get(PATH).json().get("scenarios");
    List<String> shipped = Scenarios.all().stream().map(Scenario::name).toList();
    assertThat(all).hasSize(shipped.size() + 1);
    assertThat(all.findValuesAsText("name")).containsAll(shipped).contains("ours");
    JsonNode scenario = named(all, "mailbox-not-found");
    assertThat(scenario.get("group").asText()).isEqualTo("550 by cause");
    assertThat(scenario.get("description").asText()).endsWith(".");
    assertThat(scenario.get("client").asText()).endsWith(".");
    assertThat(scenario.get("sources")).isNotEmpty();
    assertThat(scenario.has("rules")).isFalse();
    JsonNode wording = named(scenario.get("parameters"), "wording");
    assertThat(wording.get("default").asText()).isEqualTo("plain");
    assertThat(wording.get("choices").toString()).contains("\"gmail\"");
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
  void one_is_shown_with_rules_that_can_be_sent() {
    for (Scenario scenario : Scenarios.all()) {
      JsonNode shown = api.get(PATH + "/" + scenario.name()).json();
      assertThat(shown.get("name").asText()).isEqualTo(scenario.name());
      String rules = "{\"rules\": " + shown.get("rules") + "}";
      assertThat(RuleFiles.parse("sent.json", rules).rules())
          .as(scenario.name())
          .isEqualTo(scenario.rules());
    }
    ApiClient.Got missing = api.get(PATH + "/greylistin");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.json().get("detail").asText()).contains("did you mean greylisting?");
    assertThat(api.get(PATH + "/..%2Findex").status()).isEqualTo(404);
  }

  @Test
  void those_that_are_put_take_the_place_of_all_rules() {
    ApiClient.Got got =
        api.put(
            PATH,
            "{\"scenarios\": [{\"name\": \"mailbox-not-found\", \"with\": {\"to\":"
                + " \"*@gone.example\"}, \"as\": \"gone\"}, {\"name\": \"ours\", \"with\": {\"v\":"
                + " 5}}]}");
    assertThat(got.status()).as(got.text()).isEqualTo(200);
    assertThat(got.json().get("rules").findValuesAsText("name"))
        .containsExactly("gone/refused", "ours/a");
    assertThat(got.json().has("warnings")).isFalse();
    assertThat(smtp.rules()).containsOnlyKeys("gone/refused", "ours/a");
    assertThat(rcpt("b@gone.example")).startsWith("550 5.1.1 ");
    assertThat(rcpt("b@example.com")).isEqualTo("450 4.2.0 5");
    assertThat(api.put(PATH, "{\"scenarios\": []}").json().get("rules")).isEmpty();
    assertThat(rcpt("b@example.com")).startsWith("250 ");
  }

  @Test
  void every_error_is_said_with_its_place_and_nothing_is_changed() {
    ApiClient.Got got =
        api.put(
            PATH,
            "{\"scenarios\": [\n  {\"name\": \"greylistin\"},\n  {\"name\": \"greylisting\","
                + " \"with\": {\"dely\": \"1m\"}},\n  {\"name\": \"ours\", \"wiht\": {}}]}");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode errors = got.json().get("errors");
    assertThat(errors).hasSize(3);
    assertThat(errors.findValuesAsText("line")).containsExactly("2", "3", "4");
    assertThat(errors.findValuesAsText("column")).containsExactly("12", "36", "20");
    assertThat(errors.findValuesAsText("suggestion"))
        .containsExactly("greylisting", "delay", "with");
    assertThat(smtp.rules()).containsOnlyKeys("first");
  }

  @Test
  void what_is_wrong_in_a_scenario_names_its_file() throws IOException {
    write("broken", "", "{ name: a, at: rcpt, repli: 450 }");
    ApiClient.Got got = api.put(PATH, "{\"scenarios\": [{\"name\": \"broken\"}]}");
    assertThat(got.status()).isEqualTo(400);
    JsonNode error = got.json().get("errors").get(0);
    assertThat(error.get("file").asText()).endsWith("broken.yaml");
    assertThat(error.get("message").asText()).contains("reply", "(used at request:1:25)");
    assertThat(smtp.rules()).containsOnlyKeys("first");
  }

  @Test
  void what_is_no_list_of_scenarios_is_refused_by_place() {
    for (String sent :
        List.of(
            "",
            "{}",
            "[]",
            "null",
            "{\"scenarios\": null}",
            "{\"scenarios\": {}}",
            "{\"scenarios\": [",
            "{\"scenarios\": [\"greylisting\"]}",
            "{\"scenarios\": [{}]}",
            "{\"scenarios\": [{\"name\": null}]}",
            "{\"scenarios\": [{\"name\": [1]}]}",
            "{\"scenarios\": [{\"name\": \"greylisting\", \"with\": []}]}",
            "{\"scenarios\": [{\"name\": \"greylisting\", \"as\": \"\"}]}",
            "{\"scenarios\": [{\"name\": \"greylisting\"}, {\"name\": \"greylisting\"}]}",
            "{\"scenario\": []}",
            "{\"scenarios\": [], \"rules\": []}",
            "{\"scenarios\": [], \"scenarios\": []}")) {
      ApiClient.Got got = api.put(PATH, sent);
      assertThat(got.status()).as(sent).isEqualTo(400);
      assertThat(got.json().get("errors").get(0).get("line").asInt()).as(sent).isEqualTo(1);
      assertThat(smtp.rules()).containsOnlyKeys("first");
    }
  }

  @Test
  void what_the_server_lacks_is_said_and_nothing_is_changed() throws IOException {
    write("named", "server: { hostname: mx.example }\n", "{ at: rcpt, reply: 450 }");
    String item = "{\"scenario\": \"certificate-expired\"}";
    for (ApiClient.Got got :
        List.of(
            api.put(PATH, "{\"scenarios\": [{\"name\": \"certificate-expired\"}]}"),
            api.put("/api/v1/rules", "{\"rules\": [" + item + "]}"),
            api.post("/api/v1/rules", "{\"rules\": [" + item + "]}"))) {
      assertThat(got.status()).isEqualTo(400);
      assertThat(got.json().get("detail").asText())
          .startsWith(
              "the scenario 'certificate-expired' needs a server with 'tls: starttls: offered',"
                  + " and this one has disabled");
      assertThat(smtp.rules()).containsOnlyKeys("first");
    }
    assertThat(
            api.put(PATH, "{\"scenarios\": [{\"name\": \"named\"}]}").json().get("detail").asText())
        .contains("'hostname: mx.example'", "this one has localhost");
  }

  @Test
  void a_list_of_rules_may_have_them() {
    ApiClient.Got added =
        api.post(
            "/api/v1/rules",
            "{\"rules\": [{\"name\": \"b\", \"at\": \"rcpt\", \"when\": {\"to\": \"b@*\"},"
                + " \"reply\": 552}, {\"scenario\": \"mailbox-not-found\", \"with\": {\"to\":"
                + " \"c@*\"}}]}");
    assertThat(added.json().get("rules").findValuesAsText("name"))
        .containsExactly("b", "mailbox-not-found/refused", "first");
    assertThat(rcpt("c@example.com")).isEqualTo("550 5.1.1 <c@example.com>: Mailbox not found");
    ApiClient.Got again =
        api.post("/api/v1/rules", "{\"rules\": [{\"scenario\": \"mailbox-not-found\"}]}");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.text()).contains("mailbox-not-found/refused");
    assertThat(smtp.rules()).hasSize(3);
    ApiClient.Got set = api.put("/api/v1/rules", "{\"rules\": [{\"scenario\": \"ours\"}]}");
    assertThat(set.json().get("rules").findValuesAsText("name")).containsExactly("ours/a");
  }

  @Test
  void a_directory_that_is_gone_is_said() throws IOException {
    Files.delete(dir.resolve("ours.yaml"));
    Files.delete(dir);
    for (ApiClient.Got got : List.of(api.get(PATH), api.get(PATH + "/greylisting"))) {
      assertThat(got.status()).isEqualTo(503);
      assertThat(got.json().get("detail").asText()).contains("cannot be read");
    }
    assertThat(api.put(PATH, "{\"scenarios\": [{\"name\": \"ours\"}]}").status()).isEqualTo(400);
    Files.createDirectory(dir);
  }

  @Test
  void a_client_in_java_adds_them() {
    try (FiveFifty there = FiveFifty.connect(smtp.apiUri())) {
      there.add(Scenarios.named("mailbox-not-found").with("to", "g@*").as("gone"));
      there.addScenario("greylisting", Map.of("delay", "1m"));
      assertThat(there.rules().keySet())
          .endsWith("gone/refused", "first")
          .anyMatch(name -> name.startsWith("greylisting/"))
          .isEqualTo(smtp.rules().keySet());
      assertThat(rcpt("g@example.com")).isEqualTo("450 4.7.1 Greylisted, try again in 1m");
      smtp.clock().advance(java.time.Duration.ofMinutes(1));
      assertThat(rcpt("g@example.com")).isEqualTo("550 5.1.1 <g@example.com>: Mailbox not found");
      assertThatThrownBy(() -> there.add(Scenarios.named("certificate-expired")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("needs a server with 'tls: starttls: offered'");
      assertThatThrownBy(() -> there.addScenario("greylistin"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("did you mean greylisting?");
      assertThatThrownBy(() -> there.add(Scenarios.named("greylisting")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("greylisting/");
    }
  }
}
