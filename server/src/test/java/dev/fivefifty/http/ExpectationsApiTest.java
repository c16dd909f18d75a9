package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.Expectations;
import dev.fivefifty.expect.Explanation;
import dev.fivefifty.wire.WireClient;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationsApiTest {
  private static final String PATH = "/api/v1/expectations";

  private final FiveFifty smtp =
      FiveFifty.builder()
          .http(0)
          .rules(at(RCPT).name("later").to("bob@*").times(2).reply("450 4.7.1 Later"))
          .start();
  private final ApiClient api = new ApiClient(smtp.apiUri());

  @AfterEach
  void stop() {
    smtp.close();
  }

  private void attempt(String to) {
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.accepted("MAIL FROM:<a@example.com>");
      if (client.ask("RCPT TO:<" + to + ">").startsWith("2")) {
        client.data("Subject: Hi\r\nMessage-ID: <1@x>\r\n\r\nx");
      }
      client.ask("QUIT");
      client.readToEnd();
    }
  }

  private void attempts() {
    for (int i = 0; i < 3; i++) {
      attempt("bob@example.com");
      smtp.clock().advance(Duration.ofMinutes(1));
    }
    await().atMost(ApiClient.GUARD).until(() -> smtp.journal().attempts().size() == 3);
    await()
        .atMost(ApiClient.GUARD)
        .until(() -> smtp.journal().sessions().stream().noneMatch(session -> session.isOpen()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'recipient': {'address': 'bob@example.com', 'attempts': 3, 'accepted': true}}",
        "{'recipient': {'address': 'BOB@example.com', 'acceptedAt': 3, 'oneCopy': true}}",
        "{'recipient': {'address': 'bob@example.com', 'attempts': {'atLeast': 2, 'atMost': 3}}}",
        "{'recipient': {'address': 'bob@example.com', 'deferred': true, 'deferredWith': '450 4.7.1'}}",
        "{'recipient': {'address': 'bob@example.com', 'retried': true, 'retriedOn': 'new-connection'}}",
        "{'recipient': {'address': 'bob@example.com', 'gaps': {'atLeast': '1m', 'atMost': '2m'}}}",
        "{'recipient': {'any': true, 'stored': true}}",
        "{'recipient': [{'address': 'bob@example.com', 'accepted': true}, {'any': true, 'attempts': 3}]}",
        "{'messages': {'to': 'bob@*', 'subject': 'Hi', 'stored': 1}}",
        "{'messages': {'messageId': '1@x', 'from': {'startsWith': 'a@'}}}",
        "{'sessions': {'count': 3}}",
        "{'session': {'number': 1, 'says': ['EHLO', 'MAIL', 'RCPT', 'QUIT'], 'saidQuit': true}}",
        "{'session': {'saysInOrder': ['MAIL', 'DATA'], 'ended': 'quit', 'helo': 'client.example'}}",
        "{'rule': {'name': 'later', 'applied': 2}}",
        "{'recipient': {'address': 'eve@example.com', 'attempts': 0}, 'staysTrueFor': '50ms'}",
        "{'messages': {'subject': 'Bye', 'stored': 0}, 'staysTrueFor': '50ms'}",
        "{'rule': {'name': 'later', 'applied': {'atMost': 2}}, 'staysTrueFor': '50ms'}"
      })
  void what_holds_is_answered_200(String asked) {
    attempts();
    ApiClient.Got got = api.post(PATH, asked.replace('\'', '"'));
    assertThat(got.text()).contains("\"expected\"");
    assertThat(got.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'recipient': {'address': 'bob@example.com', 'attempts': 2}}",
        "{'recipient': {'address': 'bob@example.com', 'refused': true}}",
        "{'recipient': {'address': 'bob@example.com', 'lost': true}}",
        "{'recipient': {'address': 'bob@example.com', 'abandoned': true}}",
        "{'recipient': {'unknown': true, 'attempts': 1}}",
        "{'recipient': {'address': 'bob@example.com', 'deferredWith': '451'}}",
        "{'recipient': {'address': 'bob@example.com', 'refusedWith': '550'}}",
        "{'recipient': {'address': 'bob@example.com', 'gaps': {'atLeast': '2m'}}}",
        "{'recipient': {'address': 'bob@example.com', 'retriedOn': 'same-connection'}}",
        "{'recipient': {'address': 'bob@example.com', 'retried': false}, 'staysTrueFor': '1m'}",
        "{'recipient': {'address': 'bob@example.com', 'accepted': true, 'attempts': 4}}",
        "{'messages': {'header': {'Subject': 'Bye'}}}",
        "{'messages': {'body': 'y'}}",
        "{'messages': {'attachment': '*.pdf'}}",
        "{'sessions': {'count': 2}}",
        "{'session': {'number': 4}}",
        "{'session': {'underTls': true}}",
        "{'session': {'authenticatedAs': 'alice'}}",
        "{'rule': {'name': 'later', 'applied': 3}}",
        "{'rule': {'name': 'latr', 'applied': 3}}"
      })
  void what_does_not_hold_is_answered_417_with_the_reason(String asked) {
    attempts();
    ApiClient.Got got = api.post(PATH, asked.replace('\'', '"'));
    assertThat(got.status()).isEqualTo(417);
    assertThat(got.json().get("explanation").asText()).startsWith("Expected: ").contains("\nBut: ");
  }

  @Test
  void the_explanation_is_that_of_an_assertion() {
    attempts();
    var expectation = Expectations.recipient("bob@example.com").acceptedAt(1);
    String explained =
        Explanation.of(expectation, expectation.judge(smtp.evidence()), smtp.evidence()).toString();
    String asked = "{\"recipient\": {\"address\": \"bob@example.com\", \"acceptedAt\": 1}}";
    assertThat(api.post(PATH, asked).json().get("explanation").asText()).isEqualTo(explained);
    ApiClient.Got text =
        api.send("POST", PATH, asked, "Content-Type", "application/json", "Accept", "text/plain");
    assertThat(text.status()).isEqualTo(417);
    assertThat(text.header("Content-Type")).startsWith("text/plain");
    assertThat(text.text()).isEqualTo(explained + "\n");
  }

  @Test
  void an_answer_is_waited_for() {
    CompletableFuture<HttpResponse<String>> waiting =
        asking(
            "{\"recipient\": {\"address\": \"bob@example.com\", \"accepted\": true},"
                + " \"within\": \"30s\"}");
    attempts();
    assertThat(waiting.join().statusCode()).as(waiting.join().body()).isEqualTo(200);
  }

  private CompletableFuture<HttpResponse<String>> asking(String json) {
    return asking(api, json);
  }

  private static CompletableFuture<HttpResponse<String>> asking(ApiClient api, String json) {
    return api.client()
        .sendAsync(
            api.request("POST", PATH, json, "Content-Type", "application/json"),
            BodyHandlers.ofString());
  }

  @Test
  void waiting_ends_when_its_time_is_over_or_it_is_in_vain() {
    String bob =
        "{\"recipient\": {\"address\": \"bob@example.com\", \"attempts\": 1}, \"within\": ";
    String explanation = api.post(PATH, bob + "\"100ms\"}").json().get("explanation").asText();
    // How long it really waited is the machine's: never less than was asked for.
    assertThat(explanation).containsPattern("Waited:   \\d+(\\.\\d+)?m?s, in vain");
    attempts();
    assertThat(api.post(PATH, bob + "\"1h\"}").json().get("explanation").asText())
        .contains("of 1h, then no longer");
  }

  @Test
  void what_must_not_happen_ends_the_wait_when_it_does() {
    CompletableFuture<HttpResponse<String>> holding =
        asking(
            "{\"recipient\": {\"address\": \"bob@example.com\", \"attempts\": 0},"
                + " \"staysTrueFor\": \"20s\"}");
    attempt("bob@example.com");
    assertThat(holding.join().statusCode()).isEqualTo(417);
    assertThat(ApiClient.parsed(holding.join().body()).get("explanation").asText())
        .contains("bob@example.com is not attempted");
  }

  private static HttpApi alone(BareControl control) {
    return HttpApi.bind(new HttpSettings(InetAddress.getLoopbackAddress(), 0, null)).start(control);
  }

  @Test
  void waiting_ends_with_the_server() {
    BareControl control = new BareControl();
    HttpApi alone = alone(control);
    CompletableFuture<HttpResponse<String>> waiting =
        asking(new ApiClient(alone.uri()), "{\"sessions\": {\"count\": 5}, \"within\": \"1h\"}");
    await().atMost(ApiClient.GUARD).until(() -> control.asked.get() > 2);
    assertThat(waiting).isNotDone();
    alone.close();
    assertThat(waiting.handle((answer, gone) -> answer == null ? 503 : answer.statusCode()))
        .succeedsWithin(ApiClient.GUARD)
        .isEqualTo(503);
    assertNoMoreQuestions(control);
  }

  /** The journal is no longer looked at: between two looks are at most half a second. */
  private static void assertNoMoreQuestions(BareControl control) {
    AtomicInteger before = new AtomicInteger(-1);
    await()
        .atMost(ApiClient.GUARD)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> before.getAndSet(control.asked.get()) == control.asked.get());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void waiting_ends_when_the_client_leaves() {
    BareControl control = new BareControl();
    try (HttpApi alone = alone(control)) {
      try (WireClient client = WireClient.connect("127.0.0.1", alone.address().getPort())) {
        String asked = "{\"sessions\": {\"count\": 5}, \"within\": \"1h\"}";
        client.raw(
            "POST "
                + PATH
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + asked.length()
                + "\r\n\r\n"
                + asked);
        await().atMost(ApiClient.GUARD).until(() -> control.asked.get() > 40);
      }
      assertNoMoreQuestions(control);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                        | nothing is expected
                                                                    | expected such as
          []                                                        | expected such as
          {'within': '1s'}                                          | nothing is expected
          {'recipent': {}}                                          | did you mean recipient?
          {'recipient': {}}                                         | expects one of address
          {'recipient': {'address': 'a@b'}}                         | nothing is asked
          {'recipient': {'address': '<a@b>', 'accepted': true}}     | without angle brackets
          {'recipient': {'address': 'a@b', 'any': true}}            | expects one of address
          {'recipient': {'address': 'a@b', 'acepted': true}}        | did you mean accepted?
          {'recipient': {'address': 'a@b', 'accepted': false}}      | only be asked by true
          {'recipient': {'address': 'a@b', 'attempts': -1}}         | 'attempts' expects
          {'recipient': {'address': 'a@b', 'attempts': {}}}         | atLeast or atMost
          {'recipient': {'address': 'a@b', 'attempts': {'atLeast': 3, 'atMost': 1}}} | more than
          {'recipient': {'address': 'a@b', 'attempts': 0}}          | could not fail
          {'recipient': {'address': 'a@b', 'attempts': {'atMost': 3}}} | could not fail
          {'recipient': {'address': 'a@b', 'retried': false}}       | could not fail
          {'recipient': {'address': 'a@b', 'refusedWith': '450'}}   | from 500 to 599
          {'recipient': {'address': 'a@b', 'refusedWith': 'no'}}    | is no reply
          {'recipient': {'address': 'a@b', 'retriedOn': 'same'}}    | same-connection
          {'recipient': {'address': 'a@b', 'gaps': {'atLeast': 5}}} | is no duration
          {'messages': {'stored': 0}}                               | could not fail
          {'messages': {'subject': {'regex': '('}}}                 | no regular expression
          {'sessions': {}}                                          | expects 'count'
          {'session': {'ended': 'quite'}}                           | did you mean quit?
          {'session': {'says': []}}                                 | a list of verbs
          {'rule': {'name': 'x'}}                                   | expects 'name' and 'applied'
          {'sessions': {'count': 1}, 'within': '2h'}                | 1h at most
          {'sessions': {'count': 1}, 'within': 5}                   | is no duration
          """)
  void a_question_that_means_nothing_is_refused(String asked, String expected) {
    String json = asked == null ? "" : asked.replace('\'', '"');
    ApiClient.Got got = api.post(PATH, json);
    assertThat(got.status()).isEqualTo(400);
    JsonNode error = got.json().get("errors").get(0);
    assertThat(error.get("message").asText()).contains(expected);
    assertThat(error.get("line").asInt()).isEqualTo(1);
  }
}
