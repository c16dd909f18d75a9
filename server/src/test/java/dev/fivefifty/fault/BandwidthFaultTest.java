package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class BandwidthFaultTest {
  private static final int TOTAL = 400_000;

  /** At 20 kB/s that takes 20 seconds: the client's writes block long before its end. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void the_clients_writes_block(Mode mode) throws IOException, InterruptedException {
    try (FaultBench bench = FaultBench.small(at(Stage.DATA).bandwidth("20KB/s"))) {
      FaultClient client = bench.introduced(mode).untilData();
      AtomicLong written = new AtomicLong();
      Thread writer = new Thread(() -> write(client, written));
      writer.setDaemon(true);
      writer.start();

      await().atMost(FaultBench.GUARD).until(() -> written.get() > 0);
      long first = written.get();
      Thread.sleep(1_000);
      assertThat(writer.isAlive()).isTrue();
      // A guess at most of what a second can let through, and what buffers hold: far from all of
      // it.
      assertThat(written.get()).isLessThan(TOTAL / 2);
      // It goes on, if slowly.
      await().atMost(FaultBench.GUARD).until(() -> written.get() > first);
      bench.smtp.reset();
      writer.join(FaultBench.GUARD.toMillis());
      assertThat(writer.isAlive()).as("released by the reset").isFalse();
      assertThat(client.reply()).startsWith("250 2.0.0");
    }
  }

  private static void write(FaultClient client, AtomicLong written) {
    byte[] line = ("x".repeat(998) + "\r\n").getBytes();
    try {
      while (written.get() < TOTAL) {
        client.send(line);
        written.addAndGet(line.length);
      }
      client.send(".\r\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void not_faster_than_that(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.DATA).bandwidth("40KB/s"))) {
      FaultClient client = bench.introduced(mode).untilData();
      long began = System.nanoTime();
      client.send("x".repeat(78).concat("\r\n").repeat(500) + ".\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0");
      assertThat(System.nanoTime() - began)
          .isGreaterThanOrEqualTo((long) (Duration.ofSeconds(1).toNanos() * 0.8));
      // Only that message's content was slowed.
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  /** At 10 bytes a second the second message would take hours. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void the_next_message_is_not_slowed(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.DATA).bandwidth("10B/s").times(1))) {
      FaultClient client = bench.introduced(mode).untilData();
      client.send("x\r\n.\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0");
      client.untilData().send("x".repeat(78).concat("\r\n").repeat(2_000) + ".\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0");
    }
  }
}
