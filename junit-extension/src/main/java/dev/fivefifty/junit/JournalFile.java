package dev.fivefifty.junit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.MediaType;

/** Attaches a journal to a test. */
final class JournalFile {
  private JournalFile() {}

  /**
   * Writes the journal.
   *
   * @return where it is, for people
   */
  static String write(ExtensionContext context, RunningServer server) {
    String name = "fivefifty-journal" + (server.name().isEmpty() ? "" : "-" + safe(server.name()));
    byte[] text = JournalText.of(server, context.getUniqueId()).getBytes(StandardCharsets.UTF_8);
    Path[] written = new Path[1];
    try {
      publish(
          context,
          name + ".txt",
          file -> {
            Files.write(file, text);
            written[0] = file;
          });
    } catch (LinkageError | RuntimeException e) {
      // Before 5.12 JUnit takes no files; later it refuses them where it was given no directory.
      return aside(context, name, text);
    }
    return String.valueOf(written[0]);
  }

  private interface Writer {
    void write(Path file) throws IOException;
  }

  @SuppressWarnings("deprecation") // The type's new place came with 5.14.
  private static void publish(ExtensionContext context, String name, Writer writer) {
    context.publishFile(name, MediaType.TEXT_PLAIN_UTF_8, writer::write);
  }

  private static String aside(ExtensionContext context, String name, byte[] text) {
    try {
      Path directory = Files.createTempDirectory("fivefifty-");
      return Files.write(
              directory.resolve(safe(context.getDisplayName()) + "-" + name + ".txt"), text)
          .toString();
    } catch (IOException e) {
      return "not written, " + e;
    }
  }

  private static String safe(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9_.-]+", "_");
    return safe.substring(0, Math.min(safe.length(), 80));
  }
}
