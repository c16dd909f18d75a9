package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several listeners, outages, and addresses. */
class ListenersTest {

  private static FiveFifty two() {
    return FiveFifty.builder().listen(Listener.on(0), Listener.tlsOn(0)).start();
  }

  private static boolean refuses(FiveFifty smtp, int port) {
    try {
      WireClient.connect(smtp.host(), port).close();
      return false;
    } catch (UncheckedIOException e) {
      assertThat(e).hasCauseInstanceOf(ConnectException.class);
      return true;
    }
  }

  private static void serves(FiveFifty smtp, int port) {
    try (WireClient client = WireClient.connect(smtp.host(), port)) {
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.ask("QUIT")).startsWith("221 ");
    }
  }

  private static void servesTls(FiveFifty smtp) throws IOException {
    WireClient plain = WireClient.connect(smtp.host(), smtp.port("smtps"));
    try (WireClient client = Clients.secure(smtp, plain)) {
      assertThat(client.reply()).startsWith("220 ");
    }
  }

  @Test
  void one_journal_and_one_rule_set() throws IOException {
    try (FiveFifty smtp = two()) {
      smtp.add(
          at(Stage.EHLO).listener("smtps").reply("250 by the TLS listener"),
          at(Stage.MAIL).times(1).reply("450 4.0.0 Once, wherever"));
      WireClient tcp = WireClient.connect(smtp.host(), smtp.port("smtps"));
      try (WireClient secured = Clients.secure(smtp, tcp);
          WireClient plain = WireClient.greeted(smtp.host(), smtp.port("smtp"))) {
        secured.reply();
        assertThat(secured.ask("EHLO me")).isEqualTo("250 by the TLS listener\r\n");
        assertThat(plain.ask("EHLO me")).startsWith("250-localhost");
        assertThat(secured.ask("MAIL FROM:<a@example.com>")).startsWith("450 ");
        assertThat(plain.ask("MAIL FROM:<a@example.com>")).startsWith("250 ");
      }
      assertThat(smtp.journal().sessions())
          .extracting(each -> each.listener())
          .containsExactly("smtps", "smtp");
      assertThat(smtp.ports()).containsOnlyKeys("smtp", "smtps");
      assertThat(smtp.port()).isEqualTo(smtp.port("smtp"));
    }
  }

  @Test
  void names_are_unique_and_known() {
    assertThatThrownBy(() -> FiveFifty.builder().listen(Listener.on(0), Listener.on(0)).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unique");
    try (FiveFifty smtp = two()) {
      assertThatThrownBy(() -> smtp.port("smpt"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'smpt'")
          .hasMessageContaining("did you mean");
      assertThatThrownBy(() -> smtp.pause("x")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> smtp.resume("x")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_port_in_use_leaves_nothing_behind() throws IOException {
    int free;
    try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      try (ServerSocket probe = new ServerSocket(0)) {
        free = probe.getLocalPort();
      }
      int port = free;
      assertThatThrownBy(
              () ->
                  FiveFifty.builder()
                      .listen(Listener.on(port), Listener.on(used.getLocalPort()).named("second"))
                      .start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("" + used.getLocalPort());
    }
    try (FiveFifty smtp = FiveFifty.builder().port(free).start()) {
      serves(smtp, free);
    }
  }

  @Test
  void connections_are_counted_across_listeners() throws IOException {
    try (FiveFifty smtp = two()) {
      smtp.add(at(Stage.CONNECT).connections(">2").reply("421 Too many"));
      WireClient tcp = WireClient.connect(smtp.host(), smtp.port("smtps"));
      try (WireClient first = Clients.secure(smtp, tcp);
          WireClient second = WireClient.connect(smtp.host(), smtp.port())) {
        assertThat(first.reply()).startsWith("220 ");
        assertThat(second.reply()).startsWith("220 ");
        try (WireClient third = WireClient.connect(smtp.host(), smtp.port())) {
          assertThat(third.reply()).startsWith("421 ");
        }
      }
    }
  }

  // --- addresses

  private static InetAddress ipv6() throws IOException {
    InetAddress loopback = InetAddress.getByName("::1");
    try {
      new ServerSocket(0, 1, loopback).close();
      return loopback;
    } catch (IOException e) {
      System.err.println("SKIPPED: this machine has no IPv6 loopback: " + e.getMessage());
      assumeTrue(false, "no IPv6 loopback");
      throw e;
    }
  }

  @Test
  void an_ipv6_address() throws IOException, InterruptedException {
    InetAddress address = ListenersTest.ipv6();
    try (FiveFifty smtp = FiveFifty.builder().bind(address).start()) {
      serves(smtp, smtp.port());
      assertThat(InetAddress.getByName(smtp.host())).isEqualTo(address);
      Clients.awaitEnd(smtp);
      smtp.add(at(Stage.CONNECT).client("::1").reply("220 Hello, ::1"));
      try (WireClient client = WireClient.connect(smtp.host(), smtp.port())) {
        assertThat(client.reply()).isEqualTo("220 Hello, ::1\r\n");
      }
      smtp.pause();
      assertThat(refuses(smtp, smtp.port())).isTrue();
      smtp.resume();
      serves(smtp, smtp.port());
    }
  }

  @Test
  void both_families_at_once() throws IOException {
    InetAddress address = ListenersTest.ipv6();
    try (FiveFifty smtp =
        FiveFifty.builder()
            .listen(Listener.on(0), Listener.on(0).at(address).named("six"))
            .start()) {
      serves(smtp, smtp.port());
      try (WireClient client = WireClient.connect("::1", smtp.port("six"))) {
        assertThat(client.reply()).startsWith("220 ");
      }
    }
  }

  @Test
  void any_address_is_reached_by_the_host_that_it_says() throws IOException {
    try (FiveFifty smtp = FiveFifty.builder().bind(InetAddress.getByName("0.0.0.0")).start()) {
      serves(smtp, smtp.port());
      smtp.pause();
      assertThat(refuses(smtp, smtp.port())).isTrue();
      smtp.resume();
      serves(smtp, smtp.port());
    }
    ListenersTest.ipv6();
    try (FiveFifty smtp = FiveFifty.builder().bind(InetAddress.getByName("::")).start()) {
      serves(smtp, smtp.port());
      try (WireClient client = WireClient.connect("::1", smtp.port())) {
        assertThat(client.reply()).startsWith("220 ");
      }
    }
  }

  // --- outages

  @Test
  void an_outage_refuses_connections_and_keeps_sessions_and_port() {
    try (FiveFifty smtp = FiveFifty.start();
        WireClient open = WireClient.introduced(smtp.host(), smtp.port())) {
      int port = smtp.port();
      for (int i = 0; i < 5; i++) {
        smtp.pause();
        smtp.pause();
        assertThat(refuses(smtp, port)).isTrue();
        assertThat(smtp.port()).isEqualTo(port);
        open.envelope("a@example.com", "b@example.com");
        assertThat(open.data("Subject: x\r\n\r\nx")).startsWith("250 ");
        smtp.resume();
        smtp.resume();
        serves(smtp, port);
      }
    }
  }

  @Test
  void an_outage_of_one_listener() throws IOException {
    try (FiveFifty smtp = two()) {
      smtp.pause("smtps");
      assertThat(refuses(smtp, smtp.port("smtps"))).isTrue();
      serves(smtp, smtp.port("smtp"));
      smtp.pause();
      assertThat(refuses(smtp, smtp.port("smtp"))).isTrue();
      smtp.resume("smtps");
      servesTls(smtp);
      assertThat(refuses(smtp, smtp.port("smtp"))).isTrue();
      smtp.resume();
      serves(smtp, smtp.port("smtp"));
    }
  }

  @Test
  void close_while_paused() throws IOException {
    FiveFifty smtp = FiveFifty.start();
    int port = smtp.port();
    smtp.pause();
    long began = System.nanoTime();
    smtp.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    smtp.resume();
    smtp.pause();
    try (FiveFifty next = FiveFifty.builder().port(port).start()) {
      serves(next, port);
    }
  }

  private static void awaitMore(AtomicInteger counter) {
    int before = counter.get();
    await().atMost(Clients.GUARD).until(() -> counter.get() > before);
  }

  @Test
  void clients_in_a_loop_are_served_or_refused_and_never_hang() throws Exception {
    int clients = 50;
    ExecutorService pool = Executors.newFixedThreadPool(clients);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (FiveFifty smtp = FiveFifty.start()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(
            pool.submit(
                () -> {
                  while (!done.get()) {
                    try (WireClient client = WireClient.connect(smtp.host(), smtp.port())) {
                      String greeting = client.reply();
                      if (greeting.isEmpty()) {
                        refused.incrementAndGet();
                        continue;
                      }
                      assertThat(greeting).startsWith("220 ");
                      assertThat(client.ask("QUIT")).startsWith("221 ");
                      served.incrementAndGet();
                    } catch (UncheckedIOException e) {
                      assertThat(e.getCause()).isNotInstanceOf(SocketTimeoutException.class);
                      refused.incrementAndGet();
                    }
                  }
                  return null;
                }));
      }
      for (int i = 0; i < 30; i++) {
        awaitMore(served);
        smtp.pause();
        awaitMore(refused);
        smtp.resume();
      }
      done.set(true);
      for (Future<?> each : running) {
        each.get(40, TimeUnit.SECONDS);
      }
      serves(smtp, smtp.port());
      assertThat(served).hasPositiveValue();
      assertThat(refused).hasPositiveValue();
      Clients.awaitEnd(smtp);
    } finally {
      done.set(true);
      pool.shutdownNow();
    }
  }
}
