package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of placeholders; what each stands for is in {@link DecisionTest}. */
class PlaceholderTest {

  @ParameterizedTest
  @CsvSource({
    "nothing, nothing",
    "${a}, A",
    "x${a}y${b}z, xAyBz",
    "${a}${a}, AA",
    "$${a}, ${a}",
    "$${a}${a}, ${a}A",
    "$$${a}, $${a}",
    "$${, ${",
    "costs $${ or more, costs ${ or more",
    "$${${a}}, ${A}",
    "costs $5, costs $5",
    "{a}, {a}",
    "$a, $a",
    "${a, ${a",
    "$ {a}, $ {a}",
    "${}, <>",
    "${ a }, < A >"
  })
  void aTextIsFilled(String text, String filled) {
    String found =
        Placeholder.fill(
            text,
            name ->
                name.length() == 1
                    ? name.toUpperCase(Locale.ROOT)
                    : "<" + name.toUpperCase(Locale.ROOT) + ">");

    assertThat(found).isEqualTo(filled);
  }

  @Test
  void lineEndsInValuesBecomeQuestionMarks() {
    assertThat(Placeholder.fill("a${x}b", name -> "1\r\n2\n\r3")).isEqualTo("a1??2??3b");
  }

  @Test
  void valuesAreTakenLiterally() {
    assertThat(Placeholder.fill("${x}|${y}", name -> "$0 \\ ${y} $1"))
        .isEqualTo("$0 \\ ${y} $1|$0 \\ ${y} $1");
  }

  @Test
  void theNamesInAText() {
    assertThat(Placeholder.namedIn("${to} $${from} ${param.x} ${} ${to} ${open"))
        .isEqualTo(List.of("to", "param.x", "", "to"));
  }

  @Test
  void theNamesAreThoseOfTheDesign() {
    assertThat(Placeholder.keywords())
        .containsExactlyInAnyOrder(
            "to",
            "from",
            "fromDomain",
            "domain",
            "client",
            "helo",
            "user",
            "session",
            "rule",
            "subject",
            "size",
            "now");
    assertThat(Placeholder.of("TO")).isEmpty();
  }
}
