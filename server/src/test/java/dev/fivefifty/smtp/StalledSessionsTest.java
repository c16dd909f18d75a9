package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Stall;
import dev.fivefifty.wire.WireClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Many sessions that say nothing. Alone: {@code mvn test -Dgroups=load}. */
@Tag("load")
@Isolated("looks at every thread")
class StalledSessionsTest {
  private static final int STALLED = 1_000;
  private static final int NORMAL = 20;
  private static final int MESSAGES = 5;
  private static final String[] KINDS = {"stall", "hour", "delay", "dribble"};

  /** Threads that are within a fault; virtual ones are not seen, but are made by the same code. */
  private static long threadsInFaults() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack -> {
              for (StackTraceElement frame : stack) {
                if (frame.getClassName().startsWith("dev.fivefifty.fault.")
                    || frame.getMethodName().equals("awaitEnd")
                    || frame.getMethodName().equals("readAhead")) {
                  return true;
                }
              }
              return false;
            })
        .count();
  }

  @Test
  void nobody_is_held_up_and_a_reset_leaves_nothing() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(NORMAL);
    try (Wired wired =
        Wired.start(
            at(Stage.RCPT).to("stall@*").stall(Stall.FOREVER),
            at(Stage.RCPT).to("hour@*").reply("250 OK").stall(Duration.ofHours(1)),
            at(Stage.RCPT).to("delay@*").delay(Duration.ofHours(1)),
            at(Stage.RCPT).to("dribble@*").reply("250 OK").dribble(1, Duration.ofHours(1)))) {
      List<WireClient> stalled = new ArrayList<>();
      for (int i = 0; i < STALLED; i++) {
        WireClient client = wired.introduced();
        client.accepted("MAIL FROM:<a@example.com>");
        client.line("RCPT TO:<" + KINDS[i % KINDS.length] + "@example.com>");
        stalled.add(client);
      }
      await().atMost(Wired.GUARD).until(() -> wired.clock.alarms() >= 2 * STALLED / KINDS.length);
      assertThat(wired.server.connections()).isEqualTo(STALLED);
      if (Runtime.version().feature() < 21) {
        // Each session's own, and the one that sees its client leave.
        await().atMost(Wired.GUARD).until(() -> threadsInFaults() == 2 * STALLED);
      }

      List<Future<?>> normal = new ArrayList<>();
      for (int i = 0; i < NORMAL; i++) {
        normal.add(
            pool.submit(
                () -> {
                  WireClient client = wired.introduced();
                  for (int n = 0; n < MESSAGES; n++) {
                    client.envelope("a@example.com", "b@example.com");
                    assertThat(client.data("Subject: " + n + "\r\n\r\nx")).startsWith("250 ");
                  }
                  client.accepted("QUIT");
                  return null;
                }));
      }
      for (Future<?> each : normal) {
        each.get(Wired.GUARD.toSeconds(), TimeUnit.SECONDS);
      }
      assertThat(wired.results().stream().filter(Attempt.Result.ACCEPTED::equals))
          .hasSize(NORMAL * MESSAGES);
      // A session ends after its 221 was sent.
      await().atMost(Wired.GUARD).until(() -> wired.server.connections() == STALLED);

      // What FiveFifty.reset() does.
      wired.rules.replaceAll(List.of());
      wired.server.releaseStalls();

      // No client says a word that could wake anything.
      await().atMost(Wired.GUARD).untilAsserted(() -> assertThat(threadsInFaults()).isZero());
      // Each open session waits for its idle time-out, and for nothing else.
      assertThat(wired.clock.alarms()).isLessThanOrEqualTo(STALLED);

      for (int i = 0; i < STALLED; i++) {
        WireClient client = stalled.get(i);
        String kind = KINDS[i % KINDS.length];
        if (kind.equals("hour") || kind.equals("delay")) {
          assertThat(client.reply()).as(kind).startsWith("250 ");
        } else if (kind.equals("dribble")) {
          assertThat(client.read()).isEqualTo('2');
        }
        assertThat(client.ask("NOOP")).as(kind).endsWith("250 2.0.0 OK\r\n");
      }
      assertThat(wired.server.connections()).isEqualTo(STALLED);

      stalled.forEach(WireClient::close);
      wired.awaitEnds();
      await().atMost(Wired.GUARD).untilAsserted(() -> assertThat(wired.clock.alarms()).isZero());
      wired.server.close();
      await().atMost(Wired.GUARD).until(() -> wired.server.threads().isTerminated());
    } finally {
      pool.shutdownNow();
    }
  }
}
