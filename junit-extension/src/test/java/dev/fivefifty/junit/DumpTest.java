package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EventType;

/** The journal of a test, as a file and in short. */
class DumpTest {

  @FiveFiftyTest(seed = 550)
  static class FailingCase {
    @Test
    @SmtpRule(name = "gone", at = Stage.RCPT, to = "gone@*", reply = "550 5.1.1 Gone")
    void test(FiveFifty smtp) {
      Mail.send(smtp.port(), "gone@example.com");
      Mail.send(smtp.port(), "bob@example.com");
      throw new AssertionError("on purpose");
    }
  }

  @Test
  void a_failure_says_what_the_server_saw() throws IOException {
    Throwable failure = Kit.failure(FailingCase.class);
    assertThat(failure.getSuppressed()).hasSize(1);
    String summary = failure.getSuppressed()[0].toString();
    assertThat(summary)
        .startsWith("What the server saw: 2 sessions, 2 attempts, 1 stored message (seed 550)\n")
        .contains("<gone@example.com> REFUSED by rule 'gone': 550 5.1.1 Gone", "ACCEPTED");
    Matcher file = Pattern.compile("The whole journal: (.+)$").matcher(summary);
    assertThat(file.find()).isTrue();
    assertThat(Path.of(file.group(1)))
        .content()
        .contains("[method:test", "seed 550", "1  rcpt      gone")
        .contains("C: RCPT TO:<gone@example.com>", "S: 550 5.1.1 Gone", "C: QUIT");
    Files.delete(Path.of(file.group(1)));
  }

  private record Directory(Path path) implements OutputDirectoryCreator {
    @Override
    public Path getRootDirectory() {
      return path;
    }

    @Override
    public Path createOutputDirectory(TestDescriptor test) {
      return path;
    }
  }

  private static List<FileEntry> files(EngineExecutionResults results) {
    return results
        .allEvents()
        .filter(event -> event.getType() == EventType.FILE_ENTRY_PUBLISHED)
        .map(event -> event.getRequiredPayload(FileEntry.class))
        .toList();
  }

  @Test
  void a_file_is_attached_where_junit_takes_files(
      @org.junit.jupiter.api.io.TempDir Path directory) {
    EngineExecutionResults results =
        Kit.builder(FailingCase.class).outputDirectoryCreator(new Directory(directory)).execute();
    assertThat(files(results))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.getPath()).isEqualTo(directory.resolve("fivefifty-journal.txt"));
              assertThat(entry.getPath()).content().contains("550 5.1.1 Gone");
            });
    assertThat(Kit.failures(results).get(0).getSuppressed()[0].toString())
        .endsWith("The whole journal: " + directory.resolve("fivefifty-journal.txt"));
  }

  @FiveFiftyTest(dump = JournalDump.ALWAYS)
  @SmtpServer("backup")
  static class AlwaysCase {
    @Test
    void test() {}
  }

  @FiveFiftyTest
  static class SucceedingCase {
    @Test
    void test() {}

    @Test
    void aborted() {
      assumeTrue(false, "on purpose");
    }
  }

  @Test
  void a_test_that_holds_is_dumped_only_on_request(
      @org.junit.jupiter.api.io.TempDir Path directory) {
    assertThat(
            files(
                Kit.builder(AlwaysCase.class)
                    .outputDirectoryCreator(new Directory(directory))
                    .execute()))
        .extracting(entry -> entry.getPath().getFileName().toString())
        .containsExactlyInAnyOrder("fivefifty-journal.txt", "fivefifty-journal-backup.txt");
    assertThat(
            files(
                Kit.builder(SucceedingCase.class)
                    .outputDirectoryCreator(new Directory(directory))
                    .execute()))
        .isEmpty();
  }

  static class NeverCase {
    @RegisterExtension
    final FiveFiftyExtension smtp = FiveFiftyExtension.builder().dump(JournalDump.NEVER).build();

    @Test
    void test() {
      for (int i = 0; i < 7; i++) {
        Mail.send(smtp.port(), "bob" + i + "@example.com");
      }
      throw new AssertionError("on purpose");
    }
  }

  @Test
  void without_a_file_there_is_still_the_short_of_it() {
    String summary = Kit.failure(NeverCase.class).getSuppressed()[0].toString();
    assertThat(summary)
        .contains("7 sessions, 7 attempts, 7 stored messages", "bob6@")
        .doesNotContain("bob1@")
        .endsWith("(the last 5 of 7)");
  }

  @FiveFiftyTest(dump = JournalDump.NEVER)
  static class DynamicCase {
    @TestFactory
    Stream<DynamicTest> factory(FiveFifty smtp) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "dynamic",
              () -> {
                Mail.send(smtp.port(), "bob@example.com");
                throw new AssertionError("on purpose");
              }));
    }
  }

  @Test
  void a_dynamic_test_has_it_too() {
    assertThat(Kit.failure(DynamicCase.class).getSuppressed()[0].toString())
        .contains("1 session, 1 attempt, 1 stored message");
  }
}
