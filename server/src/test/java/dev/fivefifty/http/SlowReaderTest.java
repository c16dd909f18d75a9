package dev.fivefifty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import dev.fivefifty.journal.SessionRecorder;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take an answer slowly, or not at all. */
@Timeout(120)
class SlowReaderTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int LARGE = 24 << 20;
  private static final String RAW = "/api/v1/messages/1/raw";
  private static final String EVENTS = "/api/v1/events";

  private final BareControl bare = new BareControl();

  /** Who has looked into the journal for an answer. */
  private final Set<Thread> answering = ConcurrentHashMap.newKeySet();

  private final Control control =
      (Control)
          Proxy.newProxyInstance(
              Control.class.getClassLoader(),
              new Class<?>[] {Control.class},
              (proxy, method, arguments) -> {
                if (method.getReturnType() == Journal.class) {
                  answering.add(Thread.currentThread());
                }
                try {
                  return method.invoke(bare, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });

  private HttpApi start(Duration patience) {
    SessionRecorder session = bare.journal.begin(LOOPBACK, 1, "smtp", Instant.EPOCH);
    byte[] content = new byte[LARGE];
    Arrays.fill(content, (byte) 'x');
    session.store(
        new ReceivedMessage(
            bare.journal.nextMessageNumber(),
            session.id(),
            Instant.EPOCH,
            "a@example.com",
            List.of(new ReceivedMessage.Recipient("b@example.com", Map.of())),
            Map.of(),
            "client.example",
            Optional.empty(),
            false,
            content,
            LARGE,
            false,
            Optional.empty(),
            Optional.empty()));
    session.end(Instant.EPOCH, Session.End.QUIT);
    HttpApi api = HttpApi.bind(new HttpSettings(LOOPBACK, 0, null)).start(control, patience);
    // Of those that were not asked over HTTP.
    answering.clear();
    return api;
  }

  /** Asks, and reads nothing. */
  private static Socket asking(InetSocketAddress address, String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(64 << 10);
    socket.setSoTimeout(30_000);
    socket.connect(address);
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** How many bytes are left to be read until the end, or until the connection is reset. */
  private static long rest(InputStream in) throws IOException {
    byte[] block = new byte[1 << 20];
    long all = 0;
    try {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        all += count;
      }
    } catch (SocketException e) {
      // Cut off.
    }
    return all;
  }

  private static boolean answers(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(HttpApi.class.getName()));
  }

  @Test
  void who_takes_nothing_is_cut_off_and_its_thread_is_free() throws IOException {
    try (HttpApi api = start(Duration.ofMillis(600));
        Socket socket = asking(api.address(), RAW)) {
      await().atMost(ApiClient.GUARD).until(() -> answering.size() == 1);
      await()
          .atMost(ApiClient.GUARD)
          .until(() -> answering.stream().noneMatch(SlowReaderTest::answers));
      assertThat(rest(socket.getInputStream())).isLessThan(LARGE);
      assertThat(new ApiClient(api.uri()).get("/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void who_takes_a_little_at_a_time_gets_it_all() throws IOException {
    Duration patience = Duration.ofSeconds(2);
    try (HttpApi api = start(patience);
        Socket socket = asking(api.address(), RAW)) {
      InputStream in = socket.getInputStream();
      long taken = 0;
      long began = System.nanoTime();
      // Far less than the kernel holds: the writer does not see that anything was taken.
      while (System.nanoTime() - began < patience.multipliedBy(3).toNanos()) {
        int count = in.readNBytes(32 << 10).length;
        assertThat(count).isEqualTo(32 << 10);
        taken += count;
        LockSupport.parkNanos(200_000_000);
      }
      assertThat(taken).isLessThan(LARGE / 4);
      assertThat(taken + rest(in)).isGreaterThan(LARGE);
    }
  }

  @Test
  void who_follows_the_events_and_takes_none_is_cut_off() throws IOException {
    try (HttpApi api = start(Duration.ofMillis(600));
        Socket socket = asking(api.address(), EVENTS)) {
      EventsRoute route =
          api.routes().stream()
              .filter(EventsRoute.class::isInstance)
              .map(EventsRoute.class::cast)
              .findFirst()
              .orElseThrow();
      await().atMost(ApiClient.GUARD).until(() -> route.readers() == 1);
      await()
          .atMost(ApiClient.GUARD)
          .until(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  bare.journal
                      .begin(LOOPBACK, 1, "smtp", Instant.EPOCH)
                      .end(Instant.EPOCH, Session.End.QUIT);
                }
                return route.readers() == 0;
              });
      assertThat(rest(socket.getInputStream())).isPositive();
    }
  }

  @Test
  void those_who_take_nothing_keep_nobody_out() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      try (FiveFifty smtp = FiveFifty.builder().http(0).start()) {
        deliver(smtp, "x".repeat(70) + "\r\n", LARGE / 72);
        InetSocketAddress api = smtp.apiAddress().orElseThrow();
        for (int i = 0; i < 10; i++) {
          idle.add(asking(api, RAW));
          idle.add(asking(api, EVENTS));
        }
        for (Socket each : idle) {
          // An answer has begun.
          assertThat(each.getInputStream().read()).isEqualTo('H');
        }
        ApiClient client = new ApiClient(smtp.apiUri());
        for (int i = 0; i < 5; i++) {
          deliver(smtp, "x\r\n", 1);
          assertThat(client.get("/api/v1/messages").status()).isEqualTo(200);
        }
        assertThat(smtp.journal().messages()).hasSize(6);
      }
      for (Socket each : idle) {
        rest(each.getInputStream());
      }
    } finally {
      for (Socket each : idle) {
        each.close();
      }
    }
  }

  private static void deliver(FiveFifty smtp, String line, int times) {
    try (WireClient mail = WireClient.introduced(smtp.host(), smtp.port())) {
      mail.envelope("a@example.com", "b@example.com").data("\r\n" + line.repeat(times));
      mail.ask("QUIT");
    }
  }
}
