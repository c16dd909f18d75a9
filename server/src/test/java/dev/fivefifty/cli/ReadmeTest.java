package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the README to what is run; its commands and their output are run by {@code .ci/readme}. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file)).replace("\r\n", "\n");
  }

  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(read("README.md"));
    while (matcher.find()) {
      if (matcher.group(1).equals(language)) {
        blocks.add(matcher.group(2));
      }
    }
    return blocks;
  }

  @Test
  void every_snippet_is_of_a_kind_that_is_run() throws IOException {
    List<String> kinds =
        BLOCK.matcher(read("README.md")).results().map(block -> block.group(1)).toList();
    assertThat(kinds)
        .isNotEmpty()
        // What an engine for images runs, .ci/image holds to.
        .isSubsetOf("sh", "text", "yaml", "xml", "java", "console");
  }

  @Test
  void java_is_the_text_of_a_test() throws IOException {
    String source = read("server/src/test/java/dev/fivefifty/cli/WelcomeMailTest.java");
    String shown =
        source
            .substring(source.indexOf("\n\n") + 2)
            .replace("import dev.fivefifty.cli.WelcomeMail.UnknownMailboxException;\n", "");
    // The one before it is of the JUnit module, and tested there.
    assertThat(blocks("java")).hasSize(2).element(1).isEqualTo(shown);
  }

  @Test
  void yaml_can_be_loaded() throws IOException {
    assertThat(blocks("yaml"))
        .isNotEmpty()
        .allSatisfy(
            yaml -> {
              LoadedRules loaded = RuleFiles.parse("README.yaml", yaml);
              assertThat(loaded.rules()).isNotEmpty();
              assertThat(loaded.warnings()).isEmpty();
            });
  }

  @Test
  void coordinates_are_those_of_the_pom() throws IOException {
    String parent =
        Pattern.compile("(?s)<parent>(.*?)</parent>")
            .matcher(read("server/pom.xml"))
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    assertThat(read("server/pom.xml")).contains("<artifactId>fivefifty-server</artifactId>");
    assertThat(read("junit-extension/pom.xml"))
        .contains("<artifactId>fivefifty-junit</artifactId>");
    String xml = blocks("xml").get(0);
    assertThat(xml).contains("<artifactId>fivefifty-junit</artifactId>");
    for (String element : List.of("groupId", "version")) {
      assertThat(xml).contains(element(parent, element));
    }
  }

  private static String element(String xml, String name) {
    int start = xml.indexOf("<" + name + ">");
    return xml.substring(start, xml.indexOf("</" + name + ">") + name.length() + 3);
  }

  @Test
  void the_one_test_command_is_that_of_the_ci() throws IOException {
    assertThat(blocks("sh")).contains("mvn -B verify\n");
    assertThat(read(".ci/run").lines().map(String::strip)).contains("mvn -B verify");
  }

  @Test
  void links_lead_somewhere() throws IOException {
    List<String> links =
        LINK.matcher(read("README.md")).results().map(link -> link.group(1)).toList();
    assertThat(links)
        .isNotEmpty()
        .filteredOn(link -> !link.startsWith("https://"))
        .allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
  }

  @Test
  void shipped_rules_have_neither_errors_nor_warnings() throws IOException {
    List<Path> directories;
    try (Stream<Path> all = Files.walk(ROOT.resolve("examples"))) {
      directories = all.filter(path -> path.endsWith("rules")).toList();
    }
    assertThat(directories).isNotEmpty();
    for (Path directory : directories) {
      assertThat(RuleFiles.load(List.of(directory)).warnings()).isEmpty();
    }
  }
}
