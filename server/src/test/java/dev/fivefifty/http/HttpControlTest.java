package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.NoMessageException;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Removed;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.InvalidRuleException;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server elsewhere, by the interface of one in this JVM. */
class HttpControlTest {
  private static final Duration GUARD = Duration.ofSeconds(30);

  private final FiveFifty there =
      FiveFifty.builder()
          .http(0)
          .seed(7)
          .listen(Listener.on(0), Listener.tlsOn(0))
          .rules(at(RCPT).name("gone").to("*@gone.example").reply("550"))
          .start();
  private final FiveFifty smtp = FiveFifty.connect(there.apiUri());

  @AfterEach
  void stop() {
    smtp.close();
    there.close();
  }

  private void send(String subject) {
    try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
      client.envelope("a@example.com", "b@example.com").data("Subject: " + subject + "\r\n\r\nx");
      client.ask("QUIT");
    }
  }

  @Test
  void it_is_the_server_there() throws IOException {
    assertThat(smtp.seed()).isEqualTo(7);
    assertThat(smtp.ports()).isEqualTo(there.ports());
    assertThat(smtp.listeners()).isEqualTo(there.listeners());
    assertThat(smtp.caPem()).isEqualTo(there.caPem());
    assertThat(smtp.caCertificate()).isEqualTo(there.caCertificate());
    try (SSLSocket socket =
        (SSLSocket)
            smtp.sslContext().getSocketFactory().createSocket(smtp.host(), smtp.port("smtps"))) {
      socket.startHandshake();
    }
    assertThatThrownBy(() -> smtp.sslContext("alice"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("the key of the CA stays with the server");
  }

  @Test
  void answers_do_not_wait_for_acknowledgements() {
    assertThat(System.getProperty("sun.net.httpserver.nodelay")).isEqualTo("true");
  }

  @Test
  void rules_come_and_go() {
    var first = at(MAIL).name("first").from("x@*").times(2).reply("451 4.3.0 ü", "later");
    smtp.add(first, at(MAIL).reply("452"));
    assertThat(there.rules().keySet()).containsExactly("first", "mail-1", "gone");
    assertThat(there.rules()).containsEntry("first", first);
    assertThat(smtp.rules()).containsEntry("first", first);
    assertThat(smtp.rules().keySet()).containsExactlyElementsOf(there.rules().keySet());
    assertThat(smtp.removeRule("first")).isTrue();
    assertThat(smtp.removeRule("first")).isFalse();
    smtp.replaceRules(at(RCPT).name("a/b ü?").reply("550"));
    assertThat(there.rules().keySet()).containsExactly("a/b ü?");
    assertThat(smtp.removeRule("a/b ü?")).isTrue();
    smtp.add(List.of());
    smtp.replaceRules();
    assertThat(there.rules()).isEmpty();
    smtp.add(first);
    assertThat(smtp.removeRules()).isEqualTo(Map.of("first", first));
    assertThat(smtp.removeRules()).isEmpty();
    assertThat(smtp.reload()).isEmpty();
    smtp.reset();
    assertThat(smtp.applications()).isEqualTo(Map.of("gone", 0L));
  }

  @Test
  void a_refused_rule_is_refused_as_here() {
    assertThatThrownBy(
            () -> smtp.add(at(MAIL).name("new").reply("450"), at(RCPT).name("gone").reply("550")))
        .isInstanceOfSatisfying(
            InvalidRuleException.class,
            e -> {
              assertThat(e.problems()).hasSize(1);
              assertThat(e.problems().get(0).rule()).isEqualTo(1);
              assertThat(e).hasMessageContaining("gone");
            });
    assertThat(there.rules().keySet()).containsExactly("gone");
  }

  @Test
  void what_is_written_in_Java_is_not_sent() {
    String requests = there.apiUri().toString();
    assertThatThrownBy(
            () ->
                smtp.add(
                    at(MAIL).name("plain").reply("450"),
                    at(RCPT).name("long").when(o -> o.recipient().length() > 64).reply("550"),
                    at(RCPT).name("made").reply(o -> Reply.of(550, "5.1.3", o.recipient()))))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("'long' holds a condition in Java")
        .hasMessageContaining("'made' holds a reply in Java")
        .hasMessageContaining(requests);
    assertThat(there.rules().keySet()).containsExactly("gone");
  }

  @Test
  void a_rule_in_Java_there_cannot_be_read_here() {
    there.add(at(MAIL).name("long").when(o -> o.recipient().length() > 64).reply("550"));
    assertThatThrownBy(smtp::rules)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the rule 'long' of the server at " + there.apiUri());
    assertThat(smtp.applications().keySet()).containsExactly("long", "gone");
  }

  @Test
  void files_are_read_again_there(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("rules.yaml");
    Files.writeString(file, "rules: [{name: one, at: rcpt, reply: 550}]");
    try (FiveFifty other = FiveFifty.builder().http(0).ruleFiles(file).start();
        FiveFifty connected = FiveFifty.connect(other.apiUri())) {
      Files.writeString(file, "rules: [{name: a, at: rcpt, reply: 550}, {at: mail, reply: 450}]");
      assertThat(connected.reload()).contains(2);
      assertThat(connected.rules()).containsKey("a");
      Files.writeString(file, "rules: [{at: nowhere}]");
      assertThatThrownBy(connected::reload)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nowhere");
      connected.addFiles(
          Files.writeString(
              directory.resolve("more.yaml"), "rules: [{name: b, at: vrfy, reply: 250}]"));
      assertThat(other.rules()).containsKeys("a", "b");
    }
  }

  @Test
  void the_clock_is_the_one_there() {
    assertThat(smtp.clock().instant()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    smtp.clock().advance(Duration.ofHours(3).plusNanos(1));
    assertThat(smtp.clock().instant())
        .isCloseTo(Instant.now().plus(Duration.ofHours(3)), within(1, ChronoUnit.MINUTES));
    assertThat(there.clock().instant()).isAfterOrEqualTo(smtp.clock().instant().minusSeconds(60));
    assertThatThrownBy(() -> smtp.clock().advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> smtp.clock().advance(Duration.ofDays(40_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_outage_begins_and_ends() {
    smtp.pause("smtp");
    assertThatThrownBy(() -> WireClient.connect(smtp.host(), smtp.port()))
        .isInstanceOf(UncheckedIOException.class);
    smtp.resume();
    send("1");
    assertThatThrownBy(() -> smtp.pause("smpt"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean smtp?");
  }

  @Test
  void each_message_is_taken_once() throws Exception {
    assertThatThrownBy(() -> smtp.takeMessage(Duration.ofMillis(1)))
        .isInstanceOf(NoMessageException.class)
        .hasMessageContaining("seed 7");
    CompletableFuture<ReceivedMessage> waiting =
        CompletableFuture.supplyAsync(
            () -> smtp.takeMessage(GUARD), task -> new Thread(task).start());
    send("1");
    assertThat(waiting.get().subject()).contains("1");
    send("2");
    send("3");
    assertThat(smtp.takeMessage(GUARD).subject()).contains("2");
    // Taken here alone.
    assertThat(there.takeMessage(GUARD).subject()).contains("1");
    assertThat(smtp.journal().messages()).hasSize(3);
    smtp.journal().clear();
    send("4");
    assertThat(smtp.takeMessage(GUARD).subject()).contains("4");
    assertThat(smtp.journal().takeMessage(Duration.ZERO)).isEmpty();
  }

  @Test
  void no_message_is_taken_twice_by_many() throws Exception {
    int messages = 12;
    List<CompletableFuture<ReceivedMessage>> takers = new ArrayList<>();
    List<Long> taken = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < messages; i++) {
      AtomicReference<Thread> thread = new AtomicReference<>();
      CompletableFuture<ReceivedMessage> taker = new CompletableFuture<>();
      thread.set(new Thread(() -> taker.complete(smtp.takeMessage(GUARD))));
      thread.get().start();
      takers.add(taker.whenComplete((message, failure) -> taken.add(message.number())));
    }
    for (int i = 0; i < messages; i++) {
      send("m" + i);
    }
    for (CompletableFuture<ReceivedMessage> taker : takers) {
      taker.get();
    }
    assertThat(new HashSet<>(taken)).hasSize(messages);
  }

  @Test
  void waiting_for_a_message_can_be_interrupted() throws Exception {
    AtomicReference<Throwable> ended = new AtomicReference<>();
    Thread taker =
        new Thread(
            () -> {
              try {
                smtp.journal().takeMessage(Duration.ofHours(1));
              } catch (InterruptedException e) {
                ended.set(e);
              }
            });
    taker.start();
    taker.interrupt();
    taker.join(GUARD.toMillis());
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void clearing_says_what_there_was() {
    send("1");
    await().atMost(GUARD).until(() -> there.journal().sessions().get(0).end().isPresent());
    Session before = there.journal().sessions().get(0);
    Removed removed = smtp.journal().clear();
    assertThat(removed.sessions()).hasToString(List.of(before).toString());
    assertThat(removed.sessions().get(0).transcript()).isEqualTo(before.transcript());
    assertThat(removed.messages().get(0).body()).isEqualTo("x");
    assertThat(there.journal().messages()).isEmpty();
    assertThat(smtp.journal().sessions()).isEmpty();
  }

  @Test
  void the_journal_is_the_one_there() {
    send("1");
    await().atMost(GUARD).until(() -> there.journal().sessions().get(0).end().isPresent());
    assertThat(smtp.journal().session(1))
        .map(Session::transcript)
        .isEqualTo(there.journal().session(1).map(Session::transcript));
    assertThat(smtp.journal().session(2)).isEmpty();
    assertThat(smtp.journal().message(1))
        .map(ReceivedMessage::subject)
        .get()
        .asString()
        .contains("1");
    assertThat(smtp.journal().message(2)).isEmpty();
    assertThat(smtp.journal().attempts()).isEqualTo(there.journal().attempts());
    assertThat(smtp.journal().discarded()).isEqualTo(there.journal().discarded());
    assertThat(smtp.journal().recipient("b@example.com").accepted()).isTrue();
  }

  @Test
  void what_was_read_before_is_kept() {
    send("1");
    ReceivedMessage first = smtp.journal().messages().get(0);
    send("2");
    assertThat(smtp.journal().messages()).hasSize(2).element(0).isSameAs(first);
  }

  @Test
  void closing_ends_the_connection_alone() {
    send("1");
    smtp.close();
    smtp.close();
    assertThat(smtp.journal().messages()).hasSize(1);
    assertThatThrownBy(smtp::rules)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    send("2");
    assertThat(there.journal().messages()).hasSize(2);
    assertThat(smtp.journal().messages()).hasSize(1);
  }

  @Test
  void nobody_there() {
    there.close();
    assertThatThrownBy(() -> FiveFifty.connect(there.apiUri()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no server can be reached at " + there.apiUri());
    assertThatThrownBy(smtp::evidence).isInstanceOf(UncheckedIOException.class);
    smtp.close();
    // Nothing is known any more, rather than what was known before.
    assertThatThrownBy(smtp::evidence)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void no_control_api() {
    for (String wrong :
        List.of(
            "smtp://127.0.0.1:25",
            "localhost:8025",
            "http:///rules",
            "http://127.0.0.1/api",
            "http://user@127.0.0.1:8025")) {
      assertThatThrownBy(() -> FiveFifty.connect(URI.create(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected such as http://127.0.0.1:8025");
    }
  }

  @Test
  void a_token_is_shown() {
    try (FiveFifty guarded = FiveFifty.builder().http(0).httpToken("secret").start()) {
      URI api = guarded.apiUri();
      assertThatThrownBy(() -> FiveFifty.connect(api))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("wants a token");
      assertThatThrownBy(() -> FiveFifty.connect(api, "wrong"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has another token");
      try (FiveFifty connected = FiveFifty.connect(api, "secret")) {
        assertThat(connected.port()).isEqualTo(guarded.port());
      }
    }
  }

  private static void answering(int status, String body, Consumer<URI> test) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      test.accept(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void somebody_else_is_there() throws IOException {
    for (int status : List.of(200, 404)) {
      for (String body : List.of("<html>", "{}", "{\"version\": 3}")) {
        answering(
            status,
            body,
            api ->
                assertThatThrownBy(() -> FiveFifty.connect(api))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("what answers at " + api + " is no FiveFifty"));
      }
    }
    answering(
        503,
        "{\"detail\": \"it stops\"}",
        api ->
            assertThatThrownBy(() -> FiveFifty.connect(api))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("answered 503: it stops"));
  }

  @Test
  void loopback_of_a_server_elsewhere_is_its_own() {
    URI container = URI.create("http://smtp.example:8025");
    assertThat(HttpControl.reachable("127.0.0.1", container)).isEqualTo("smtp.example");
    assertThat(HttpControl.reachable("0:0:0:0:0:0:0:1", URI.create("http://[2001:db8::1]:8025")))
        .isEqualTo("2001:db8::1");
    assertThat(HttpControl.reachable("192.0.2.1", container)).isEqualTo("192.0.2.1");
    for (String here : List.of("localhost", "127.0.0.1", "[::1]")) {
      assertThat(HttpControl.reachable("127.0.0.5", URI.create("http://" + here + ":8025")))
          .isEqualTo("127.0.0.5");
    }
  }

  @Test
  void another_version_is_refused() throws IOException {
    assertThatThrownBy(() -> HttpControl.checkVersion("1.2.0", "1.3.0", URI.create("http://a:1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the server at http://a:1 is FiveFifty 1.2.0, and this client is 1.3.0"
                + " (expected the same version)");
    HttpControl.checkVersion("1.2.0", "1.2.0", URI.create("http://a:1"));
    HttpControl.checkVersion("unpackaged", "1.2.0", URI.create("http://a:1"));
  }
}
