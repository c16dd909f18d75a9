package dev.fivefifty.file;

import static dev.fivefifty.file.Read.errors;
import static dev.fivefifty.file.Read.only;
import static dev.fivefifty.file.Read.warnings;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFilesTest {
  private static final String RULE =
      """
      {"rules": [
      \t{"at": "rcpt", "when": {"to": "*@gone.example"}, "reply": 450, "chance": 0.5, "times": 2}
      ]}
      """;

  @Test
  void theSameMappingAsYaml() {
    var expected = at(RCPT).to("*@gone.example").chance(0.5).times(2).reply(Reply.of(450));
    assertThat(only(RuleFiles.parse("r.json", RULE))).isEqualTo(expected);
    assertThat(only(RuleFiles.parse("R.JSON", RULE))).isEqualTo(expected);
  }

  @Test
  void withoutATellingNameTheFirstCharacterDecides() {
    assertThat(RuleFiles.parse("request", "\n " + RULE).rules()).hasSize(1);
    assertThat(RuleFiles.parse("request", "rules: [{ at: rcpt }]").rules()).hasSize(1);
    assertThat(errors("request", " [1]"))
        .containsExactly("request:1:2: a list of rules stands below 'rules:'");
    assertThat(errors("request", "{rules: []}")).hasSize(1);
    assertThat(errors("request.yaml", "{rules: []}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          { // no                        | 1:3: JSON has no comments (leave it out, or write YAML)
          { /* no */ }                   | 1:3: JSON has no comments (leave it out, or write YAML)
          {"rules": [ # no               | 1:13: JSON has no comments (leave it out, or write YAML)
          {} {}                          | 1:4: a second value (a rule file is one JSON value)
          {"rules": [],}                 | 1:14: no valid JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start field name
          {"rules": [                    | 1:12: no valid JSON: Unexpected end-of-input: expected close marker for Array
          {'rules': []}                  | 1:2: no valid JSON: Unexpected character (''' (code 39)): was expecting double-quote to start field name
          {"rules": [{"at": "rcpt", "at": "mail"}]} | 1:27: duplicate key 'at' (the first is at line 1, column 13)
          {"rules": [], "server": {"port": -1}} | 1:34: 'port' expects a whole number from 0 to 65535, not '-1'
          {"rules": [{"at": "rcpt", "reply": null}]} | 1:36: 'reply' has no value (expected a reply such as "550 5.1.1 Mailbox not found", a list of lines, default, none or as-addressed)
          {"rules": [{"at": "rcpt", "times": "x"}]} | 1:36: 'times' expects a whole number of 1 or more, not 'x'
          {"rules": [{"at": "rcpt",   "drain": true}]} | 1:29: 'drain' cannot apply at rcpt (it can at content)
          """)
  void problemsWithTheirPlaces(String json, String expected) {
    assertThat(errors("r.json", json)).containsExactly("r.json:" + expected);
  }

  @Test
  void nothingToReadIsAWarning() {
    assertThat(warnings("r.json", " \n")).containsExactly("r.json:1:1: warning: no rules");
    assertThat(warnings("r.json", "null")).containsExactly("r.json:1:1: warning: no rules");
    assertThat(warnings("r.json", "{}")).containsExactly("r.json:1:1: warning: no rules");
  }

  @Test
  void deepNestingIsRefused() {
    assertThat(errors("r.json", "[".repeat(100_000)))
        .containsExactly("r.json:1:52: nested more than 50 levels deep");
    assertThat(errors("r.json", "{\"a\":".repeat(100_000)))
        .containsExactly("r.json:1:256: nested more than 50 levels deep");
  }
}
