package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's failures are those that {@link FailureMessagesTest} sees. */
class ReadmeFailuresTest {
  private static final Pattern BLOCK = Pattern.compile("```(java|text)\n(.*?)```", Pattern.DOTALL);

  private static List<String> blocks(String kind) throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String section = readme.substring(readme.indexOf("\n## When a test fails\n") + 1);
    int next = section.indexOf("\n## ");
    Matcher matcher = BLOCK.matcher(next < 0 ? section : section.substring(0, next));
    List<String> blocks = new ArrayList<>();
    while (matcher.find()) {
      if (matcher.group(1).equals(kind)) {
        blocks.add(matcher.group(2));
      }
    }
    return blocks;
  }

  @Test
  void each_message_is_a_real_one() throws IOException {
    List<String> messages = new ArrayList<>();
    try (var files = Files.list(Path.of("src/test/resources/failures"))) {
      for (Path file : files.toList()) {
        messages.add(Files.readString(file).replaceFirst("^\n", ""));
      }
    }
    assertThat(blocks("text")).hasSize(5).doesNotHaveDuplicates().isSubsetOf(messages);
  }

  @Test
  void each_question_was_asked() throws IOException {
    String test =
        Files.readString(Path.of("src/test/java/dev/fivefifty/junit/FailureMessagesTest.java"))
            .replaceAll("\\s", "");
    assertThat(blocks("java"))
        .hasSize(5)
        .allSatisfy(
            question ->
                assertThat(test)
                    .contains(
                        question.replaceAll("//.*", "").replace(";", "").replaceAll("\\s", "")));
  }
}
