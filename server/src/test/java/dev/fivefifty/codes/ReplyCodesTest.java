package dev.fivefifty.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyCodesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "550 | 550",
        "  550  | 550",
        "550-5.7.1 | 550 5.7.1",
        "550 5.7.1 | 550 5.7.1",
        "550- 5.7.1 | 550 5.7.1",
        "5.7.1 | 5.7.1",
        "550 5.1.1 <bob@example.com>: User unknown | 550 5.1.1",
        "550-5.7.26 Unauthenticated email | 550 5.7.26",
        "550 Unrouteable address | 550",
        "220-3.1.mx.example ready | 220",
        "250-mx.example | 250",
        "550 5.7.1.2 is a version | 550",
        "550 5.7.1: blocked | 550 5.7.1",
        "550 | 550"
      })
  void codes_are_read_from_what_a_server_says(String text, String name) {
    assertThat(ReplyCodes.explain(text).name()).isEqualTo(name);
  }

  @Test
  void of_several_lines_the_first_counts() {
    assertThat(ReplyCodes.explain("550-5.1.1 No such\r\n550 5.7.1 user").name())
        .isEqualTo("550 5.1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "foo",
        "55",
        "5500",
        "5.7",
        "5.7.1234",
        "-550",
        "x550",
        "five 550",
        "550.1",
        "550: no",
        "5.7.1.2"
      })
  void what_is_no_code_is_refused_with_what_is_expected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReplyCodes.explain(text))
        .withMessageContaining("'" + text.strip() + "' is no reply code")
        .withMessageContaining("550 5.7.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.1.1", "550 3.1.1", "550-1.2.3", "0.0.0"})
  void enhanced_codes_have_three_classes(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReplyCodes.explain(text))
        .withMessageContaining("class 2, 4 or 5");
  }

  @Test
  void a_refused_text_is_shown_in_one_short_line() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReplyCodes.explain("a\r\n" + "b".repeat(200)))
        .withMessageStartingWith("'a??bbb")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\n"));
  }

  @Test
  void a_code_and_an_enhanced_code_are_explained_together() {
    ReplyMeaning meaning = ReplyCodes.explain("550 5.7.1");
    assertThat(meaning.summary())
        .isEqualTo("delivery not authorized, message refused by policy (RFC 3463 §3.8)");
    assertThat(meaning.meaning())
        .hasSize(2)
        .satisfies(both -> assertThat(both.get(0)).startsWith("550: "))
        .satisfies(both -> assertThat(both.get(1)).startsWith("5.7.1: "));
    assertThat(meaning.causes())
        .hasSizeGreaterThan(2)
        .anyMatch(cause -> cause.contains("Relaying"))
        .anyMatch(cause -> cause.contains("blocklist"))
        .anyMatch(cause -> cause.contains("DMARC"));
    assertThat(meaning.related()).contains("450", "554", "5.7.26").doesNotContain("550", "5.7.1");
    assertThat(meaning.rfcs()).containsExactly("RFC 3463 §3.8", "RFC 5321 §4.2.3");
    assertThat(meaning.remarks()).isEmpty();
  }

  @Test
  void classes_that_contradict_each_other_are_said_plainly() {
    ReplyMeaning meaning = ReplyCodes.explain("550 4.2.1");
    assertThat(meaning.title()).endsWith("(code and class contradict each other)");
    assertThat(meaning.remarks())
        .anyMatch(
            remark ->
                remark.contains("550 is a permanent failure")
                    && remark.contains("the class of 4.2.1 says a temporary failure")
                    && remark.contains("RFC 2034 §4")
                    && remark.endsWith("Clients go by 550."));
    assertThat(meaning.client()).isEqualTo(ReplyCodes.explain("550").client());
  }

  @Test
  void an_enhanced_code_is_misplaced_beside_a_request_to_go_on() {
    assertThat(ReplyCodes.explain("354 2.0.0").remarks())
        .containsExactly("No enhanced code belongs into a 3yz reply (RFC 2034 §4).");
  }

  @Test
  void no_enhanced_code_is_permitted_before_EHLO_is_answered() {
    assertThat(ReplyCodes.explain("554").stages()).contains(Stage.CONNECT);
    assertThat(ReplyCodes.explain("554 5.7.1").stages()).doesNotContain(Stage.CONNECT);
    assertThat(ReplyCodes.explain("554 5.7.1").seenAt()).contains(Stage.CONNECT);
  }

  @Test
  void stages_are_those_where_both_make_sense() {
    assertThat(ReplyCodes.explain("550 5.1.1").stages())
        .containsExactly(Stage.RCPT, Stage.MESSAGE, Stage.VRFY, Stage.EXPN);
    assertThat(ReplyCodes.explain("550 5.7.20").stages()).containsExactly(Stage.MESSAGE);
  }

  @Test
  void other_uses_by_providers_are_told() {
    assertThat(ReplyCodes.explain("550 5.7.26").text()).contains("Gmail says it of DMARC");
    assertThat(ReplyCodes.explain("550 5.7.27").text()).contains("Gmail says it of SPF");
    assertThat(ReplyCodes.explain("421 4.7.30").text()).contains("Gmail says it of DKIM");
    assertThat(ReplyCodes.explain("550 5.4.1").title()).contains("Exchange Online");
    assertThat(ReplyCodes.explain("550 5.7.509").text())
        .contains("DMARC", "No registry has 5.7.509");
    assertThat(ReplyCodes.explain("550 5.7.511").text())
        .contains("Microsoft", "No registry has 5.7.511");
    assertThat(ReplyCodes.explain("5.7.799").title()).contains("Microsoft");
    assertThat(ReplyCodes.explain("5.7.800").known()).isFalse();
    assertThat(ReplyCodes.explain("451 4.7.500").title()).contains("Microsoft");
    assertThat(ReplyCodes.explain("4.7.899").title()).contains("Microsoft");
    assertThat(ReplyCodes.explain("4.7.900").known()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "599 | a permanent failure | not permitted by the grammar",
        "499 | a temporary failure | not permitted by the grammar",
        "260 | a success | not permitted by the grammar",
        "350 | a request to go on | about the mail system",
        "510 | a permanent failure | about information",
        "428 | a temporary failure | about the connection",
        "405 | a temporary failure | about syntax",
        "543 | a permanent failure | no meaning by the RFC",
        "650 | no reply of SMTP | about the mail system",
        "150 | no reply of SMTP | about the mail system"
      })
  void an_unknown_code_is_explained_by_its_digits(String code, String first, String second) {
    ReplyMeaning meaning = ReplyCodes.explain(code);
    assertThat(meaning.known()).isFalse();
    assertThat(meaning.meaning()).singleElement().asString().contains(first, second);
    assertThat(meaning.stages()).isEmpty();
    assertThat(meaning.causes()).isNotEmpty();
    assertThat(meaning.sender()).isNotEmpty();
    assertThat(meaning.client()).isNotEmpty();
    assertThat(meaning.related()).isNotEmpty();
    assertThat(meaning.rfcs()).containsExactly("RFC 5321 §4.2.1", "RFC 5321 §4.3.2");
    assertThat(meaning.text()).contains("no stage by any RFC");
  }

  @Test
  void a_code_that_only_the_other_registry_has_is_told() {
    assertThat(ReplyCodes.explain("422").meaning().get(0)).contains("beside X.7.12");
  }

  @Test
  void an_unknown_enhanced_code_is_explained_by_its_subject() {
    ReplyMeaning meaning = ReplyCodes.explain("450 4.3.99");
    assertThat(meaning.known()).isFalse();
    assertThat(meaning.title()).isEqualTo("mailbox unavailable for now (the mail system)");
    assertThat(meaning.meaning().get(1)).contains("no 4.3.99", "temporary", "the mail system");
    assertThat(meaning.rfcs()).contains("RFC 3463 §3.4");
    assertThat(ReplyCodes.explain("5.99.1").meaning().get(0)).contains("no registry has");
  }

  @Test
  void a_success_is_not_explained_as_a_failure() {
    ReplyMeaning meaning = ReplyCodes.explain("235 2.7.0");
    assertThat(meaning.title()).isEqualTo("authenticated (security or policy)");
    assertThat(meaning.causes()).isEqualTo(ReplyCodes.explain("235").causes());
    assertThat(meaning.text()).doesNotContain("A rule of the site");
    assertThat(ReplyCodes.explain("250 2.1.5").title()).contains("valid");
  }

  @Test
  void a_reply_of_a_rule_is_explained_by_its_codes() {
    assertThat(ReplyCodes.explain(Reply.parse("550 5.1.1 Mailbox not found")))
        .isEqualTo(ReplyCodes.explain("550 5.1.1"));
  }

  @Test
  void the_text_has_everything_under_a_heading() {
    String text = ReplyCodes.explain("452").text();
    assertThat(text)
        .startsWith("452: not enough storage, or too many recipients\n\nmeans     The ");
    assertThat(text.lines().filter(line -> line.matches("[a-z].*")).map(l -> l.substring(0, 9)))
        .containsExactly(
            "means    ",
            "comes at ",
            "causes   ",
            "sender   ",
            "client   ",
            "related  ",
            "see      ");
    assertThat(ReplyCodes.explain("421").text()).contains("comes at  any command, connect, ");
  }

  @Test
  void two_stand_beside_each_other() {
    String text = ReplyCodes.compare("250", "550");
    List<String> lines = text.lines().toList();
    assertThat(lines.get(0)).isEqualTo("250 is a success, 550 is a permanent failure.");
    assertThat(lines.get(2)).isEqualTo("250" + " ".repeat(36) + "| 550");
    assertThat(lines).contains("-- means", "-- client", "-- see");
    assertThat(lines.stream().filter(line -> line.contains(" | "))).hasSizeGreaterThan(20);
    assertThat(ReplyCodes.compare("550", "554").lines().findFirst().orElseThrow())
        .startsWith("Both are permanent failures");
  }

  @Test
  void where_two_columns_are_too_narrow_one_stands_below_the_other() {
    ReplyMeaning one = ReplyCodes.explain("250");
    ReplyMeaning other = ReplyCodes.explain("550");
    assertThat(one.beside(other, 71))
        .isEqualTo(
            "250 is a success, 550 is a permanent failure.\n\n"
                + one.text(71)
                + "\n\n"
                + other.text(71));
    assertThat(one.beside(other, 72)).contains(" | ");
  }
}
