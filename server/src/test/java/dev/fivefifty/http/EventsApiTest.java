package dev.fivefifty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Session;
import dev.fivefifty.journal.SessionRecorder;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventsApiTest {
  private static final String ASK = "GET /api/v1/events HTTP/1.0\r\nHost: localhost\r\n\r\n";

  /** Reads only when it is told to; by HTTP/1.0, whose answers come without chunks. */
  private static final class Follower implements AutoCloseable {
    final Socket socket = new Socket();
    final BufferedReader lines;

    Follower(InetSocketAddress address) throws IOException {
      // Small, so that the server soon notices that nobody reads.
      socket.setReceiveBufferSize(4_096);
      socket.connect(address);
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(ASK.getBytes(StandardCharsets.US_ASCII));
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
  void who_does_not_read_is_dropped_and_told_what_was_lost() throws IOException {
    BareControl control = new BareControl();
    try (HttpApi api =
            HttpApi.bind(new HttpSettings(InetAddress.getLoopbackAddress(), 0, null))
                .start(control);
        Follower slow = new Follower(api.address())) {
      int told = 40_000;
      for (int i = 0; i < told; i++) {
        SessionRecorder session =
            control.journal.begin(InetAddress.getLoopbackAddress(), 1, "smtp", Instant.EPOCH);
        session.end(Instant.EPOCH, Session.End.QUIT);
      }
      // Nobody waited for the reader; now it reads what is left for it.
      String rest = slow.lines.lines().collect(Collectors.joining("\n"));
      long events = rest.lines().filter(line -> line.startsWith("event: ")).count();
      String said =
          rest.lines().filter(line -> line.startsWith(": too slow: ")).findFirst().orElseThrow();
      long lost = Long.parseLong(said.split(" ")[3]);
      assertThat(said).isEqualTo(": too slow: " + lost + " events were lost, and no more follow");
      assertThat(lost).isBetween(1L, 2L * told - events);
      assertThat(events).isGreaterThanOrEqualTo(EventsRoute.QUEUE);
      // No holes in what was told: the sessions are those from the first on.
      List<Integer> begun =
          rest.lines()
              .filter(line -> line.startsWith("data: ") && !line.contains("\"ended\""))
              .map(line -> ApiClient.parsed(line.substring(6)).get("id").asInt())
              .toList();
      assertThat(begun).isEqualTo(IntStream.rangeClosed(1, begun.size()).boxed().toList());
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
