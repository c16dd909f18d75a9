package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Per;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Stall;
import dev.fivefifty.wire.WireClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sessions at once. */
@Timeout(120)
class ConcurrencyTest {
  @BeforeAll
  static void listenToTheLog() {
    LogTap.listen();
  }

  @AfterEach
  void nothingWasLogged() {
    assertThat(LogTap.problems()).isEmpty();
  }

  /** Does it that many times at once. */
  private static <T> List<T> atOnce(int count, IntFunction<T> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        tasks.add(() -> task.apply(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(get(future));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> T get(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static String mail(WireClient client, int number) {
    return client
        .envelope("a" + number + "@example.com", "b@example.com")
        .data("Subject: " + number + "\r\n\r\nHi");
  }

  @Test
  void exactly_two_of_fifty_see_a_rule_for_two() throws Exception {
    try (Wired wired = Wired.start(at(Stage.MESSAGE).reply("451 4.3.0 Not you").times(2))) {
      List<String> replies = atOnce(50, number -> mail(wired.introduced(), number));
      assertThat(replies).filteredOn(reply -> reply.equals("451 4.3.0 Not you\r\n")).hasSize(2);
      assertThat(replies).filteredOn(reply -> reply.startsWith("250 2.0.0 ")).hasSize(48);
      assertThat(wired.journal.messages()).hasSize(48);
      assertThat(wired.results()).filteredOn(Attempt.Result.DEFERRED::equals).hasSize(2);
      assertThat(wired.rules.current().applications()).containsValue(2L);
    }
  }

  @Test
  void counts_are_kept_apart_under_load() throws Exception {
    try (Wired wired =
        Wired.start(at(Stage.MAIL).per(Per.SESSION).times(1).reply("450 4.7.1 Greylisted"))) {
      atOnce(
          20,
          number -> {
            WireClient client = wired.introduced();
            assertThat(client.ask("MAIL FROM:<a@example.com>")).startsWith("450 ");
            assertThat(mail(client, number)).startsWith("250 ");
            return client;
          });
      assertThat(wired.journal.messages()).hasSize(20);
    }
  }

  @Test
  void rules_change_while_clients_send() throws Exception {
    Rule[] some = {
      at(Stage.MAIL).name("m").reply("250 2.1.0 By a rule"),
      at(Stage.RCPT).name("r").reply("250 2.1.5 By a rule"),
      at(Stage.MESSAGE).name("e").reply("250 2.0.0 By a rule"),
      at(Stage.CONTENT).name("c").size(">1").from("nobody@*").reply("550 Never"),
      at(Stage.IDLE).name("i").silence(Duration.ofHours(1)).reply("421 Never"),
    };
    try (Wired wired = Wired.start()) {
      AtomicBoolean done = new AtomicBoolean();
      Thread changer =
          new Thread(
              () -> {
                for (int i = 0; !done.get(); i++) {
                  wired.rules.replaceAll(List.of());
                  wired.add(some[i % some.length]);
                  wired.add(some[(i + 1) % some.length], some[(i + 2) % some.length]);
                  wired.rules.remove(some[i % some.length].name().orElseThrow());
                }
              });
      changer.start();
      List<List<String>> replies =
          atOnce(
              20,
              number -> {
                WireClient client = wired.introduced();
                List<String> all = new ArrayList<>();
                for (int i = 0; i < 25; i++) {
                  all.add(client.ask("MAIL FROM:<a@example.com>"));
                  all.add(client.ask("RCPT TO:<b@example.com>"));
                  all.add(client.data("Subject: x\r\n\r\nHi"));
                }
                all.add(client.ask("QUIT"));
                return all;
              });
      done.set(true);
      changer.join(20_000);
      assertThat(changer.isAlive()).isFalse();
      for (List<String> session : replies) {
        for (int i = 0; i < 75; i += 3) {
          assertThat(session.get(i)).matches("250 2\\.1\\.0 (Sender OK|By a rule)\r\n");
          assertThat(session.get(i + 1)).matches("250 2\\.1\\.5 (Recipient OK|By a rule)\r\n");
          assertThat(session.get(i + 2)).matches("250 2\\.0\\.0 (Message accepted|By a rule)\r\n");
        }
        assertThat(session.get(75)).startsWith("221 ");
      }
      assertThat(wired.journal.messages()).hasSize(500);
      // What is in the journal is what was sent.
      wired
          .exchanges(Stage.MAIL)
          .forEach(
              exchange ->
                  assertThat(exchange.rule().isPresent())
                      .isEqualTo(exchange.sent().text().contains("By a rule")));
    }
  }

  @Test
  void stalled_sessions_are_in_nobodys_way() throws Exception {
    try (Wired wired = Wired.start(at(Stage.EHLO).helo("stalled").stall(Stall.FOREVER))) {
      List<WireClient> stalled = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        WireClient client = wired.greeted();
        client.line("EHLO stalled");
        stalled.add(client);
      }
      await().atMost(Wired.GUARD).until(() -> wired.exchanges(Stage.EHLO).count() == 200);
      List<String> replies = atOnce(20, number -> mail(wired.introduced(), number));
      assertThat(replies).allMatch(reply -> reply.startsWith("250 2.0.0 "));
      assertThat(wired.server.connections()).isGreaterThanOrEqualTo(200);
      stalled.forEach(WireClient::close);
      await().atMost(Wired.GUARD).until(() -> wired.server.connections() == 20);
    }
  }

  @Test
  void close_ends_sessions_in_every_state() {
    Wired wired =
        Wired.start(
            at(Stage.VRFY).stall(Stall.FOREVER),
            at(Stage.EXPN).delay(Duration.ofDays(1)),
            at(Stage.HELP).reply("421 Lingers"),
            at(Stage.CONTENT).size(">1000").stall(Stall.FOREVER),
            at(Stage.IDLE).silence(Duration.ofSeconds(5)).helo("idle").stall(Stall.FOREVER));
    List<WireClient> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      WireClient client = i % 10 == 0 ? wired.connect() : wired.introduced();
      clients.add(client);
      switch (i % 10) {
        case 0 -> {}
        case 1 -> client.raw("MAIL FR");
        case 2 -> client.envelope("a@example.com", "b@example.com");
        case 3 -> client.envelope("a@example.com", "b@example.com").ask("DATA");
        case 4 -> {
          client.envelope("a@example.com", "b@example.com").ask("DATA");
          client.raw("Hi\r\n" + "x".repeat(2_000));
        }
        case 5 -> client.envelope("a@example.com", "b@example.com").raw("BDAT 9 LAST\r\nabc");
        case 6 -> client.line("VRFY x");
        case 7 -> client.line("EXPN x");
        case 8 -> client.accepted("EHLO idle");
        default -> client.ask("HELP");
      }
    }
    wired.clock.advance(Duration.ofSeconds(5));
    await().atMost(Wired.GUARD).until(() -> wired.exchanges(Stage.IDLE).count() >= 10);
    long before = System.nanoTime();
    wired.server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Wired.GUARD);
    await().atMost(Wired.GUARD).until(() -> wired.server.threads().isTerminated());
    assertThat(wired.journal.sessions())
        .hasSize(100)
        .allSatisfy(session -> assertThat(session.end()).isPresent())
        .filteredOn(session -> session.end().orElseThrow() == Session.End.SERVER_STOPPED)
        .hasSize(90);
    assertThat(wired.server.connections()).isZero();
    wired.close();
  }

  @Test
  void close_does_not_wait_for_a_condition_that_never_returns() {
    Object never = new Object();
    AtomicBoolean stuck = new AtomicBoolean();
    Wired wired =
        Wired.start(
            at(Stage.NOOP)
                .when(
                    occasion -> {
                      synchronized (never) {
                        stuck.set(true);
                        while (stuck.get()) {
                          try {
                            never.wait();
                          } catch (InterruptedException e) {
                            // Stubborn on purpose.
                          }
                        }
                      }
                      return true;
                    }));
    wired.introduced().line("NOOP");
    await().atMost(Wired.GUARD).untilTrue(stuck);
    wired.server.close();
    assertThat(wired.session().end()).hasValue(Session.End.SERVER_STOPPED);
    synchronized (never) {
      stuck.set(false);
      never.notifyAll();
    }
    await().atMost(Wired.GUARD).until(() -> wired.server.threads().isTerminated());
    wired.close();
  }

  @Test
  void servers_start_and_stop_in_parallel() throws Exception {
    List<Integer> ports =
        atOnce(
            20,
            number -> {
              try (FiveFifty smtp = FiveFifty.start()) {
                for (int i = 0; i < 3; i++) {
                  try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
                    assertThat(mail(client, number)).startsWith("250 ");
                  }
                }
                assertThat(smtp.journal().messages()).hasSize(3);
                return smtp.port();
              }
            });
    assertThat(ports).doesNotHaveDuplicates();
  }

  @Test
  void a_port_is_free_again_after_close() {
    FiveFifty first = FiveFifty.start();
    int port = first.port();
    WireClient client = WireClient.introduced(first.host(), port);
    first.close();
    first.close();
    try (FiveFifty second = FiveFifty.builder().port(port).start();
        WireClient again = WireClient.introduced(second.host(), port)) {
      assertThat(mail(again, 1)).startsWith("250 ");
    }
    client.close();
  }
}
