package dev.fivefifty.codes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks a list of all codes, written apart from the table that explains them. */
class EveryCodeTest {
  private static final Map<String, List<Stage>> LETTERS =
      Map.ofEntries(
          Map.entry("C", List.of(Stage.CONNECT)),
          Map.entry("H", List.of(Stage.HELO, Stage.EHLO)),
          Map.entry("T", List.of(Stage.STARTTLS)),
          Map.entry("A", List.of(Stage.AUTH)),
          Map.entry("G", List.of(Stage.CHALLENGE)),
          Map.entry("M", List.of(Stage.MAIL)),
          Map.entry("R", List.of(Stage.RCPT)),
          Map.entry("D", List.of(Stage.DATA)),
          Map.entry("B", List.of(Stage.BDAT)),
          Map.entry("E", List.of(Stage.MESSAGE)),
          Map.entry("V", List.of(Stage.VRFY)),
          Map.entry("X", List.of(Stage.EXPN)),
          Map.entry("P", List.of(Stage.HELP)),
          Map.entry("N", List.of(Stage.NOOP)),
          Map.entry("S", List.of(Stage.RSET)),
          Map.entry("Q", List.of(Stage.QUIT)),
          Map.entry("I", List.of(Stage.IDLE)),
          Map.entry("U", List.of(Stage.UNKNOWN)),
          Map.entry(
              "*",
              List.of(
                  Stage.HELO,
                  Stage.EHLO,
                  Stage.STARTTLS,
                  Stage.AUTH,
                  Stage.MAIL,
                  Stage.RCPT,
                  Stage.DATA,
                  Stage.BDAT,
                  Stage.RSET,
                  Stage.NOOP,
                  Stage.VRFY,
                  Stage.EXPN,
                  Stage.HELP,
                  Stage.QUIT,
                  Stage.UNKNOWN)));

  /** A line of the list: a name, and what goes with it. */
  record Line(String name, List<String> with) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Line> lines() {
    try (InputStream in = EveryCodeTest.class.getResourceAsStream("/codes/all-codes.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split(" ")))
          .map(words -> new Line(words.get(0), words.subList(1, words.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Line> basic() {
    return lines().filter(line -> line.name().matches("\\d{3}")).toList();
  }

  static List<Line> enhanced() {
    return lines().filter(line -> line.name().startsWith("X.")).toList();
  }

  private static void assertComplete(ReplyMeaning meaning) {
    String name = meaning.name();
    assertThat(meaning.known()).as(name).isTrue();
    assertThat(meaning.title()).as(name).isNotBlank();
    assertThat(meaning.meaning()).as(name).isNotEmpty().noneMatch(String::isBlank);
    assertThat(meaning.causes()).as(name).isNotEmpty().noneMatch(String::isBlank);
    assertThat(meaning.sender()).as(name).isNotEmpty().noneMatch(String::isBlank);
    assertThat(meaning.client()).as(name).isNotEmpty().noneMatch(String::isBlank);
    assertThat(meaning.related()).as(name).isNotEmpty().doesNotContain(name);
    assertThat(meaning.rfcs()).as(name).isNotEmpty();
    assertThat(meaning.rfcs())
        .as(name)
        .allMatch(rfc -> rfc.matches("RFC \\d{4}( §\\d[\\d.]*)?|IANA's registry of .*"));
    Set<Stage> all = EnumSet.noneOf(Stage.class);
    all.addAll(meaning.stages());
    all.addAll(meaning.seenAt());
    assertThat(all)
        .as(name)
        .isNotEmpty()
        .hasSize(meaning.stages().size() + meaning.seenAt().size())
        // A reply is of CONTENT as it is of MESSAGE; a handshake has none.
        .doesNotContain(Stage.HANDSHAKE, Stage.CONTENT);
  }

  @ParameterizedTest
  @MethodSource("basic")
  void a_reply_code_is_explained(Line line) {
    ReplyMeaning meaning = ReplyCodes.explain(line.name());
    assertComplete(meaning);
    assertThat(meaning.code()).isEqualTo(Integer.valueOf(line.name()));
    assertThat(meaning.enhanced()).isNull();
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    for (String word : line.with()) {
      stages.addAll(LETTERS.getOrDefault(word, Stage.of(word).stream().toList()));
    }
    assertThat(meaning.stages()).isEqualTo(stages);
    assertThat(meaning.title().contains("not registered")).isEqualTo(stages.isEmpty());
  }

  @ParameterizedTest
  @MethodSource("enhanced")
  void an_enhanced_code_is_explained_in_every_class(Line line) {
    for (String digit : List.of("2", "4", "5")) {
      String name = line.name().replace("X", digit);
      ReplyMeaning meaning = ReplyCodes.explain(name);
      assertComplete(meaning);
      assertThat(meaning.code()).isNull();
      assertThat(meaning.enhanced()).isEqualTo(name);
      assertThat(meaning.meaning().get(0))
          .containsIgnoringCase(
              digit.equals("2") ? "" : digit.equals("4") ? "a temporary" : "a permanent");
    }
  }

  @ParameterizedTest
  @MethodSource("enhanced")
  void the_registry_is_told_where_a_basic_code_is_not_in_it(Line line) {
    String name = line.name().replace("X", "5");
    for (Line basic : basic()) {
      if (basic.name().startsWith("5")) {
        boolean given =
            line.with().isEmpty()
                || line.with().contains("any")
                || line.with().contains("5xx")
                || line.with().contains(basic.name());
        ReplyMeaning meaning = ReplyCodes.explain(basic.name() + " " + name);
        assertComplete(meaning);
        assertThat(meaning.remarks().stream().filter(remark -> remark.startsWith("The registry")))
            .as(meaning.name())
            .hasSize(given ? 0 : 1)
            .allSatisfy(
                remark -> assertThat(remark).contains(line.with()).contains("not with " + basic));
      }
    }
  }

  /** Both lists are whole: what is in one is in the other. */
  @Test
  void nothing_else_is_in_the_table_but_the_numbers_of_providers() {
    assertThat(ReplyCodes.codes().stream().map(String::valueOf))
        .containsExactlyElementsOf(basic().stream().map(Line::name).toList());
    assertThat(ReplyCodes.enhancedCodes().stream().filter(name -> name.startsWith("X.")))
        .containsExactlyElementsOf(enhanced().stream().map(Line::name).toList());
    assertThat(ReplyCodes.enhancedCodes().stream().filter(name -> !name.startsWith("X.")))
        .containsExactly(
            "5.7.57", "5.7.64", "5.7.139", "5.7.509", "5.7.606", "5.7.500-799", "4.7.500-899");
  }

  @Test
  void no_sentence_stands_twice() {
    Map<String, String> seen = new HashMap<>();
    List<String> twice = new ArrayList<>();
    for (Entry entry : CodeTable.get().all()) {
      for (String key : List.of("means", "cause", "sender", "client", "note", "ok")) {
        for (String text : entry.all(key)) {
          String sentence = text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9 ]", "");
          String before = seen.put(sentence, entry.name());
          if (before != null && sentence.split(" ").length > 3) {
            twice.add(before + ", " + entry.name() + ": " + text);
          }
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(400);
    assertThat(twice).isEmpty();
  }

  @Test
  void every_record_has_known_keys_alone_and_related_codes_that_exist() {
    Set<String> names = Set.copyOf(CodeTable.get().all().stream().map(Entry::name).toList());
    for (Entry entry : CodeTable.get().all()) {
      assertThat(entry.texts().keySet())
          .as(entry.name())
          .isSubsetOf(
              "title", "means", "at", "seen", "cause", "sender", "client", "note", "with", "ok",
              "also", "rfc");
      assertThat(names).as(entry.name()).containsAll(entry.words("also"));
      assertThat(entry.words("also")).as(entry.name()).doesNotHaveDuplicates();
    }
  }

  @Test
  void every_pair_is_of_codes_of_the_table() {
    List<Entry> pairs =
        CodeTable.get().all().stream().filter(entry -> entry.name().contains(" ")).toList();
    assertThat(pairs).hasSizeGreaterThan(25);
    for (Entry pair : pairs) {
      ReplyMeaning meaning = ReplyCodes.explain(pair.name());
      assertComplete(meaning);
      assertThat(meaning.title()).isEqualTo(pair.text("title"));
      assertThat(meaning.causes()).containsAll(pair.all("cause"));
    }
  }

  @Test
  void no_line_is_longer_than_asked() {
    for (Entry entry : CodeTable.get().all()) {
      String name = entry.name().replaceAll("-.*", "").replace("X", "5");
      ReplyMeaning meaning = ReplyCodes.explain(name);
      for (int width : List.of(40, 80, 100)) {
        assertThat(meaning.text(width).lines())
            .as(name)
            .allMatch(line -> line.length() <= width, "at most " + width + " long")
            .noneMatch(line -> line.endsWith(" "));
      }
      for (int width : List.of(72, 80, 100)) {
        assertThat(meaning.beside(ReplyCodes.explain("250"), width).lines())
            .as(name)
            .allMatch(line -> line.length() <= width, "at most " + width + " long")
            .noneMatch(line -> line.endsWith(" "));
      }
    }
  }
}
