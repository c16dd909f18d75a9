package dev.fivefifty.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * RULES.md is true: its tables are those of the code, its good examples load and its bad ones are
 * refused with the very words beside them. {@code -Dfivefifty.regenerate=true} writes tables and
 * words anew.
 */
@Execution(ExecutionMode.SAME_THREAD)
class RulesDocTest {
  private static final Path DOC = Path.of("RULES.md");
  private static final boolean REGENERATE = Boolean.getBoolean("fivefifty.regenerate");

  private static final Pattern GENERATED =
      Pattern.compile("(<!-- generated: ([a-z ]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);
  private static final Pattern BAD =
      Pattern.compile(
          "(<!-- bad -->\n```(yaml|json)\n(.*?)```\n\n```text\n)(.*?)(```\n)", Pattern.DOTALL);
  private static final Pattern GOOD =
      Pattern.compile("(?<!<!-- bad -->\n)```(yaml|json)\n(.*?)```\n", Pattern.DOTALL);

  private static String doc() throws IOException {
    return Files.readString(DOC);
  }

  private static String regenerated(String doc) {
    String tables =
        GENERATED
            .matcher(doc)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(1) + DocTables.of(found.group(2)) + found.group(3)));
    return BAD.matcher(tables)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1)
                        + String.join("\n", errors(found.group(2), found.group(3)))
                        + "\n"
                        + found.group(5)));
  }

  private static List<String> errors(String language, String text) {
    return Read.errors("rules." + language, text);
  }

  @Test
  void tablesAndWordsAreThoseOfTheCode() throws IOException {
    String doc = doc();
    if (REGENERATE) {
      Files.writeString(DOC, regenerated(doc));
    } else {
      assertThat(doc)
          .as(
              "RULES.md; to write it anew: mvn test -Dtest=RulesDocTest -Dfivefifty.regenerate=true")
          .isEqualTo(regenerated(doc));
    }
    assertThat(GENERATED.matcher(doc).results().count()).isGreaterThanOrEqualTo(5);
  }

  @TestFactory
  Stream<DynamicTest> goodExamplesLoad() throws IOException {
    List<MatchResult> blocks = GOOD.matcher(doc()).results().toList();
    assertThat(blocks).hasSizeGreaterThan(4);
    return blocks.stream()
        .map(
            block ->
                DynamicTest.dynamicTest(
                    block.group(2).lines().limit(3).toList().toString(),
                    () -> {
                      LoadedRules loaded =
                          RuleFiles.parse("rules." + block.group(1), block.group(2));
                      assertThat(loaded.rules()).isNotEmpty();
                      assertThat(loaded.warnings()).isEmpty();
                    }));
  }

  @Test
  void badExamplesAreRefused() throws IOException {
    List<MatchResult> blocks = BAD.matcher(doc()).results().toList();
    assertThat(blocks).hasSizeGreaterThan(10);
    for (MatchResult block : blocks) {
      assertThat(errors(block.group(2), block.group(3))).as(block.group(3)).isNotEmpty();
    }
    assertThat(blocks).as("every block marked bad has its words").hasSize(marked());
  }

  private static int marked() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(DOC));
    return (int) lines.stream().filter(line -> line.equals("<!-- bad -->")).count();
  }
}
