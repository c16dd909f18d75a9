package dev.fivefifty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Session;
import dev.fivefifty.wire.WireClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsApiTest {
  private static final String ASK = "GET /api/v1/events HTTP/1.0\r\nHost: localhost\r\n";

  /** Reads only when it is told to; by HTTP/1.0, whose answers come without chunks. */
  private static final class Follower implements AutoCloseable {
    final Socket socket = new Socket();
    final BufferedReader lines;

    Follower(InetSocketAddress address) throws IOException {
      this(address, null);
    }

    Follower(InetSocketAddress address, String lastId) throws IOException {
      // Small, so that the server soon notices that nobody reads.
      socket.setReceiveBufferSize(4_096);
      socket.connect(address);
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              (ASK + (lastId == null ? "" : "Last-Event-ID: " + lastId + "\r\n") + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      await(": what happens from now on");
    }

    String await(String start) throws IOException {
      String line;
      do {
        line = lines.readLine();
        if (line == null) {
          throw new AssertionError("ended before '" + start + "'");
        }
      } while (!line.startsWith(start));
      return line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void what_happens_is_told_as_it_happens() throws IOException {
    try (FiveFifty smtp = FiveFifty.builder().http(0).start();
        Follower follower = new Follower(smtp.apiAddress().orElseThrow())) {
      try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
        client.ask("QUIT");
        client.readToEnd();
      }
      List<String> events = new ArrayList<>();
      List<JsonNode> data = new ArrayList<>();
      do {
        events.add(follower.await("event: ").substring(7));
        data.add(ApiClient.parsed(follower.await("data: ").substring(6)));
      } while (!events.contains("session-end"));
      assertThat(events)
          .containsExactly("session-begin", "exchange", "exchange", "exchange", "session-end");
      assertThat(data.get(0).get("listener").asText()).isEqualTo("smtp");
      assertThat(data.get(2).get("received").asText()).isEqualTo("EHLO client.example\r\n");
      assertThat(data.get(4).get("end").asText()).isEqualTo("quit");
    }
  }

  @Test
  void who_does_not_read_is_told_how_much_was_lost_and_goes_on() throws IOException {
    BareControl control = new BareControl();
    try (HttpApi api =
            HttpApi.bind(new HttpSettings(InetAddress.getLoopbackAddress(), 0, null))
                .start(control);
        Follower slow = new Follower(api.address())) {
      int told = 40_000;
      for (int i = 0; i < told; i++) {
        happens(control);
      }
      // Nobody waited for the reader; now it reads what is left for it, in order and without holes
      // that it is not told of.
      long expected = 1;
      long lost = 0;
      while (expected <= 2L * told) {
        String name = slow.await("event: ").substring(7);
        long id = Long.parseLong(slow.await("id: bare.").substring(9));
        JsonNode data = ApiClient.parsed(slow.await("data: ").substring(6));
        if (name.equals("gap")) {
          lost += data.get("lost").asLong();
          assertThat(data.get("lost").asLong()).isEqualTo(id + 1 - expected);
          assertThat(data.get("why").asText()).isEqualTo("they went before they were read");
        } else {
          assertThat(id).isEqualTo(expected);
          assertThat(name).isEqualTo(id % 2 == 1 ? "session-begin" : "session-end");
          assertThat(data.get("id").asLong()).isEqualTo((id + 1) / 2);
        }
        expected = id + 1;
      }
      assertThat(lost).isBetween(1L, 2L * told - EventLog.MOST / 2);
    }
  }

  private static void happens(BareControl control) {
    control
        .journal
        .begin(InetAddress.getLoopbackAddress(), 1, "smtp", Instant.EPOCH)
        .end(Instant.EPOCH, Session.End.QUIT);
  }

  private static HttpApi api(BareControl control) {
    return HttpApi.bind(new HttpSettings(InetAddress.getLoopbackAddress(), 0, null)).start(control);
  }

  @Test
  void who_comes_back_goes_on_where_it_was() throws IOException {
    BareControl control = new BareControl();
    try (HttpApi api = api(control)) {
      try (Follower first = new Follower(api.address())) {
        assertThat(first.await("id: ")).isEqualTo("id: bare.0");
        happens(control);
        first.await("id: bare.1");
      }
      happens(control);
      try (Follower again = new Follower(api.address(), "bare.1")) {
        assertThat(again.await("id: ")).isEqualTo("id: bare.1");
        assertThat(again.await("event: ")).isEqualTo("event: session-end");
        assertThat(again.await("id: ")).isEqualTo("id: bare.2");
        again.await("id: bare.4");
      }
      for (String other : List.of("other.1", "bare.5", "bare.", "x")) {
        try (Follower lost = new Follower(api.address(), other)) {
          assertThat(lost.await("id: ")).isEqualTo("id: bare.4");
          assertThat(lost.await("event: ")).isEqualTo("event: gap");
          assertThat(lost.await("data: "))
              .contains("this server is not the one")
              .doesNotContain("lost");
        }
      }
    }
  }

  @Test
  void the_end_of_the_server_is_told_after_all_that_happened() throws IOException {
    BareControl control = new BareControl();
    HttpApi api = api(control);
    try (Follower follower = new Follower(api.address())) {
      happens(control);
      api.close();
      List<String> events =
          follower.lines.lines().filter(line -> line.startsWith("event: ")).toList();
      assertThat(events)
          .containsExactly("event: session-begin", "event: session-end", "event: stop");
    } finally {
      api.close();
    }
  }

  @Test
  void another_form_is_refused() {
    try (HttpApi api = api(new BareControl())) {
      ApiClient.Got got = new ApiClient(api.uri()).get("/api/v1/events?as=xml");
      assertThat(got.status()).isEqualTo(400);
      assertThat(got.json().get("detail").asText())
          .isEqualTo("'as' is summary or evidence, and not 'xml'");
    }
  }

  @Test
  void who_leaves_is_forgotten() throws IOException {
    BareControl control = new BareControl();
    try (HttpApi api =
        HttpApi.bind(new HttpSettings(InetAddress.getLoopbackAddress(), 0, null)).start(control)) {
      EventsRoute route =
          api.routes().stream()
              .filter(EventsRoute.class::isInstance)
              .map(EventsRoute.class::cast)
              .findFirst()
              .orElseThrow();
      try (Follower follower = new Follower(api.address())) {
        assertThat(follower.socket.isClosed()).isFalse();
        assertThat(route.readers()).isEqualTo(1);
      }
      await()
          .atMost(ApiClient.GUARD)
          .until(
              () -> {
                control.journal.begin(InetAddress.getLoopbackAddress(), 1, "smtp", Instant.EPOCH);
                return route.readers() == 0;
              });
    }
  }
}
