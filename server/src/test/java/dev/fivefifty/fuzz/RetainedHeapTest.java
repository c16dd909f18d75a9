package dev.fivefifty.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.wire.WireClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However much a client sends in one session, the heap holds 16 MiB and four times of it at most:
 * while the session is still open, and with the journal that remembers it, within the limits that
 * it has unless told otherwise.
 *
 * <p>With one exception, for what it is: the journal remembers every command, in 200 bytes or more
 * however short it is, so that from about 60,000 in a session on its own limit is the bound. Of the
 * many lines here there are as many as that. Alone, because the heap is everybody's.
 */
@Isolated
class RetainedHeapTest {
  private static final int MIB = 1 << 20;
  private static final long ALLOWED = 16L * MIB;

  /** In which the server reads what is still in the sockets' buffers. */
  private static final long SETTLING = 200;

  private static Arguments lines(String name, String lines, int times) {
    byte[] bytes = filled(lines.length() * times, lines);
    return input(name, bytes.length, client -> answered(client, bytes));
  }

  private static Arguments lines(String name, int times, IntFunction<String> line) {
    String lines = IntStream.range(0, times).mapToObj(line).collect(Collectors.joining());
    byte[] bytes = lines.getBytes(StandardCharsets.US_ASCII);
    return input(
        name, bytes.length, client -> answered(client.accepted("MAIL FROM:<a@b.example>"), bytes));
  }

  /** Sends lines and reads as many replies, so that the server has seen them all. */
  private static void answered(WireClient client, byte[] lines) {
    Thread sender = new Thread(() -> client.send(lines));
    sender.start();
    for (byte each : lines) {
      if (each == '\n') {
        client.readLine();
      }
    }
    try {
      sender.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Arguments input(String name, int bytes, Consumer<WireClient> sends) {
    return Arguments.of(name, bytes, sends);
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        input("a line without end", 8 * MIB, client -> client.send(filled(8 * MIB, "x"))),
        lines("empty lines", "\r\n", 60_000),
        lines("bare line feeds", "\n", 60_000),
        lines("two lines in turn", "\r\nx\r\n", 30_000),
        lines("commands", "NOOP\r\n", 60_000),
        lines("lines that are all different", 40_000, i -> i + "\r\n"),
        lines("recipients", 20_000, i -> "RCPT TO:<user" + i + "@example.com>\r\n"),
        lines("transactions", 10_000, i -> "RSET\r\nMAIL FROM:<a@b.example> SIZE=1\r\n"),
        input("content without end", 16 * MIB, client -> data(client, 16 * MIB, "x")),
        input("content of line ends", 8 * MIB, client -> data(client, 8 * MIB, "\r\n")),
        input("content of stuffed dots", 8 * MIB, client -> data(client, 8 * MIB, "\r\n..")),
        input("more content than may be", 40 * MIB, client -> data(client, 40 * MIB, "x\r\n")),
        input(
            "a chunk that is only announced",
            0,
            client -> envelope(client).line("BDAT 999999999999999999 LAST")),
        input(
            "a chunk out of sequence",
            8 * MIB,
            client -> {
              client.line("BDAT 999999999999999999");
              client.send(filled(8 * MIB, "x"));
            }),
        input("chunks of one byte", MIB / 8, client -> chunks(client, MIB / 8 / 8)),
        input(
            "a response without end",
            8 * MIB,
            client -> {
              client.line("AUTH LOGIN");
              client.send(filled(8 * MIB, "QUJD"));
            }));
  }

  /** A session of half a million commands costs no more memory than the journal may take. */
  @Test
  @Timeout(60)
  void the_journals_limit_is_memory() {
    int size = MIB;
    long limit = 24L * MIB;
    try (FiveFifty smtp = FiveFifty.builder().journalBytes(limit).start()) {
      try (WireClient warm = WireClient.introduced(smtp.host(), smtp.port())) {
        envelope(warm).data("x");
      }
      long before = FuzzServer.used();
      try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
        answered(client, filled(size, "\r\n"));
        assertThat(smtp.journal().discarded().exchanges()).isGreaterThan(size / 2 - 60_000);
        assertThat(FuzzServer.used() - before).isLessThanOrEqualTo(limit);
      }
    }
  }

  private static WireClient envelope(WireClient client) {
    return client.envelope("a@example.com", "b@example.com");
  }

  private static void data(WireClient client, int size, String text) {
    envelope(client).ask("DATA");
    client.send(filled(size, text));
  }

  private static void chunks(WireClient client, int count) {
    envelope(client).send(filled(count * "BDAT 1\r\nx".length(), "BDAT 1\r\nx"));
  }

  private static byte[] filled(int size, String text) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) text.charAt(i % text.length());
    }
    return bytes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  @Timeout(60)
  void is_bounded(String name, int size, Consumer<WireClient> sends) throws InterruptedException {
    try (FiveFifty smtp = FiveFifty.builder().anyUser().start()) {
      try (WireClient warm = WireClient.introduced(smtp.host(), smtp.port())) {
        envelope(warm).data("x");
      }
      long before = FuzzServer.used();
      try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
        sends.accept(client);
        Thread.sleep(SETTLING);
        assertThat(FuzzServer.used() - before).as(name).isLessThanOrEqualTo(ALLOWED + 4L * size);
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> smtp.journal().sessions().stream().noneMatch(each -> each.isOpen()));
      assertThat(FuzzServer.used() - before).as(name).isLessThanOrEqualTo(ALLOWED + 4L * size);
      smtp.journal().clear();
      assertThat(FuzzServer.used() - before).as(name + ", forgotten").isLessThanOrEqualTo(ALLOWED);
    }
  }
}
