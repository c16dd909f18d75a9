package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.wire.WireClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalApiTest {
  private final FiveFifty smtp =
      FiveFifty.builder()
          .http(0)
          .seed(42)
          .rules(
              at(RCPT).name("gone").to("*@gone.example").reply("550 5.1.1 Gone"),
              at(MESSAGE).name("kept").subject("Invoice*").replyDefault())
          .start();
  private final ApiClient api = new ApiClient(smtp.apiUri());

  @AfterEach
  void stop() {
    smtp.close();
  }

  private void deliver(String from, String to, String content) {
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.envelope(from, to);
      assertThat(client.data(content)).startsWith("250");
      client.ask("QUIT");
      client.readToEnd();
    }
  }

  @Test
  void the_server_says_who_it_is() {
    JsonNode server = api.get("/api/v1/server").json();
    assertThat(server.get("seed").asLong()).isEqualTo(42);
    assertThat(server.get("version").asText()).isNotEmpty();
    assertThat(Instant.parse(server.get("now").asText())).isNotNull();
    JsonNode listener = server.get("listeners").get(0);
    assertThat(listener.get("name").asText()).isEqualTo("smtp");
    assertThat(listener.get("address").asText()).isEqualTo(smtp.host());
    assertThat(listener.get("port").asInt()).isEqualTo(smtp.port());
    assertThat(listener.get("implicitTls").asBoolean()).isFalse();
    assertThat(api.get("/api/v1/ca.pem").text()).isEqualTo(smtp.caPem());
  }

  @Test
  void a_session_is_told_with_its_bytes() {
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.accepted("MAIL FROM:<a@example.com>");
      client.ask("RCPT TO:<b@gone.example>");
      client.raw("NOOP \u00ff\r\n");
      client.reply();
      client.ask("QUIT");
      client.readToEnd();
    }
    org.awaitility.Awaitility.await()
        .atMost(ApiClient.GUARD)
        .until(() -> api.get("/api/v1/sessions/1").json().has("end"));
    JsonNode session = api.get("/api/v1/sessions/1").json();
    assertThat(session.get("client").asText()).isEqualTo("127.0.0.1");
    assertThat(session.get("end").asText()).isEqualTo("quit");
    assertThat(session.get("helo").asText()).isEqualTo("client.example");
    assertThat(session.get("transcript").asText()).contains("C: RCPT TO:<b@gone.example>");
    JsonNode rcpt = session.get("exchanges").get(3);
    assertThat(rcpt.get("stage").asText()).isEqualTo("rcpt");
    assertThat(rcpt.get("received").asText()).isEqualTo("RCPT TO:<b@gone.example>\r\n");
    assertThat(rcpt.get("sent").asText()).isEqualTo("550 5.1.1 Gone\r\n");
    assertThat(rcpt.get("reply").asText()).isEqualTo("550 5.1.1 Gone");
    assertThat(rcpt.get("rule").asText()).isEqualTo("gone");
    assertThat(rcpt.get("written").asBoolean()).isTrue();
    assertThat(session.get("exchanges").get(4).get("received").asText())
        .isEqualTo("NOOP \u00ff\r\n");
    JsonNode attempt = session.get("attempts").get(0);
    assertThat(attempt.get("result").asText()).isEqualTo("refused");
    assertThat(attempt.get("to").asText()).isEqualTo("b@gone.example");
    JsonNode summary = api.get("/api/v1/sessions").json();
    assertThat(summary.get("total").asInt()).isEqualTo(1);
    assertThat(summary.get("sessions").get(0).has("exchanges")).isFalse();
    assertThat(summary.get("sessions").get(0).get("attempts").get(0)).isEqualTo(attempt);
  }

  @Test
  void attempts_are_those_of_a_recipient() {
    deliver("a@example.com", "b@example.com", "x");
    deliver("a@example.com", "c@example.org", "x");
    assertThat(api.get("/api/v1/attempts").json().get("total").asInt()).isEqualTo(2);
    JsonNode attempts = api.get("/api/v1/attempts?to=B@example.com").json();
    assertThat(attempts.get("total").asInt()).isEqualTo(1);
    assertThat(attempts.get("attempts").get(0).get("to").asText()).isEqualTo("b@example.com");
    assertThat(api.get("/api/v1/attempts?to=*@example.*").json().get("total").asInt()).isEqualTo(2);
  }

  @Test
  void a_message_is_told_and_its_bytes_are_exact() {
    String content =
        "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nX-Tag: a\r\nx-tag: b\r\nMessage-ID: <1@x>\r\n"
            + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
            + "--b\r\nContent-Type: text/html; name=\"a.html\"\r\nContent-Transfer-Encoding: base64\r\n"
            + "Content-Disposition: attachment; filename=\"\u00fc b.html\"\r\n\r\nPGI+\r\n--b--";
    deliver("a@example.com", "b@example.com", content);
    JsonNode message = api.get("/api/v1/messages/1").json();
    assertThat(message.get("subject").asText()).isEqualTo("Grüße");
    assertThat(message.get("from").asText()).isEqualTo("a@example.com");
    assertThat(message.get("to").get(0).asText()).isEqualTo("b@example.com");
    assertThat(message.get("headers").get("X-Tag")).hasSize(2);
    assertThat(message.get("body").asText()).isEqualTo("Hello");
    assertThat(message.get("size").asInt()).isEqualTo(content.length() + 2);
    ApiClient.Got raw = api.get("/api/v1/messages/1/raw");
    assertThat(raw.header("Content-Type")).isEqualTo("message/rfc822");
    assertThat(raw.bytes()).isEqualTo((content + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(message.get("attachments")).hasSize(1);
    ApiClient.Got attachment = api.get("/api/v1/messages/1/attachments/1");
    assertThat(attachment.text()).isEqualTo("<b>");
    assertThat(attachment.header("Content-Type")).isEqualTo("text/html");
    assertThat(attachment.header("Content-Disposition"))
        .isEqualTo("attachment; filename*=UTF-8''%C3%BC%20b.html");
    assertThat(attachment.header("Content-Security-Policy")).startsWith("sandbox");
    for (String missing :
        List.of("/messages/2", "/messages/2/raw", "/messages/1/attachments/2", "/sessions/9")) {
      assertThat(api.get("/api/v1" + missing).status()).isEqualTo(404);
    }
    assertThat(api.get("/api/v1/messages/one").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          to=b@*                            | 2
          to=c@example.com                  | 1
          from=A@example.com                | 2
          subject=Invoice+1                 | 1
          subject=invoice*                  | 2
          header=X-Spam:%20yes              | 1
          header=X-Spam:*                   | 2
          rule=kept                         | 2
          rule=other                        | 0
          from=a@example.com&subject=Hi     | 0
          since=2001-01-01T00:00:00Z        | 3
          since=2101-01-01T00:00:00Z        | 0
          limit=2                           | 3
          limit=2&offset=2                  | 3
          offset=3                          | 3
          """)
  void messages_are_found(String query, int total) {
    deliver("a@example.com", "b@example.com", "Subject: Invoice 1\r\nX-Spam: yes\r\n\r\nx");
    deliver("a@example.com", "b@example.org", "Subject: Invoice 2\r\nX-Spam: no\r\n\r\nx");
    deliver("d@example.com", "c@example.com", "Subject: Hi\r\n\r\nx");
    JsonNode page = api.get("/api/v1/messages?" + query).json();
    assertThat(page.get("total").asInt()).isEqualTo(total);
    int offset = page.get("offset").asInt();
    int limit = page.get("limit").asInt();
    assertThat(page.get("messages")).hasSize(Math.min(Math.max(0, total - offset), limit));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tos=b           | did you mean to?
          limit=many      | 'limit' is 0 to 1000
          limit=1001      | 'limit' is 0 to 1000
          offset=-1       | 'offset' is 0 to
          to=a&to=b       | given twice
          since=yesterday | an instant such as
          header=X-Spam   | a name and a pattern
          to=%FF          | UTF-8
          """)
  void a_query_that_means_nothing_is_refused(String query, String expected) {
    ApiClient.Got got = api.get("/api/v1/messages?" + query);
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json().get("detail").asText()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"/api/v1/journal", "/api/v1/sessions", "/api/v1/messages"})
  void emptying_says_what_there_was(String path) {
    deliver("a@example.com", "b@example.com", "x");
    JsonNode before = api.get("/api/v1/journal").json();
    assertThat(before.get("messages").asInt()).isEqualTo(1);
    JsonNode removed = api.delete(path).json().get("removed");
    assertThat(removed.get("sessions")).hasSize(1);
    assertThat(removed.get("messages").get(0).get("number").asInt()).isEqualTo(1);
    assertThat(smtp.journal().messages()).isEmpty();
    assertThat(smtp.journal().attempts()).isEmpty();
    assertThat(api.delete(path).json().get("removed").get("messages")).isEmpty();
  }

  @Test
  void the_clock_moves_forward() {
    Instant before = Instant.parse(api.get("/api/v1/clock").json().get("now").asText());
    Instant after =
        Instant.parse(
            api.post("/api/v1/clock", "{\"advance\": \"1h\"}").json().get("now").asText());
    assertThat(Duration.between(before, after)).isGreaterThanOrEqualTo(Duration.ofHours(1));
    for (String wrong :
        List.of(
            "",
            "{}",
            "{\"advance\": \"soon\"}",
            "{\"advance\": 5}",
            "{\"advnce\": \"1m\"}",
            "{\"advance\": \"-1m\"}",
            "{\"advance\": \"36500d\"}",
            "[]")) {
      assertThat(api.post("/api/v1/clock", wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(Duration.between(after, smtp.clock().instant())).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void reset_goes_back_to_the_start() {
    smtp.replaceRules();
    deliver("a@example.com", "b@example.com", "x");
    assertThat(api.post("/api/v1/reset", "{\"rules\": 1}").status()).isEqualTo(400);
    assertThat(smtp.journal().messages()).hasSize(1);
    assertThat(api.post("/api/v1/reset", "").json().get("rules").asInt()).isEqualTo(2);
    assertThat(smtp.rules().keySet()).containsExactly("gone", "kept");
    assertThat(smtp.journal().messages()).isEmpty();
  }

  @Test
  void an_outage_is_of_all_listeners_or_of_one() {
    try (FiveFifty two =
        FiveFifty.builder().http(0).listen(Listener.on(0), Listener.on(0).named("mx2")).start()) {
      ApiClient of = new ApiClient(two.apiUri());
      assertThat(of.post("/api/v1/pause", "{\"listener\": \"mx2\"}").text()).contains("mx2");
      assertThat(refuses(two.port("mx2"))).isTrue();
      assertThat(refuses(two.port("smtp"))).isFalse();
      assertThat(of.post("/api/v1/pause", "").json().get("listeners")).hasSize(2);
      assertThat(refuses(two.port("smtp"))).isTrue();
      assertThat(of.post("/api/v1/resume", "{}").status()).isEqualTo(200);
      assertThat(refuses(two.port("mx2"))).isFalse();
      ApiClient.Got wrong = of.post("/api/v1/pause", "{\"listener\": \"mx\"}");
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.json().get("detail").asText()).contains("did you mean mx2?");
    }
  }

  private static boolean refuses(int port) {
    try (WireClient client = WireClient.connect("127.0.0.1", port)) {
      client.reply();
      return false;
    } catch (java.io.UncheckedIOException e) {
      return true;
    }
  }

  @Test
  void metrics_name_nobody() {
    smtp.add(at(RCPT).name("secret@example.com").to("x@*").times(1).reply("450"));
    deliver("a@example.com", "b@example.com", "x");
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.accepted("MAIL FROM:<a@example.com>");
      client.ask("RCPT TO:<x@example.com>");
    }
    ApiClient.Got got = api.get("/metrics");
    assertThat(got.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    assertThat(got.text().lines())
        .contains(
            "# TYPE fivefifty_sessions_total counter",
            "fivefifty_sessions_total 2",
            "fivefifty_messages_stored_total 1",
            "fivefifty_exchanges_total{stage=\"rcpt\",code=\"450\",by=\"rule\"} 1",
            "fivefifty_exchanges_total{stage=\"message\",code=\"250\",by=\"default\"} 1",
            "fivefifty_journal_attempts{result=\"accepted\"} 1",
            "fivefifty_rule_applications 1",
            "fivefifty_rules 3")
        .allMatch(
            line ->
                line.matches(
                    "# .*|[a-z_]+(\\{[a-z]+=\"[a-z0-9]+\"(,[a-z]+=\"[a-z0-9]+\")*\\})? \\d+"));
    assertThat(got.text()).doesNotContain("@");
  }
}
