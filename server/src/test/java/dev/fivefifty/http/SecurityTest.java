package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.wire.WireClient;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what is made of bytes that are no good request. */
class SecurityTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String RULES = "{\"rules\": []}";

  private final BareControl control = new BareControl();
  private final HttpApi open = HttpApi.bind(new HttpSettings(LOOPBACK, 0, null)).start(control);
  private final HttpApi locked =
      HttpApi.bind(new HttpSettings(LOOPBACK, 0, "s3cret")).start(control);

  @BeforeEach
  void haveARule() {
    control.replaceRules(List.of(at(RCPT).name("stays").reply("550")));
  }

  @AfterEach
  void nothingWasChanged() {
    assertThat(control.rules()).containsOnlyKeys("stays");
    open.close();
    locked.close();
  }

  private static WireClient connect(HttpApi api) {
    return WireClient.connect("127.0.0.1", api.address().getPort());
  }

  /** The whole answer to some bytes, after which the connection is closed. */
  private static String answer(HttpApi api, String bytes) {
    try (WireClient client = connect(api)) {
      client.raw(bytes);
      client.halfClose();
      return client.readToEnd();
    }
  }

  private static String request(String line, String... headers) {
    StringBuilder request = new StringBuilder(line).append(" HTTP/1.1\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return request.append("Connection: close\r\n\r\n").toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          GET    | /api/v1/rules   | -                | 401
          GET    | /api/v1/rules   | Bearer s3cret    | 200
          GET    | /api/v1/rules   | bearer  s3cret   | 200
          GET    | /api/v1/rules   | Bearer s3cre     | 401
          GET    | /api/v1/rules   | Bearer s3crets   | 401
          GET    | /api/v1/rules   | Basic czNjcmV0   | 401
          GET    | /api/v1/rules   | Bearer           | 401
          HEAD   | /api/v1/rules   | -                | 401
          OPTIONS | /api/v1/rules  | -                | 401
          DELETE | /api/v1/rules   | -                | 401
          PUT    | /api/v1/rules   | Bearer none      | 401
          GET    | /metrics        | -                | 401
          GET    | /nothing        | -                | 401
          GET    | /health         | -                | 401
          GET    | /health/live    | -                | 200
          GET    | /health/ready   | -                | 200
          GET    | /health/../api/v1/rules | -        | 404
          """)
  void with_a_token_every_path_but_health_needs_it(
      String method, String path, String authorization, int status) {
    String answer =
        answer(
            locked,
            authorization == null
                ? request(method + " " + path, "Host: localhost")
                : request(
                    method + " " + path, "Host: localhost", "Authorization: " + authorization));
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    assertThat(answer.contains("WWW-Authenticate: Bearer") || answer.contains("Www-authenticate"))
        .isEqualTo(status == 401);
    assertThat(answer).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST:8025, 200",
    "127.0.0.1, 200",
    "127.0.0.1:1, 200",
    "127.1.2.3:80, 200",
    "[::1], 200",
    "[::1]:8025, 200",
    "evil.example, 421",
    "evil.example:8025, 421",
    "localhost.evil.example, 421",
    "127.0.0.1.evil.example, 421",
    "localhost:, 421",
    "192.0.2.1, 421",
    "'', 421"
  })
  void a_name_that_leads_here_is_not_enough(String host, int status) {
    assertThat(answer(open, request("GET /api/v1/rules", "Host: " + host)))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void there_is_one_host() {
    assertThat(answer(open, request("GET /api/v1/rules"))).startsWith("HTTP/1.1 400");
    assertThat(answer(open, request("GET /api/v1/rules", "Host: localhost", "Host: localhost")))
        .startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: multipart/form-data; boundary=x",
        "Content-Type: application/jsonx",
        "Content-Type: application/json; charset=utf-16",
        "Content-Type: text/plain, application/json",
        "X-Content-Type: application/json"
      })
  void what_a_form_of_a_page_can_send_is_refused(String type) {
    for (String target : List.of("POST /api/v1/rules", "PUT /api/v1/rules", "POST /api/v1/reset")) {
      String answer =
          answer(
              open,
              request(target, "Host: localhost", type, "Content-Length: " + RULES.length())
                  + RULES);
      assertThat(answer).startsWith("HTTP/1.1 415").contains("application/json");
      assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("access-control");
    }
  }

  @Test
  void an_empty_body_without_a_type_is_refused_too() {
    for (String target :
        List.of("POST /api/v1/reset", "POST /api/v1/pause", "POST /api/v1/rules/reload")) {
      assertThat(answer(open, request(target, "Host: localhost", "Content-Length: 0")))
          .startsWith("HTTP/1.1 415");
    }
  }

  @Test
  void a_body_that_is_too_large_is_refused() {
    ApiClient api = new ApiClient(open.uri());
    String large = "{\"rules\": [" + " ".repeat(1 << 20) + "]}";
    assertThat(api.put("/api/v1/rules", large).status()).isEqualTo(413);
    String chunk = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
    assertThat(
            answer(
                open,
                request(
                        "PUT /api/v1/rules",
                        "Host: localhost",
                        "Content-Type: application/json",
                        "Transfer-Encoding: chunked")
                    + chunk))
        .startsWith("HTTP/1.1 413");
    assertThat(
            answer(
                open,
                request(
                    "PUT /api/v1/rules",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Content-Length: 9999999999999")))
        .matches("(?s)(HTTP/1.1 413.*)?");
  }

  @Test
  void headers_and_uris_have_bounds() {
    assertThat(answer(open, request("GET /" + "a".repeat(9_000), "Host: localhost")))
        .startsWith("HTTP/1.1 414");
    assertThat(answer(open, request("GET /", "Host: localhost", "X: " + "a".repeat(40_000))))
        .startsWith("HTTP/1.1 431");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /api/v1/rulse         | 404 | did you mean /api/v1/rules?
          GET    | /rules                | 404 | did you mean /api/v1/rules?
          GET    | /api/v1/rules/        | 404 | did you mean /api/v1/rules?
          GET    | /v1/sessions          | 404 | did you mean /api/v1/sessions?
          GET    | /                     | 404 | there is nothing at
          PATCH  | /api/v1/rules         | 405 | DELETE, GET, HEAD, OPTIONS, POST, PUT
          POST   | /api/v1/server        | 405 | GET, HEAD, OPTIONS
          GET    | /api/v1/reset         | 405 | OPTIONS, POST
          TRACE  | /api/v1/rules         | 405 | is not allowed
          GET    | /api/v1/rules/%zz     | 400 |
          GET    | /api/v1/rules/%FF     | 400 | no UTF-8
          GET    | /api/v1/rules?x=1     | 400 | (expected one of tag)
          """)
  void what_is_not_there_says_what_is(String method, String path, int status, String expected) {
    String answer = answer(open, request(method + " " + path, "Host: localhost"));
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    if (expected != null) {
      assertThat(answer).contains(expected);
    }
  }

  @Test
  void head_and_options_change_nothing_and_send_nothing() {
    ApiClient api = new ApiClient(open.uri());
    ApiClient.Got got = api.get("/api/v1/rules");
    ApiClient.Got head = api.send("HEAD", "/api/v1/rules", null);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(got.bytes().length));
    assertThat(head.bytes()).isEmpty();
    assertThat(api.send("HEAD", "/api/v1/events", null).status()).isEqualTo(200);
    ApiClient.Got options = api.send("OPTIONS", "/api/v1/rules", null);
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, POST, PUT");
    assertThat(options.response().headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
  }

  @Test
  void an_error_of_our_own_says_nothing_of_the_inside() {
    ApiClient.Got got = new ApiClient(open.uri()).post("/api/v1/reset", "");
    assertThat(got.status()).isEqualTo(500);
    assertThat(got.text()).doesNotContain("secret", "Exception", "at dev.");
  }

  static List<String> malformed() {
    String host = "Host: localhost\r\n";
    return List.of(
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/9.9\r\n" + host + "\r\n",
        "GET  / HTTP/1.1\r\n" + host + "\r\n",
        "\u0000\u0001\u0002\r\n\r\n",
        "GET /\u0000 HTTP/1.1\r\n" + host + "\r\n",
        "GET /api/v1/rules/\u00e9 HTTP/1.1\r\n" + host + "\r\n",
        "GET mailto:x HTTP/1.1\r\n" + host + "\r\n",
        "GET http://evil.example/api/v1/rules HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "GET //evil.example/api HTTP/1.1\r\n" + host + "\r\n",
        "CONNECT evil.example:80 HTTP/1.1\r\n" + host + "\r\n",
        "OPTIONS * HTTP/1.1\r\n" + host + "\r\n",
        "GET ?x HTTP/1.1\r\n" + host + "\r\n",
        "GET /[ HTTP/1.1\r\n" + host + "\r\n",
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + host + "\r\n",
        "GET /api/v1/rules HTTP/1.1\r\n" + host + "Bad Header: x\r\n\r\n",
        "GET /api/v1/rules HTTP/1.1\r\n" + host + ": x\r\n\r\n",
        "GET /api/v1/rules HTTP/1.1\r\n" + host + "X\u0000: x\r\n\r\n",
        "PUT /api/v1/rules HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n",
        "PUT /api/v1/rules HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n",
        "PUT /api/v1/rules HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "PUT /api/v1/rules HTTP/1.1\r\n"
            + host
            + "Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"rules\": []}",
        "PUT /api/v1/rules HTTP/1.1\r\n"
            + host
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "PUT /api/v1/rules HTTP/1.1\r\n"
            + host
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Length: 5\r\n\r\n0\r\n\r\n",
        "PUT /api/v1/rules HTTP/1.1\r\n"
            + host
            + "Content-Type: application/json\r\nTransfer-Encoding: gzip\r\n\r\n",
        "PUT /api/v1/rules HTTP/1.1\r\n"
            + host
            + "Content-Type: application/json\r\nContent-Length: 4\r\n\r\n\u00ff\u00fe\u0000{");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformed_requests_are_refused_or_cut_off(String bytes) {
    String answer;
    try {
      answer = answer(open, bytes);
    } catch (UncheckedIOException e) {
      // By a reset, which is an answer too.
      answer = "";
    }
    assertThat(answer).matches("(?s)(HTTP/1\\.[01] [24]\\d\\d.*)?|(?s)HTTP/1.1 501.*");
    assertThat(answer).doesNotContain("\tat ", "java.lang", "root:");
    // And the next one is served.
    assertThat(new ApiClient(open.uri()).get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void slow_clients_are_cut_off() {
    Duration patience = Duration.ofMillis(300);
    try (HttpApi impatient =
        HttpApi.bind(new HttpSettings(LOOPBACK, 0, null)).start(control, patience)) {
      for (String begun :
          List.of(
              "GET /api/v1/ru",
              "GET /api/v1/rules HTTP/1.1\r\nHost: loc",
              "PUT /api/v1/rules HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 13\r\n\r\n{\"rules\":",
              "POST /api/v1/reset HTTP/1.1\r\nHost: localhost\r\nContent-Length: 13\r\n\r\n{")) {
        try (WireClient client = connect(impatient)) {
          client.raw(begun);
          assertThat(client.readToEnd()).as(begun).doesNotContain("HTTP/1.1 2");
        }
      }
      // A thread that was interrupted for one client serves the next as ever.
      assertThat(new ApiClient(impatient.uri()).get("/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void idle_connections_keep_nobody_out() {
    List<WireClient> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        idle.add(connect(open));
      }
      for (int i = 0; i < 50; i++) {
        idle.get(i).raw("GET /api");
      }
      ApiClient api = new ApiClient(open.uri());
      for (int i = 0; i < 20; i++) {
        assertThat(api.get("/api/v1/rules").status()).isEqualTo(200);
      }
      // Those that were idle can still ask.
      WireClient late = idle.get(499);
      late.raw("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(late.readLine()).isEqualTo("HTTP/1.1 200 OK\r\n");
    } finally {
      idle.forEach(WireClient::close);
    }
  }

  @Test
  void a_connection_serves_many_requests() {
    try (WireClient client = connect(open)) {
      for (int i = 0; i < 3; i++) {
        client.raw("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(client.readLine()).isEqualTo("HTTP/1.1 200 OK\r\n");
        String line;
        do {
          line = client.readLine();
        } while (!line.equals("}\n"));
      }
    }
  }

  @Test
  void elsewhere_than_on_loopback_a_token_is_needed() throws UnknownHostException {
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    assertThatThrownBy(() -> new HttpSettings(everywhere, 0, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0.0.0")
        .hasMessageContaining("--http-token");
    assertThat(new HttpSettings(everywhere, 0, "s3cret").toString()).doesNotContain("s3cret");
    for (String bad : List.of("", "a b", "\u00e9", "a".repeat(257))) {
      assertThatThrownBy(() -> new HttpSettings(LOOPBACK, 0, bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    try (FiveFifty smtp =
        FiveFifty.builder().http(0).httpBind(everywhere).httpToken("none").start()) {
      assertThat(smtp.apiUri().getHost()).isEqualTo("127.0.0.1");
      String answer =
          answerAt(smtp, request("GET /health/live", "Host: any.example", "Connection: close"));
      assertThat(answer).startsWith("HTTP/1.1 200");
    }
  }

  private static String answerAt(FiveFifty smtp, String bytes) {
    try (WireClient client = WireClient.connect("127.0.0.1", smtp.apiUri().getPort())) {
      client.raw(bytes);
      return client.readToEnd();
    }
  }

  @Test
  void its_threads_keep_no_jvm_alive() {
    assertThat(new ApiClient(open.uri()).get("/health/live").status()).isEqualTo(200);
    Map<Thread, StackTraceElement[]> threads = Thread.getAllStackTraces();
    assertThat(threads.keySet())
        .filteredOn(
            thread ->
                thread.getName().startsWith("fivefifty-http")
                    || thread.getName().equals("HTTP-Dispatcher"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }

  @Test
  void a_port_that_was_bound_is_given_back() {
    int port = open.address().getPort();
    assertThatThrownBy(() -> HttpApi.bind(new HttpSettings(LOOPBACK, port, null)).start(control))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot listen for HTTP on 127.0.0.1:" + port);
    assertThatThrownBy(() -> FiveFifty.builder().http(port).start())
        .isInstanceOf(UncheckedIOException.class);
    open.close();
    await()
        .atMost(ApiClient.GUARD)
        .ignoreExceptions()
        .until(
            () -> {
              HttpApi.bind(new HttpSettings(LOOPBACK, port, null)).start(control).close();
              return true;
            });
  }
}
