package dev.fivefifty.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Turn;
import dev.fivefifty.scenario.ScenarioProofs.Kind;
import dev.fivefifty.scenario.ScenarioProofs.Proof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds of every scenario that is shipped. {@code -Dfivefifty.regenerate=true} writes the
 * index anew.
 */
class LibraryTest {
  private static final Path LIBRARY = Path.of("src/main/resources/dev/fivefifty/scenario/library");
  private static final boolean REGENERATE = Boolean.getBoolean("fivefifty.regenerate");

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(LIBRARY)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(file -> LIBRARY.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void the_index_is_the_directory() throws IOException {
    String expected = String.join("\n", files()) + "\n";
    Path index = LIBRARY.resolve("index.txt");
    if (REGENERATE) {
      Files.writeString(index, expected, StandardCharsets.UTF_8);
    }
    assertThat(Files.readString(index))
        .as("the index; to write it anew: mvn test -Dtest=LibraryTest -Dfivefifty.regenerate=true")
        .isEqualTo(expected);
  }

  @Test
  void names_are_unique_and_of_one_form() throws IOException {
    List<String> names = files().stream().map(file -> file.replaceAll(".*/|\\.yaml$", "")).toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z][a-z0-9-]+"));
  }

  @TestFactory
  Stream<DynamicTest> every_scenario_is_sound() {
    return Scenarios.all().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> isSound(scenario)));
  }

  private static void isSound(Scenario scenario) {
    assertThat(scenario.group()).isIn(Scenarios.GROUPS);
    assertThat(scenario.description()).as("description").endsWith(".").hasSizeBetween(20, 400);
    assertThat(scenario.client()).as("client").endsWith(".").hasSizeBetween(20, 400);
    assertThat(scenario.sources()).as("sources").isNotEmpty();
    assertThat(scenario.parameters())
        .as("parameters")
        .allSatisfy(each -> assertThat(each.description()).isNotEmpty());
    LoadedRules loaded = scenario.loaded();
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.rules()).isNotEmpty();
    for (Rule rule : loaded.rules()) {
      String name = rule.name().orElseThrow();
      assertThat(name)
          .as("a rule's name, which is no number of ours")
          .startsWith(scenario.name() + "/")
          .doesNotMatch(".*/\\d+");
      if (scenario.odd().isEmpty()) {
        replies(rule).forEach(LibraryTest::classesAgree);
      }
    }
  }

  private static List<Reply> replies(Rule rule) {
    List<Outcome> outcomes = new ArrayList<>(List.of(rule.outcome()));
    rule.sequence().stream().map(Turn::outcome).forEach(outcomes::add);
    return outcomes.stream().flatMap(outcome -> outcome.fixedReply().stream()).toList();
  }

  private static void classesAgree(Reply reply) {
    if (reply.enhanced() != null) {
      assertThat(reply.enhanced()).as(reply.toString()).startsWith(reply.code() / 100 + ".");
    }
  }

  /** A copy is a rule file like any other. */
  @TestFactory
  Stream<DynamicTest> every_copy_loads() {
    return Scenarios.all().stream()
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name(),
                    () -> {
                      LoadedRules copy =
                          dev.fivefifty.file.RuleFiles.parse("copy.yaml", scenario.text());
                      assertThat(copy.rules().stream().map(LibraryTest::nameless))
                          .containsExactlyElementsOf(
                              scenario.rules().stream().map(LibraryTest::nameless).toList());
                    }));
  }

  private static Rule nameless(Rule rule) {
    return rule.name("any");
  }

  @Test
  void every_scenario_is_met_by_a_socket_and_by_Angus_Mail() throws Exception {
    Set<String> met = new HashSet<>();
    for (Proof proof : proofs()) {
      met.add(proof.kind() + " " + proof.use().name());
    }
    List<String> missing = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      for (Kind kind : Kind.values()) {
        if (!met.contains(kind + " " + scenario.name())) {
          missing.add(kind + " " + scenario.name());
        }
      }
    }
    assertThat(missing).as("no proof of").isEmpty();
  }

  /** Of every class of this package that is named so: nobody has to list them. */
  private static List<Proof> proofs() throws Exception {
    Path classes = Path.of(LibraryTest.class.getResource("LibraryTest.class").toURI()).getParent();
    List<Proof> proofs = new ArrayList<>();
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("ScenariosTest.class")) {
          Class<?> type = Class.forName("dev.fivefifty.scenario." + name.replace(".class", ""));
          ScenarioProofs group = (ScenarioProofs) type.getDeclaredConstructor().newInstance();
          proofs.addAll(group.proofs());
        }
      }
    }
    return proofs;
  }
}
