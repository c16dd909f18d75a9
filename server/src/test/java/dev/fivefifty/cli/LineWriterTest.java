package dev.fivefifty.cli;

import static dev.fivefifty.cli.Program.GUARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LineWriterTest {
  /** A pipe that nobody reads until told to. */
  private static final class SlowPipe extends OutputStream {
    final CountDownLatch blocked = new CountDownLatch(1);
    final CountDownLatch read = new CountDownLatch(1);
    private final ByteArrayOutputStream through = new ByteArrayOutputStream();

    @Override
    public void write(int octet) {
      blocked.countDown();
      try {
        read.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (through) {
        through.write(octet);
      }
    }

    String text() {
      synchronized (through) {
        return through.toString(StandardCharsets.UTF_8).replace("\r", "");
      }
    }
  }

  private final SlowPipe pipe = new SlowPipe();
  private final LineWriter lines =
      new LineWriter(new PrintStream(pipe, false, StandardCharsets.UTF_8), 3);

  @Test
  void keeps_what_is_said_before_the_start() {
    pipe.read.countDown();
    lines.line("early");
    assertThat(pipe.text()).isEmpty();
    lines.start();
    await().atMost(GUARD).until(() -> pipe.text().equals("early\n"));
  }

  @Test
  void drops_lines_rather_than_wait_and_says_how_many() throws InterruptedException {
    lines.start();
    lines.line("a");
    pipe.blocked.await();
    for (String line : new String[] {"b", "c", "d", "e", "f"}) {
      lines.line(line);
    }
    pipe.read.countDown();
    await()
        .atMost(GUARD)
        .until(
            () ->
                pipe.text()
                    .equals(
                        "a\nb\nc\nd\n... 2 lines dropped: the output is not read fast enough\n"));
    lines.line("g");
    lines.close("end", GUARD);
    assertThat(pipe.text()).endsWith("enough\ng\nend\n");
  }

  @Test
  void says_at_the_end_what_was_dropped() throws InterruptedException {
    lines.start();
    lines.line("a");
    pipe.blocked.await();
    for (String line : new String[] {"b", "c", "d", "e"}) {
      lines.line(line);
    }
    lines.close("end", Duration.ofMillis(1));
    lines.line("too late");
    pipe.read.countDown();
    await().atMost(GUARD).until(() -> pipe.text().endsWith("end\n"));
    assertThat(pipe.text())
        .isEqualTo("a\nb\nc\nd\n... 1 line dropped: the output is not read fast enough\nend\n");
  }
}
