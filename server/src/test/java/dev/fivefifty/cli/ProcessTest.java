package dev.fivefifty.cli;

import static dev.fivefifty.cli.Program.GUARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.wire.WireClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: what signals do to it, and what it leaves on its outputs. */
class ProcessTest {
  @TempDir Path dir;

  @Test
  @DisabledOnOs(OS.WINDOWS) // There destroy() is no signal.
  void sigterm_ends_it_in_order_with_0_whatever_sessions_are_doing() throws Exception {
    Path rules =
        Files.writeString(
            dir.resolve("rules.yaml"), "rules:\n  - { name: hang, at: noop, stall: forever }\n");
    Path err = dir.resolve("err.txt");
    Process process = start(err, "serve", "--port", "0", "--rules", rules.toString());
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String first = out.readLine();
      assertThat(first).startsWith("listening smtp 127.0.0.1:");
      int port = Integer.parseInt(first.substring(first.lastIndexOf(':') + 1));
      try (WireClient client = WireClient.introduced("127.0.0.1", port)) {
        client.ask("MAIL FROM:<a@example.com>");
        client.ask("RCPT TO:<b@example.com>");
        client.ask("DATA");
        client.raw("Subject: Hi\r\n\r\nHello\r\n.\r\n");
        assertThat(client.reply()).startsWith("250 ");
        client.line("NOOP");
        while (!out.readLine().contains("[hang]")) {
          // What came before.
        }
        // Unlike that of the process itself, this does not close the pipe.
        process.toHandle().destroy();
        assertThat(process.waitFor(GUARD.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
      List<String> last = out.lines().toList();
      assertThat(last.get(last.size() - 1)).startsWith("stopped: 1 session, 1 message stored");
      assertThat(err).isEmptyFile();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(Path err, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.fivefifty.cli.Main"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(err.toFile()).start();
  }
}
