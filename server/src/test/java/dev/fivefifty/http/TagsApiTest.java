package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.TagSource;
import dev.fivefifty.wire.WireClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameter {@code tag} of the control API. */
class TagsApiTest {
  private final FiveFifty smtp =
      FiveFifty.builder()
          .http(0)
          .tags(TagSource.subaddress())
          .rules(at(Stage.RCPT).name("gone").to("*@gone.example").reply("550"))
          .start();
  private final ApiClient api = new ApiClient(smtp.apiUri());

  @AfterEach
  void stop() {
    smtp.close();
  }

  private void send(String... recipients) {
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      for (String to : recipients) {
        client.envelope("a@example.com", to).data("Subject: Hi\r\n\r\nx");
      }
      client.ask("QUIT");
      client.readToEnd();
    }
  }

  private static final String RULE = "{\"at\": \"rcpt\", \"name\": \"r/1\", \"reply\": \"450\"}";

  @Test
  void rules_by_their_name_in_a_view_and_on_the_whole() {
    String rules = "{\"rules\": [" + RULE + "]}";
    assertThat(api.post("/api/v1/rules?tag=T1", rules).json().at("/rules/0/tag").asText())
        .isEqualTo("t1");
    assertThat(smtp.rules().keySet()).containsExactly("t1/r/1", "gone");
    JsonNode whole = api.get("/api/v1/rules").json().get("rules");
    assertThat(whole.get(0).get("name").asText()).isEqualTo("r/1");
    assertThat(whole.get(0).get("tag").asText()).isEqualTo("t1");
    for (String path : List.of("/api/v1/rules/r%2F1?tag=t1", "/api/v1/rules/t1%2Fr%2F1")) {
      assertThat(api.get(path).json().get("name").asText()).isEqualTo("r/1");
      ApiClient.Got got = api.put(path, RULE.replace("450", "451"));
      assertThat(got.status()).as(got.text()).isEqualTo(200);
      assertThat(got.json().get("tag").asText()).isEqualTo("t1");
      assertThat(api.put(path, RULE.replace("r/1", "1")).status()).isEqualTo(400);
      assertThat(api.put(path, RULE.replace("\"at\"", "\"tag\": \"t2\", \"at\"")).text())
          .contains("the rule is of the tag 't2' (expected 't1', or no tag)");
    }
    assertThat(api.get("/api/v1/rules/gone?tag=t1").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/applications?tag=t1").text()).contains("\"r/1\"");
    assertThat(api.delete("/api/v1/rules/r%2F1?tag=t1").status()).isEqualTo(200);
    assertThat(smtp.rules().keySet()).containsExactly("gone");
  }

  @Test
  void a_rule_where_the_tag_is_not_known_is_refused_with_its_place() {
    ApiClient.Got got =
        api.post(
            "/api/v1/rules",
            "{\"rules\": [\n{\"at\": \"connect\",\n \"tag\": \"t1\", \"reply\": \"450\"}]}");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json().at("/errors/0/message").asText())
        .startsWith("the tag is not known yet at connect");
    assertThat(got.json().at("/errors/0/line").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/sessions", "/api/v1/messages", "/api/v1/journal"})
  void delete_removes_what_the_view_shows(String path) {
    send("b+t1@example.com", "b+t2@example.com");
    send("b+t1@example.com");
    ApiClient.Got got = api.delete(path + "?tag=t1");
    if (got.status() == 405) {
      return;
    }
    assertThat(got.json().at("/removed/sessions")).hasSize(2);
    assertThat(got.json().at("/removed/messages")).hasSize(2);
    assertThat(api.get("/api/v1/sessions?tag=t1").json().get("total").asInt()).isZero();
    assertThat(api.get("/api/v1/messages?tag=t2").json().get("total").asInt()).isEqualTo(1);
    assertThat(api.get("/api/v1/sessions").json().get("total").asInt()).isEqualTo(1);
  }

  @Test
  void expectations_are_about_the_view() {
    send("b+t1@example.com");
    String asked = "{\"recipient\": {\"address\": \"b+t1@example.com\", \"accepted\": true}}";
    assertThat(api.post("/api/v1/expectations?tag=t1", asked).status()).isEqualTo(200);
    assertThat(api.post("/api/v1/expectations?tag=t2", asked).status()).isEqualTo(417);
  }

  @Test
  void what_is_no_tag_and_what_has_none() {
    assertThat(api.get("/api/v1/rules?tag=a%20b").status()).isEqualTo(400);
    assertThat(api.get("/api/v1/rules?tag=").text()).contains("is no tag");
    assertThat(api.get("/health/ready?tag=t1").status()).isEqualTo(400);
    try (FiveFifty plain = FiveFifty.builder().http(0).start()) {
      ApiClient.Got got = new ApiClient(plain.apiUri()).get("/api/v1/rules?tag=t1");
      assertThat(got.status()).isEqualTo(409);
      assertThat(got.text()).contains("the server has no source of tags", "--tags subaddress");
    }
  }

  @Test
  void events_of_a_tag_begin_with_what_was_said_before_it_was_known() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(smtp.apiAddress().orElseThrow());
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/events?tag=t2 HTTP/1.0\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String line = lines.readLine();
      while (!line.startsWith(": what happens")) {
        line = lines.readLine();
      }
      send("b+t1@example.com");
      send("b+t1@example.com", "b+t2@example.com");
      List<String> told = new ArrayList<>();
      while (!told.contains("session-end")) {
        line = lines.readLine();
        if (line.startsWith("event: session")) {
          told.add(line.substring(7));
        } else if (line.startsWith("data: ") && line.contains("\"stage\"")) {
          told.add(ApiClient.parsed(line.substring(6)).get("stage").asText());
        }
      }
      assertThat(told)
          .containsExactly(
              "session-begin",
              "connect",
              "ehlo",
              "mail",
              "rcpt",
              "data",
              "message",
              "quit",
              "session-end");
    }
  }
}
