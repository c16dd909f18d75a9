package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails while the server runs. */
class SaverTest {
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path dir;

  private static void send(int port, String subject) {
    try (WireClient client = WireClient.introduced("127.0.0.1", port)) {
      client.envelope("a@example.com", "b@example.com").data("Subject: " + subject + "\r\n\r\nx");
      client.ask("QUIT");
      client.readToEnd();
    }
  }

  @Test
  void the_server_goes_on_and_says_once_that_it_cannot_save() throws IOException {
    Path saved = dir.resolve("saved");
    // Directories where files are needed.
    Files.createDirectories(saved.resolve("message-1.eml.part/in-the-way"));
    Files.createDirectories(saved.resolve("message-2.eml.part/in-the-way"));
    Path report = dir.resolve("report.html");
    Program serve =
        Program.listening("--port", "0", "--save", saved.toString(), "--report", report.toString());
    try (serve) {
      send(serve.port(), "one");
      await().atMost(Program.GUARD).until(() -> !serve.err().isEmpty());
      send(serve.port(), "two");
      send(serve.port(), "three");
      await().atMost(Program.GUARD).until(() -> Files.exists(saved.resolve("message-3.eml")));
      assertThat(serve.err().lines())
          .singleElement()
          .asString()
          .startsWith("fivefifty: cannot save into " + saved + ": ")
          .contains("message-1.eml.part")
          .endsWith("(the server goes on; at its end it says what is missing)");
      // Stop says this, and exits with 1.
      assertThatThrownBy(serve::stop)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith(
              "not all is saved in " + saved + ": 2 messages could not be written (");
    }
    assertThat(Files.readString(saved.resolve("message-3.eml"))).contains("Subject: three");
    assertThat(saved.resolve("message-1.eml")).doesNotExist();
    // The journal and the report have them all.
    assertThat(Files.readString(saved.resolve(Saver.JOURNAL)).lines())
        .filteredOn(line -> line.contains("session-end"))
        .hasSize(3);
    assertThat(report).isNotEmptyFile();
  }

  @Test
  void a_journal_on_a_full_disk_keeps_no_message_from_being_saved() throws IOException {
    assumeTrue(Files.exists(FULL), "there is no " + FULL);
    List<String> complaints = new CopyOnWriteArrayList<>();
    Saver saver = new Saver(dir, complaints::add, file -> Files.newBufferedWriter(FULL));
    try (FiveFifty smtp = FiveFifty.builder().watch(saver::listen).start()) {
      send(smtp.port(), "one");
      await().atMost(Program.GUARD).until(() -> complaints.size() == 1);
      send(smtp.port(), "two");
      await().atMost(Program.GUARD).until(() -> Files.exists(dir.resolve("message-2.eml")));
    }
    assertThatThrownBy(() -> saver.close(Program.GUARD))
        .hasMessageMatching(
            "not all is saved in \\Q"
                + dir
                + "\\E: up to \\d+ events at the end could not be written \\(.+\\)");
    assertThat(complaints).hasSize(1);
    assertThat(dir.resolve("message-1.eml")).isNotEmptyFile();
  }
}
