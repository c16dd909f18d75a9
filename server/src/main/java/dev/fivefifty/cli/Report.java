package dev.fivefifty.cli;

import dev.fivefifty.expect.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** What is left behind when the server ends. */
final class Report {
  private Report() {}

  /**
   * Sees that there can be such a report.
   *
   * @throws IllegalArgumentException if its name says nothing of its kind
   */
  static void check(String option, Path file) {
    if (!isHtml(file) && !file.toString().toLowerCase(Locale.ROOT).endsWith(".xml")) {
      throw new IllegalArgumentException(
          option + " is a file such as report.html or junit.xml, not '" + file + "'");
    }
  }

  private static boolean isHtml(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".html") || name.endsWith(".htm");
  }

  /**
   * Writes one.
   *
   * @throws UncheckedIOException if that fails; then what was there stays
   */
  static void write(Path file, Evidence evidence, Questions.Taken questions) {
    String text =
        isHtml(file) ? HtmlReport.of(evidence, questions) : JUnitReport.of(evidence, questions);
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      // Never half a report: the process may be killed meanwhile.
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report " + file + ": " + e.getMessage(), e);
    }
  }
}
