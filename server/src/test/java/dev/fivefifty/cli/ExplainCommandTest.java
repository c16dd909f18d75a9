package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fivefifty.codes.ReplyCodes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTest {
  private static String out(String... args) {
    Program program = Program.ended(args);
    assertThat(program.err()).isEmpty();
    assertThat(program.code()).isZero();
    return program.out();
  }

  @Test
  void a_code_is_explained() {
    assertThat(out("explain", "550"))
        .isEqualToNormalizingNewlines(ReplyCodes.explain("550").text() + "\n");
    assertThat(out("explain", "550", "5.7.1"))
        .isEqualToNormalizingNewlines(ReplyCodes.explain("550 5.7.1").text() + "\n");
  }

  @Test
  void two_codes_stand_beside_each_other() {
    assertThat(out("explain", "211", "550"))
        .isEqualToNormalizingNewlines(ReplyCodes.compare("211", "550") + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "550 | 550",
        "550,5.7.1 | 550 5.7.1",
        "550 5.7.1 | 550 5.7.1",
        "550-5.7.1 | 550-5.7.1",
        "5.7.1 | 5.7.1",
        "5.7.1,5.7.26 | 5.7.1;5.7.26",
        "250,550 | 250;550",
        "250,550,5.7.1 | 250;550 5.7.1",
        "550,5.7.1,250 | 550 5.7.1;250",
        "550,5.7.1,550,5.1.1 | 550 5.7.1;550 5.1.1",
        "550-5.7.1,5.1.1 | 550-5.7.1;5.1.1",
        "550 5.7.1,250 2.0.0 | 550 5.7.1;250 2.0.0",
        "550,5.1.1,User,unknown | 550 5.1.1 User unknown",
        "550,Error,451,again | 550 Error 451 again",
        "550 5.1.1 User unknown,451 | 550 5.1.1 User unknown 451",
        "foo | foo"
      })
  void words_are_put_together_to_replies(String words, String replies) {
    assertThat(ExplainCommand.replies(List.of(words.split(","))))
        .containsExactly(replies.split(";"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain | CODE",
        "explain foo | 'foo' is no reply code (expected such as 550",
        "explain 55 | '55' is no reply code",
        "explain 550 3.1.1 | class 2, 4 or 5",
        "explain 250 451 550 | these are 3 codes (expected one, or two to compare",
        "explain 550 --width 39 | --width is 40 to 200, not 39",
        "explain 550 --width wide | --width",
        "explane 550 | did you mean explain?"
      })
  void wrong_usage_says_what_is_expected(String example) {
    String[] parts = example.split(" \\| ");
    Program program = Program.ended(parts[0].split(" "));
    assertThat(program.err()).startsWith("fivefifty: ").contains(parts[1]);
    assertThat(program.out()).isEmpty();
    assertThat(program.code()).isEqualTo(2);
  }

  @Test
  void the_width_is_that_asked_for_or_the_terminals() {
    for (int width : new int[] {50, 80, 100}) {
      String text = ReplyCodes.explain("250").beside(ReplyCodes.explain("550"), width);
      assertThat(out("explain", "250", "550", "--width", String.valueOf(width)))
          .isEqualToNormalizingNewlines(text + "\n");
      Program program =
          Program.ended(Map.of("COLUMNS", String.valueOf(width)), "explain", "250", "550");
      assertThat(program.out()).isEqualToNormalizingNewlines(text + "\n");
    }
    Program odd = Program.ended(Map.of("COLUMNS", "many"), "explain", "250");
    assertThat(odd.out()).isEqualToNormalizingNewlines(ReplyCodes.explain("250").text() + "\n");
  }

  @Test
  void json_has_the_same() throws Exception {
    JsonNode one = new ObjectMapper().readTree(out("explain", "--json", "550", "5.7.1"));
    assertThat(one.get("code").asInt()).isEqualTo(550);
    assertThat(one.get("enhanced").asText()).isEqualTo("5.7.1");
    assertThat(one.get("stages").get(0).asText()).isEqualTo("mail");
    List<String> two = out("explain", "--json", "5.1.1", "250").lines().toList();
    assertThat(two).hasSize(2);
    assertThat(new ObjectMapper().readTree(two.get(0)).has("code")).isFalse();
    assertThat(new ObjectMapper().readTree(two.get(1)).has("enhanced")).isFalse();
  }
}
