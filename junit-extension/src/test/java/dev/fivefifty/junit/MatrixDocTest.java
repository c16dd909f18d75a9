package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * MATRIX.md is true: its tables are those of the code. {@code -Dfivefifty.regenerate=true} writes
 * them anew.
 */
class MatrixDocTest {
  private static final Path DOC = Path.of("MATRIX.md");
  private static final Path FAULTS = Path.of("../server/FAULTS.md");
  private static final Path SOURCE = Path.of("src/main/java/dev/fivefifty/junit/FaultKind.java");
  private static final Pattern GENERATED =
      Pattern.compile("(<!-- generated: ([a-z ]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  @Test
  void the_tables_are_those_of_the_code() throws IOException {
    String doc = Files.readString(DOC);
    Matcher matcher = GENERATED.matcher(doc);
    StringBuilder anew = new StringBuilder();
    int tables = 0;
    while (matcher.find()) {
      tables++;
      matcher.appendReplacement(
          anew,
          Matcher.quoteReplacement(
              matcher.group(1) + "\n" + table(matcher.group(2)) + "\n" + matcher.group(3)));
    }
    matcher.appendTail(anew);
    assertThat(tables).isEqualTo(4);
    if (Boolean.getBoolean("fivefifty.regenerate")) {
      Files.writeString(DOC, anew);
    } else {
      assertThat(doc)
          .as(
              "MATRIX.md; to write it anew: mvn test -Dtest=MatrixDocTest"
                  + " -Dfivefifty.regenerate=true")
          .isEqualTo(anew.toString());
    }
  }

  private static String table(String name) throws IOException {
    return switch (name) {
      case "sets" -> sets();
      case "replies" -> replies();
      case "faults" -> faults();
      case "left out" -> leftOut();
      default -> throw new AssertionError(name);
    };
  }

  private static String sets() {
    StringBuilder table = new StringBuilder("| `ReplySet` | codes |\n|---|---|\n");
    for (ReplySet set : ReplySet.values()) {
      table.append("| `").append(set).append("` | ");
      table.append(set.codes().stream().map(String::valueOf).collect(Collectors.joining(", ")));
      table.append(" |\n");
    }
    return table.toString();
  }

  private static String replies() {
    StringBuilder table = new StringBuilder("| code | at | what is said |\n|---|---|---|\n");
    PermittedReplies.all()
        .forEach(
            (code, stages) -> {
              Map<Reply, Set<Stage>> said = new LinkedHashMap<>();
              for (Stage stage : stages) {
                said.computeIfAbsent(
                        TypicalReply.of(code, stage), key -> EnumSet.noneOf(Stage.class))
                    .add(stage);
              }
              said.forEach(
                  (reply, at) ->
                      table
                          .append("| ")
                          .append(code)
                          .append(" | ")
                          .append(list(at))
                          .append(" | `")
                          .append(reply.toString().strip())
                          .append("` |\n"));
            });
    return table.toString();
  }

  private static String faults() throws IOException {
    StringBuilder table = new StringBuilder("| `FaultKind` | what happens | at |\n|---|---|---|\n");
    Map<FaultKind, String> descriptions = descriptions();
    for (FaultKind fault : FaultKind.values()) {
      Map<String, Set<Stage>> rows = new LinkedHashMap<>();
      rows.put(fault.heading(), EnumSet.noneOf(Stage.class));
      for (Stage stage : fault.stages()) {
        rows.computeIfAbsent(fault.heading(stage), key -> EnumSet.noneOf(Stage.class)).add(stage);
      }
      List<String> at = new ArrayList<>();
      rows.forEach(
          (heading, stages) -> {
            if (!stages.isEmpty()) {
              at.add(
                  list(stages)
                      + (heading.isEmpty()
                          ? ""
                          : " ([" + heading + "](../server/FAULTS.md#" + anchor(heading) + "))"));
            }
          });
      table
          .append("| `")
          .append(fault)
          .append("` | ")
          .append(descriptions.get(fault))
          .append(" | ")
          .append(String.join("; ", at))
          .append(" |\n");
    }
    return table.toString();
  }

  private static String leftOut() {
    Map<String, List<FaultKind>> rows = new LinkedHashMap<>();
    for (FaultKind fault : FaultKind.values()) {
      Map<String, Set<Stage>> reasons = new LinkedHashMap<>();
      for (Stage stage : Stage.values()) {
        fault
            .whyNotAt(stage)
            .ifPresent(
                why -> reasons.computeIfAbsent(why, key -> EnumSet.noneOf(Stage.class)).add(stage));
      }
      reasons.forEach(
          (why, stages) ->
              rows.computeIfAbsent(list(stages) + " | " + why, key -> new ArrayList<>())
                  .add(fault));
    }
    StringBuilder table = new StringBuilder("| faults | not at | because |\n|---|---|---|\n");
    rows.forEach(
        (row, faults) ->
            table
                .append("| ")
                .append(
                    faults.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", ")))
                .append(" | ")
                .append(row)
                .append(" |\n"));
    return table.toString();
  }

  private static String list(Set<Stage> stages) {
    Set<Stage> others = EnumSet.complementOf(EnumSet.copyOf(stages));
    if (others.size() < 6) {
      return others.isEmpty() ? "any stage" : "any stage but " + list(others);
    }
    return stages.stream().map(Stage::name).collect(Collectors.joining(", "));
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  /** The first words of Javadoc on each constant. */
  private static Map<FaultKind, String> descriptions() throws IOException {
    Map<FaultKind, String> descriptions = new EnumMap<>(FaultKind.class);
    Matcher matcher =
        Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s+([A-Z0-9_]+)\\(", Pattern.DOTALL)
            .matcher(Files.readString(SOURCE));
    while (matcher.find()) {
      descriptions.put(
          FaultKind.valueOf(matcher.group(2)),
          matcher.group(1).replaceAll("\\s*\n\\s*\\*\\s*", " ").strip());
    }
    assertThat(descriptions).containsOnlyKeys(FaultKind.values());
    return descriptions;
  }

  private static Set<String> headings() throws IOException {
    return Files.readAllLines(FAULTS).stream()
        .filter(line -> line.startsWith("##"))
        .map(line -> line.replaceFirst("^#+ ", ""))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Test
  void every_fault_has_its_row_and_every_row_its_fault() throws IOException {
    Set<String> linked = new TreeSet<>();
    Set<FaultKind> without = EnumSet.noneOf(FaultKind.class);
    for (FaultKind fault : FaultKind.values()) {
      fault.stages().forEach(stage -> linked.add(fault.heading(stage)));
      if (fault.heading().isEmpty()) {
        without.add(fault);
      }
    }
    assertThat(without).containsExactly(FaultKind.BAD_CHALLENGE, FaultKind.ENDLESS_CHALLENGES);
    linked.remove("");
    assertThat(headings()).containsAll(linked);
    Set<String> rows = new TreeSet<>();
    for (String line : Files.readAllLines(FAULTS)) {
      if (line.startsWith("### ")) {
        rows.add(line.substring(4));
      }
    }
    assertThat(rows).hasSizeGreaterThan(40);
    assertThat(linked).containsAll(rows);
  }

  @Test
  void the_matrix_is_the_product_minus_what_is_left_out() {
    int pairs = 0;
    for (FaultKind fault : FaultKind.values()) {
      assertThat(fault.stages()).as(fault.name()).isNotEmpty();
      for (Stage stage : Stage.values()) {
        if (fault.stages().contains(stage)) {
          pairs++;
          assertThat(fault.whyNotAt(stage)).isEmpty();
          assertThat(fault.at(stage).stage()).isEqualTo(stage);
        } else {
          assertThat(fault.whyNotAt(stage).orElseThrow()).isNotBlank();
          assertThatThrownBy(() -> fault.at(stage))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageStartingWith(fault + " makes no sense at " + stage + ": ");
        }
      }
    }
    // As many as FaultMatrixTest proves: a new stage or fault must be thought about.
    assertThat(pairs).isEqualTo(423);
    assertThat(Arrays.asList(Stage.values())).hasSize(21);
  }
}
