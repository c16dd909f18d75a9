package dev.fivefifty.cli;

import static dev.fivefifty.cli.Program.GUARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule files that change while the server runs. */
class ReloadTest {
  @TempDir Path dir;

  private Path write(String name, String... lines) throws IOException {
    return Files.write(dir.resolve(name), List.of(lines));
  }

  private static String noop(Program serve) {
    try (WireClient client = WireClient.introduced("127.0.0.1", serve.port())) {
      return client.ask("NOOP");
    }
  }

  private static long count(String text, String piece) {
    return text.lines().filter(line -> line.contains(piece)).count();
  }

  @Test
  void a_changed_file_counts_for_the_next_exchange() throws IOException {
    Path file = write("rules.yaml", "rules:", "  - { at: noop, reply: 550 }");
    try (Program serve = Program.listening("--port", "0", "--rules", file.toString())) {
      assertThat(noop(serve)).startsWith("550 ");
      write("rules.yaml", "rules:", "  - { at: noop, reply: 450 }", "  - { at: vrfy, reply: 550 }");
      await()
          .atMost(GUARD)
          .until(() -> serve.out().contains("\nrules 2 reloaded from " + file + "\n"));
      assertThat(noop(serve)).startsWith("450 ");
      assertThat(serve.err()).isEmpty();
    }
  }

  @Test
  void a_broken_file_is_reported_with_every_error_and_changes_nothing() throws IOException {
    Path file = write("rules.yaml", "rules:", "  - { at: noop, reply: 550 }");
    try (Program serve = Program.listening("--port", "0", "--quiet", "--rules", file.toString())) {
      write("rules.yaml", "rules:", "  - { at: nop, reply: 450 }", "  - { at: noop, repli: 450 }");
      await().atMost(GUARD).until(() -> serve.err().contains("the rules stay as they were"));
      assertThat(serve.err().lines())
          .hasSize(3)
          .anySatisfy(line -> assertThat(line).startsWith(file + ":2:11: ").contains("noop"))
          .anySatisfy(line -> assertThat(line).startsWith(file + ":3:").contains("reply"));
      assertThat(noop(serve)).startsWith("550 ");
      assertThat(serve.out()).doesNotContain("reloaded");

      write("rules.yaml", "rules:", "  - { at: noop, reply: \"451 4.0.0 Mended\" }");
      await().atMost(GUARD).until(() -> serve.out().contains("\nrules 1 reloaded from "));
      assertThat(noop(serve)).startsWith("451 ");
      assertThat(count(serve.err(), "stay as they were")).isEqualTo(1);
    }
  }

  @Test
  void a_file_that_comes_goes_or_takes_the_place_of_another_is_a_change() throws IOException {
    Path first = write("a.yaml", "rules:", "  - { at: noop, reply: 550 }");
    FileTime time = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));
    Files.setLastModifiedTime(first, time);
    try (Program serve = Program.listening("--port", "0", "--rules", dir.toString())) {
      Path second = write("b.yaml", "rules:", "  - { at: vrfy, reply: 550 }");
      await().atMost(GUARD).until(() -> serve.out().contains("\nrules 2 reloaded from "));
      assertThat(serve.out()).contains("rules 2 reloaded from " + first + ", " + second + "\n");

      Files.delete(second);
      await().atMost(GUARD).until(() -> serve.out().contains("\nrules 1 reloaded from "));

      // As editors save and volumes are updated; even its time and size are those of the other.
      Path other = write("a.tmp", "rules:", "  - { at: noop, reply: 450 }");
      Files.setLastModifiedTime(other, time);
      Files.move(other, first, StandardCopyOption.ATOMIC_MOVE);
      await().atMost(GUARD).until(() -> count(serve.out(), "rules 1 reloaded from ") == 2);
      assertThat(noop(serve)).startsWith("450 ");
    }
  }

  @Test
  void a_file_that_is_gone_is_an_error_and_the_rules_stay() throws IOException {
    Path file = write("rules.yaml", "rules:", "  - { at: noop, reply: 550 }");
    try (Program serve = Program.listening("--port", "0", "--rules", file.toString())) {
      Files.delete(file);
      await().atMost(GUARD).until(() -> serve.err().contains("the rules stay as they were"));
      assertThat(serve.err()).startsWith(file + ": no such file or directory");
      assertThat(noop(serve)).startsWith("550 ");
    }
  }

  @Test
  void says_warnings_and_that_settings_of_the_server_count_later() throws IOException {
    Path file = write("rules.yaml", "server: { hostname: a.example }");
    try (Program serve = Program.listening("--port", "0", "--rules", file.toString())) {
      write(
          "rules.yaml",
          "server: { hostname: b.example }",
          "rules: [{ at: rcpt, reply: \"550 4.1.1 Odd\" }]");
      await().atMost(GUARD).until(() -> serve.err().contains("from the next start on"));
      assertThat(serve.err()).startsWith(file + ":2:").contains(": warning: ");
      try (WireClient client = WireClient.connect("127.0.0.1", serve.port())) {
        assertThat(client.reply()).startsWith("220 a.example ");
      }
    }
  }

  @Test
  void whoever_controls_the_server_can_ask_for_it_too() throws Exception {
    Path file = write("rules.yaml", "rules:", "  - { at: noop, reply: 550 }");
    try (Program serve = Program.listening("--port", "0", "--rules", file.toString());
        WireClient client = WireClient.connect("127.0.0.1", serve.httpPort())) {
      client.raw(
          "POST /api/v1/rules/reload HTTP/1.0\r\nHost: localhost\r\n"
              + "Content-Type: application/json\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.readToEnd()).contains(" 200 ", "\"rules\": 1");
    }
  }
}
