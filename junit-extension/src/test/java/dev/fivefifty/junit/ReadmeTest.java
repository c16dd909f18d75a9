package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README shows tests that are run: those in the package {@code readme}. */
class ReadmeTest {
  private static final Path SOURCES = Path.of("src/test/java/dev/fivefifty/junit/readme");
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- snippet (\\d) (\\w+\\.java) -->\n(?:```java\n(?s:(.*?))```\n)?");

  @ParameterizedTest
  @CsvSource({"README.md, 7", "../README.md, 1"})
  void shows_what_is_run(Path file, int snippets) throws IOException {
    String readme = Files.readString(file);
    String shown =
        SNIPPET.matcher(readme).replaceAll(found -> Matcher.quoteReplacement(block(found)));
    if (Boolean.getBoolean("fivefifty.regenerate")) {
      Files.writeString(file, shown);
    } else {
      assertThat(readme).as("-Dfivefifty.regenerate=true writes it anew").isEqualTo(shown);
    }
    assertThat(SNIPPET.matcher(readme).results()).hasSize(snippets);
  }

  private static String block(MatchResult found) {
    try {
      String source = Files.readString(SOURCES.resolve(found.group(2)));
      Matcher part =
          Pattern.compile("(?s) *// <" + found.group(1) + ">\n(.*?) *// </" + found.group(1) + ">")
              .matcher(source);
      assertThat(part.find()).as(found.group()).isTrue();
      return "<!-- snippet "
          + found.group(1)
          + " "
          + found.group(2)
          + " -->\n```java\n"
          + outdented(part.group(1))
          + "```\n";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String outdented(String code) {
    // A snippet may hold the marks of another, with an empty line below.
    List<String> lines =
        code.replaceAll("(?m)^ *// <\\d>\n|^ *// </\\d>\n\n?", "").lines().toList();
    int indent =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return lines.stream()
        .map(line -> line.isBlank() ? "" : line.substring(indent))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
