package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesApiTest {
  private final FiveFifty smtp =
      FiveFifty.builder()
          .http(0)
          .rules(at(RCPT).name("gone").to("*@gone.example").reply("550"))
          .start();
  private final ApiClient api = new ApiClient(smtp.apiUri());

  @AfterEach
  void stop() {
    smtp.close();
  }

  private static List<String> names(JsonNode rules) {
    return rules.get("rules").findValuesAsText("name");
  }

  @Test
  void rules_are_shown_as_they_could_be_sent() {
    smtp.add(at(MAIL).reply("450"));
    JsonNode shown = api.get("/api/v1/rules").json();
    assertThat(names(shown)).containsExactly("mail-1", "gone");
    assertThat(api.put("/api/v1/rules", shown.toString()).json()).isEqualTo(shown);
    assertThat(api.get("/api/v1/rules/gone").json()).isEqualTo(shown.get("rules").get(1));
  }

  @Test
  void posted_rules_come_before_the_others_and_keep_their_order() {
    ApiClient.Got got =
        api.post(
            "/api/v1/rules",
            "{\"rules\": [{\"name\": \"a\", \"at\": \"mail\", \"reply\": \"451 4.7.0 Later\"},"
                + " {\"name\": \"b\", \"at\": \"rcpt\", \"times\": 1, \"close\": \"reset\"}]}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.header("Content-Type")).isEqualTo("application/json");
    assertThat(names(got.json())).containsExactly("a", "b", "gone");
    assertThat(smtp.rules().get("a")).isEqualTo(at(MAIL).name("a").reply("451 4.7.0 Later"));
  }

  @Test
  void what_was_put_is_what_the_server_says() {
    String rules = "{\"rules\": [{\"at\": \"rcpt\", \"reply\": [\"452 4.2.2 Full\", \"Later\"]}]}";
    assertThat(api.put("/api/v1/rules", rules).status()).isEqualTo(200);
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.accepted("MAIL FROM:<a@example.com>");
      assertThat(client.ask("RCPT TO:<b@gone.example>"))
          .isEqualTo("452-4.2.2 Full\r\n452 4.2.2 Later\r\n");
    }
    assertThat(api.get("/api/v1/applications").json().get("applications").get("rcpt-1").asInt())
        .isEqualTo(1);
  }

  @Test
  void every_error_is_said_with_its_place_and_nothing_is_changed() {
    String sent =
        "{\"rules\": [\n  {\"at\": \"rctp\", \"reply\": 550},\n"
            + "  {\"at\": \"mail\", \"repli\": 450},\n  {\"at\": \"data\", \"reply\": 451}]}";
    for (String method : List.of("POST", "PUT")) {
      ApiClient.Got got =
          api.send(method, "/api/v1/rules", sent, "Content-Type", "application/json");
      assertThat(got.status()).isEqualTo(400);
      assertThat(got.header("Content-Type")).isEqualTo("application/problem+json");
      JsonNode problem = got.json();
      assertThat(problem.get("title").asText()).isEqualTo("Bad Request");
      assertThat(problem.get("status").asInt()).isEqualTo(400);
      assertThat(problem.get("errors")).hasSize(2);
      JsonNode first = problem.get("errors").get(0);
      assertThat(first.get("line").asInt()).isEqualTo(2);
      assertThat(first.get("column").asInt()).isEqualTo(10);
      assertThat(first.get("suggestion").asText()).isEqualTo("rcpt");
      JsonNode second = problem.get("errors").get(1);
      assertThat(second.get("line").asInt()).isEqualTo(3);
      assertThat(second.get("suggestion").asText()).isEqualTo("reply");
      assertThat(smtp.rules().keySet()).containsExactly("gone");
    }
  }

  @Test
  void a_name_that_is_taken_is_an_error_where_it_is_written() {
    ApiClient.Got got =
        api.post(
            "/api/v1/rules",
            "{\"rules\": [{\"at\": \"mail\", \"reply\": 450},\n {\"name\": \"gone\", \"at\": \"rcpt\","
                + " \"reply\": 551}]}");
    assertThat(got.status()).isEqualTo(400);
    JsonNode error = got.json().get("errors").get(0);
    assertThat(error.get("line").asInt()).isEqualTo(2);
    assertThat(error.get("column").asInt()).isEqualTo(3);
    assertThat(error.get("message").asText()).contains("gone");
    assertThat(smtp.rules().keySet()).containsExactly("gone");
  }

  @Test
  void what_is_no_list_of_rules_is_refused_by_place() {
    for (String sent :
        List.of(
            "",
            "{}",
            "[]",
            "null",
            "1",
            "{\"rules\": null}",
            "{\"rules\": {}}",
            "{\"rules\": [",
            "{\"rules\": []} {}",
            "{\"rules\": [], \"rules\": []}",
            "{\"rule\": []}",
            "rules: []")) {
      ApiClient.Got got = api.put("/api/v1/rules", sent);
      assertThat(got.status()).as(sent).isEqualTo(400);
      assertThat(got.json().get("errors").get(0).get("line").asInt()).as(sent).isEqualTo(1);
      assertThat(smtp.rules()).hasSize(1);
    }
  }

  @Test
  void the_server_itself_is_not_changed() {
    ApiClient.Got got =
        api.put(
            "/api/v1/rules",
            "{\"rules\": [], \"server\": {\"tls\": {\"keyStore\": \"/etc/passwd\"}}}");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json().get("errors").get(0).get("message").asText()).contains("'server'");
    assertThat(smtp.rules()).hasSize(1);
  }

  @Test
  void warnings_are_said_beside_what_was_done() {
    ApiClient.Got got =
        api.put("/api/v1/rules", "{\"rules\": [{\"at\": \"rcpt\", \"reply\": \"550 4.1.1 Odd\"}]}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().get("warnings")).hasSize(1);
  }

  @Test
  void one_rule_is_replaced_where_it_stands() {
    smtp.replaceRules(
        at(MAIL).name("first").reply("450"),
        at(RCPT).name("a/b c").times(3).reply("550"),
        at(RCPT).name("last").reply("551"));
    String path = "/api/v1/rules/a%2Fb%20c";
    ApiClient.Got got = api.put(path, "{\"at\": \"rcpt\", \"times\": 1, \"reply\": 552}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(smtp.rules().keySet()).containsExactly("first", "a/b c", "last");
    assertThat(smtp.rules().get("a/b c")).isEqualTo(at(RCPT).times(1).name("a/b c").reply("552"));
    assertThat(api.get(path).json()).isEqualTo(got.json());
    assertThat(api.delete(path).json()).isEqualTo(got.json());
    assertThat(smtp.rules().keySet()).containsExactly("first", "last");
  }

  @Test
  void a_rule_that_is_not_there_is_not_made() {
    for (ApiClient.Got got :
        List.of(
            api.get("/api/v1/rules/gonee"),
            api.delete("/api/v1/rules/gonee"),
            api.put("/api/v1/rules/gonee", "{\"at\": \"rcpt\", \"reply\": 552}"))) {
      assertThat(got.status()).isEqualTo(404);
      assertThat(got.json().get("detail").asText()).contains("did you mean 'gone'?");
    }
    ApiClient.Got other =
        api.put("/api/v1/rules/gone", "{\"name\": \"x\", \"at\": \"rcpt\", \"reply\": 552}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(api.put("/api/v1/rules/gone", "{\"at\": \"rctp\"}").status()).isEqualTo(400);
    assertThat(smtp.rules())
        .hasSize(1)
        .containsEntry("gone", at(RCPT).name("gone").to("*@gone.example").reply("550"));
  }

  @Test
  void all_rules_are_removed() {
    smtp.add(at(MAIL).reply("450"));
    JsonNode before = api.get("/api/v1/rules").json();
    JsonNode removed = api.delete("/api/v1/rules").json().get("removed");
    assertThat(names(removed)).containsExactly("mail-1", "gone");
    assertThat(smtp.rules()).isEmpty();
    assertThat(names(api.delete("/api/v1/rules").json().get("removed"))).isEmpty();
    // So that they can be brought back.
    assertThat(api.put("/api/v1/rules", removed.toString()).json()).isEqualTo(before);
  }

  /** Each rule is in one answer, whoever else removes or adds. */
  @Test
  void what_several_remove_at_once_each_rule_is_told_once() throws Exception {
    smtp.replaceRules();
    ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
    AtomicBoolean done = new AtomicBoolean();
    List<CompletableFuture<Void>> removing = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      removing.add(
          CompletableFuture.runAsync(
              () -> {
                while (!done.get()) {
                  told.addAll(names(api.delete("/api/v1/rules").json().get("removed")));
                }
              }));
    }
    List<String> added = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      smtp.add(at(MAIL).name("rule " + i).reply("450"));
      added.add("rule " + i);
    }
    done.set(true);
    for (CompletableFuture<Void> each : removing) {
      each.get(30, TimeUnit.SECONDS);
    }
    told.addAll(smtp.removeRules().keySet());
    assertThat(told).containsExactlyInAnyOrderElementsOf(added);
  }

  @Test
  void rule_files_are_read_again(@TempDir Path dir) throws IOException {
    assertThat(api.post("/api/v1/rules/reload", "").status()).isEqualTo(409);
    Path file = Files.writeString(dir.resolve("r.yaml"), "rules: [{ at: rcpt, reply: 550 }]");
    try (FiveFifty other = FiveFifty.builder().ruleFiles(file).http(0).start()) {
      ApiClient reloading = new ApiClient(other.apiUri());
      Files.writeString(file, "rules: [{ at: mail, reply: 450 }, { at: rcpt, reply: 551 }]");
      assertThat(reloading.post("/api/v1/rules/reload", "{}").json().get("rules").asInt())
          .isEqualTo(2);
      Files.writeString(file, "rules: [{ at: mial, reply: 450 }]");
      ApiClient.Got broken = reloading.post("/api/v1/rules/reload", "");
      assertThat(broken.status()).isEqualTo(400);
      assertThat(broken.json().get("errors").get(0).get("file").asText()).endsWith("r.yaml");
      assertThat(other.rules()).hasSize(2);
    }
  }
}
