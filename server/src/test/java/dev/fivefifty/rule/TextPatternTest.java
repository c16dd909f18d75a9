package dev.fivefifty.rule;

import static dev.fivefifty.rule.TextPattern.anyOf;
import static dev.fivefifty.rule.TextPattern.contains;
import static dev.fivefifty.rule.TextPattern.endsWith;
import static dev.fivefifty.rule.TextPattern.equalTo;
import static dev.fivefifty.rule.TextPattern.glob;
import static dev.fivefifty.rule.TextPattern.not;
import static dev.fivefifty.rule.TextPattern.regex;
import static dev.fivefifty.rule.TextPattern.startsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What texts fit. */
class TextPatternTest {

  static Stream<Arguments> fitting() {
    return Stream.of(
        Arguments.of(glob("*@gone.example"), "bob@gone.example", true),
        Arguments.of(glob("*@gone.example"), "BOB@Gone.Example", true),
        Arguments.of(glob("*@gone.example"), "@gone.example", true),
        Arguments.of(glob("*@gone.example"), "bob@gone.example.org", false),
        Arguments.of(glob("*@gone.example"), "bob@gonexexample", false),
        Arguments.of(glob("bob"), "bob", true),
        Arguments.of(glob("bob"), "bobby", false),
        Arguments.of(glob("bob"), "a bob", false),
        Arguments.of(glob(""), "", true),
        Arguments.of(glob(""), "x", false),
        Arguments.of(glob("*"), "", true),
        Arguments.of(glob("*"), "two\nlines\r\n", true),
        Arguments.of(glob("***"), "x", true),
        Arguments.of(glob("?"), "x", true),
        Arguments.of(glob("?"), "", false),
        Arguments.of(glob("?"), "xy", false),
        Arguments.of(glob("?"), "\n", true),
        Arguments.of(glob("?"), "😀", true),
        Arguments.of(glob("??"), "😀", false),
        Arguments.of(glob("a?c*"), "abcde", true),
        Arguments.of(glob("*?"), "", false),
        Arguments.of(glob("*a*b"), "xaxaxb", true),
        Arguments.of(glob("*ab"), "aab", true),
        Arguments.of(glob("*abab"), "ababab", true),
        Arguments.of(glob("a*a"), "a", false),
        // A backslash takes the next character as it is; one at the end is itself.
        Arguments.of(glob("\\*"), "*", true),
        Arguments.of(glob("\\*"), "x", false),
        Arguments.of(glob("a\\?"), "a?", true),
        Arguments.of(glob("a\\?"), "ab", false),
        Arguments.of(glob("\\\\"), "\\", true),
        Arguments.of(glob("\\\\*"), "\\abc", true),
        Arguments.of(glob("a\\"), "a\\", true),
        Arguments.of(glob("\\a"), "A", true),
        Arguments.of(glob("\\a"), "\\a", false),
        // What means something in a regular expression means itself.
        Arguments.of(glob("a.c"), "abc", false),
        Arguments.of(glob("[ab]+(c|d){2}^$"), "[AB]+(c|d){2}^$", true),
        Arguments.of(glob("[ab]"), "a", false),
        Arguments.of(glob("\\Qx\\E*"), "qxe!", true),
        Arguments.of(glob("E\\\\E*"), "E\\Ex", true),
        Arguments.of(glob("ÉCOLE*"), "école", true),
        Arguments.of(glob("*ÖÄ?"), "xöäü", true),
        Arguments.of(equalTo("Bob*"), "bOB*", true),
        Arguments.of(equalTo("Bob*"), "bobby", false),
        Arguments.of(equalTo(""), "", true),
        Arguments.of(contains("voi"), "INVOICE", true),
        Arguments.of(contains("v.i"), "INVOICE", false),
        Arguments.of(contains("É"), "café", true),
        Arguments.of(contains(""), "x", true),
        Arguments.of(startsWith("in"), "INVOICE", true),
        Arguments.of(startsWith("vo"), "INVOICE", false),
        Arguments.of(startsWith("invoices"), "INVOICE", false),
        Arguments.of(endsWith("ICE"), "invoice", true),
        Arguments.of(endsWith("in"), "invoice", false),
        Arguments.of(endsWith("my invoice"), "invoice", false),
        Arguments.of(endsWith(""), "", true),
        // The expression is found anywhere, and says itself whether it ignores case.
        Arguments.of(regex("v.i"), "invoice", true),
        Arguments.of(regex("v.i"), "INVOICE", false),
        Arguments.of(regex("(?i)v.i"), "INVOICE", true),
        Arguments.of(regex("^v"), "invoice", false),
        Arguments.of(not("bob"), "bob", false),
        Arguments.of(not("bob"), "eve", true),
        Arguments.of(not(not("bob")), "bob", true),
        Arguments.of(not(contains("x")), "axb", false),
        Arguments.of(anyOf("a*", "b*"), "bob", true),
        Arguments.of(anyOf("a*", "b*"), "eve", false),
        Arguments.of(anyOf(equalTo("x"), not("e*")), "bob", true),
        Arguments.of(anyOf(equalTo("x"), not("e*")), "eve", false),
        Arguments.of(not(anyOf("a", "b")), "b", false));
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void aTextFitsOrNot(TextPattern pattern, String text, boolean fits) {
    assertThat(pattern.matches(text)).isEqualTo(fits);
    assertThat(pattern.matchesAny(List.of(text))).isEqualTo(fits);
  }

  @Test
  void oneValueThatFitsIsEnough() {
    for (TextPattern pattern :
        List.of(
            glob("b*"),
            equalTo("bob"),
            contains("ob"),
            startsWith("bo"),
            endsWith("ob"),
            regex("o"),
            anyOf("x", "bob"))) {
      assertThat(pattern.matchesAny(List.of("eve", "bob"))).as("%s", pattern).isTrue();
      assertThat(pattern.matchesAny(List.of("eve", "eva"))).as("%s", pattern).isFalse();
    }
  }

  @Test
  void notMeansThatNoneFits() {
    assertThat(not("bob").matchesAny(List.of("eve", "bob"))).isFalse();
    assertThat(not("bob").matchesAny(List.of("eve", "eva"))).isTrue();
    assertThat(not(not("bob")).matchesAny(List.of("eve", "bob"))).isTrue();
    assertThat(anyOf(not("bob"), equalTo("x")).matchesAny(List.of("eve", "bob"))).isFalse();
  }

  @Test
  void whereThereIsNoValueOnlyNotFits() {
    for (TextPattern pattern :
        List.of(
            glob("*"),
            equalTo(""),
            contains(""),
            startsWith(""),
            endsWith(""),
            regex(""),
            anyOf("*"))) {
      assertThat(pattern.matchesAny(Set.of())).as("%s", pattern).isFalse();
      assertThat(not(pattern).matchesAny(Set.of())).as("not %s", pattern).isTrue();
    }
  }

  @Test
  void badPatternsAreRefused() {
    assertThatThrownBy(() -> regex("(")).isInstanceOf(PatternSyntaxException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> anyOf(new String[0]))
        .withMessage("anyOf needs at least one pattern");
    assertThatIllegalArgumentException().isThrownBy(() -> anyOf(new TextPattern[0]));
  }

  @Test
  void equalPatternsAreEqual() {
    assertThat(glob("a")).isEqualTo(glob("a")).hasSameHashCodeAs(glob("a"));
    assertThat(glob("a")).isNotEqualTo(glob("A")).isNotEqualTo(equalTo("a"));
    assertThat(regex("a")).isEqualTo(regex("a")).hasSameHashCodeAs(regex("a"));
    assertThat(regex("a")).isNotEqualTo(regex("b")).isNotEqualTo(glob("a"));
    assertThat(not(anyOf("a", "b"))).isEqualTo(not(anyOf(glob("a"), glob("b"))));
  }

  @Test
  void itSaysWhatItWants() {
    assertThat(Stream.of(glob("a*"), equalTo("a"), contains("a"), startsWith("a"), endsWith("a")))
        .extracting(Object::toString)
        .containsExactly(
            "\"a*\"", "equals \"a\"", "contains \"a\"", "startsWith \"a\"", "endsWith \"a\"");
    assertThat(regex("a")).hasToString("regex \"a\"");
    assertThat(not(anyOf(glob("a"), equalTo("b")))).hasToString("not any of [\"a\", equals \"b\"]");
  }

  // --- globs, beside a model

  @Test
  void globsAgreeWithASlowModel() {
    Random random = new Random(11);
    int fits = 0;
    for (int i = 0; i < 200_000; i++) {
      String glob = random(random, "aB.*?\\*", random.nextInt(8));
      String text = random(random, "ab.*?\\", random.nextInt(9));
      boolean expected = fits(glob, 0, text, 0);

      assertThat(glob(glob).matches(text)).as("%s on %s", glob, text).isEqualTo(expected);
      fits += expected ? 1 : 0;
    }
    assertThat(fits).isBetween(2_000, 198_000);
  }

  private static String random(Random random, String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static boolean fits(String glob, int g, String text, int t) {
    if (g == glob.length()) {
      return t == text.length();
    }
    char c = glob.charAt(g);
    if (c == '*') {
      return fits(glob, g + 1, text, t) || t < text.length() && fits(glob, g, text, t + 1);
    }
    if (t == text.length()) {
      return false;
    }
    if (c == '?') {
      return fits(glob, g + 1, text, t + 1);
    }
    if (c == '\\' && g + 1 < glob.length()) {
      c = glob.charAt(++g);
    }
    return Character.toLowerCase(c) == Character.toLowerCase(text.charAt(t))
        && fits(glob, g + 1, text, t + 1);
  }

  /** By backtracking this would not end in a lifetime; the limit is only there to see that. */
  @Test
  void aGlobOfManyStarsComesToAnEnd() {
    String text = "a".repeat(20_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertThat(glob("*a*a*a*a*a*a*a*a*a*a*b").matches(text)).isFalse();
          assertThat(glob("*a*a*a*a*a*a*a*a*a*a*b*").matches(text)).isFalse();
          assertThat(glob("*a*a*a*a*a*a*a*a*a*a*b").matches(text + "B")).isTrue();
        });
  }
}
