package dev.fivefifty.file;

import static dev.fivefifty.file.Read.errors;
import static dev.fivefifty.file.Read.only;
import static dev.fivefifty.file.Read.rule;
import static dev.fivefifty.file.Read.warnings;
import static dev.fivefifty.file.Read.yaml;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.Reply;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where YAML would make something else of what was written, silently or at another place. */
class YamlTrapsTest {

  // --- replies that YAML would shorten

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          reply: 550 5.7.1 Blocked #123  | 3:12: '#' starts a comment and ends this unquoted reply (quote it: "550 5.7.1 Blocked #123")
          reply: 450 # later             | 3:12: '#' starts a comment and ends this unquoted reply (quote it: "450 # later")
          reply: 550 say "no" \\ #1      | 3:12: '#' starts a comment and ends this unquoted reply (quote it: "550 say \\"no\\" \\\\ #1")
          sequence: [{reply: 550 Sorry, gone}] | 3:24: a comma ends an unquoted reply between braces or brackets (quote it: "550 Sorry, gone")
          sequence: [{reply: 550 Sorry, gone, for good, times: 2}, pass] | 3:24: a comma ends an unquoted reply between braces or brackets (quote it: "550 Sorry, gone, for good")
          sequence: [{reply: 550 Sorry}] | 3:24: a comma ends an unquoted reply between braces or brackets (quote it: "550 Sorry")
          sequence: [{reply: 550 Sorry, gone , too }] | 3:24: a comma ends an unquoted reply between braces or brackets (quote it: "550 Sorry, gone, too")
          sequence: [{reply: 550, gone}] | 3:24: a comma ends an unquoted reply between braces or brackets (quote it: "550, gone")
          reply: ["550 Sorry", gone]     | 3:26: a comma ends an unquoted reply between braces or brackets (quote it: "gone")
          reply: 550 <${to}>: gone       | 3:23: ': ' cannot stand in an unquoted text (quote the whole text)
          """)
  void aReplyThatYamlWouldChange(String keys, String expected) {
    assertThat(errors("r.yaml", rule(keys))).containsExactly("r.yaml:" + expected);
  }

  @Test
  void aCommentBehindALineOfAReply() {
    assertThat(errors("r.yaml", rule("reply:\n  - 550 a #1\n  - b")))
        .containsExactly(
            "r.yaml:4:9: '#' starts a comment and ends this unquoted reply (quote it: \"550 a #1\")");
  }

  @Test
  void commentsThatHarmNothing() {
    assertThat(only(yaml(rule("reply: \"550 a\" # said")))).isEqualTo(at(RCPT).reply("550 a"));
    assertThat(only(yaml(rule("reply: default # an allow-list"))))
        .isEqualTo(at(RCPT).replyDefault());
    assertThat(only(yaml(rule("times: 2 # twice")))).isEqualTo(at(RCPT).times(2));
  }

  @Test
  void anUnquotedReplyMayHoldAHashWithinAWord() {
    assertThat(only(yaml(rule("reply: 550 Blocked, case#123"))))
        .isEqualTo(at(RCPT).reply("550 Blocked, case#123"));
  }

  @Test
  void aCommentThatMayBelongToAPatternIsAWarning() {
    assertThat(warnings("r.yaml", rule("message", "when:\n  subject: Invoice #123")))
        .containsExactly(
            "r.yaml:4:16: warning: '#123' is a comment, and the value only 'Invoice' (quote it if"
                + " the value goes on)");
    assertThat(warnings("r.yaml", rule("message", "when:\n  subject: Invoice # a bill"))).isEmpty();
    assertThat(warnings("r.yaml", rule("message", "when:\n  subject: \"Invoice\" #123"))).isEmpty();
  }

  // --- scalars that YAML 1.1 makes something else of

  @Test
  void aCodeAloneHasTheServersUsualText() {
    assertThat(only(yaml(rule("reply: 450")))).isEqualTo(at(RCPT).reply(Reply.of(450)));
    assertThat(only(yaml("rules: [{at: rcpt, reply: 450}]")))
        .isEqualTo(at(RCPT).reply(Reply.of(450)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0450", "0x1C2", "450.0", "4e2", "4_50", "off", "yes", "2026-01-01", "!"})
  void whatIsNoReplyIsRefused(String reply) {
    assertThat(errors("r.yaml", rule("reply: " + reply)))
        .hasSize(1)
        .allMatch(e -> e.startsWith("r.yaml:3:12: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "off",
        "yes",
        "NO",
        "0450",
        "1e3",
        "1_000",
        "12:30:45",
        "2026-01-01",
        ".5",
        "0x1f",
        "true"
      })
  void aTextIsWhatWasWritten(String text) {
    assertThat(only(yaml(rule("message", "when:\n  subject: " + text))))
        .isEqualTo(at(MESSAGE).subject(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0100", "1e3", "1_000", "0x10", "0o17", "1:30", "+5", "~", "1.0"})
  void aNumberIsDigitsOnly(String number) {
    assertThat(errors("r.yaml", rule("after: " + number)))
        .hasSize(1)
        .allMatch(e -> e.startsWith("r.yaml:3:12: 'after' "));
  }

  @Test
  void theNullReversePathIsQuotedNothing() {
    assertThat(only(yaml(rule("when: { from: \"\" }")))).isEqualTo(at(RCPT).from(""));
    assertThat(errors("r.yaml", rule("when: { from: null }"))).hasSize(1);
  }

  // --- blocks

  @Test
  void blocksAreTexts() {
    assertThat(only(yaml(rule("reply: >\n  550 a\n  b\ntimes: 1"))))
        .isEqualTo(at(RCPT).times(1).reply("550 a b"));
    assertThat(only(yaml(rule("reply: |\n  550 a")))).isEqualTo(at(RCPT).reply("550 a"));
    assertThat(errors("r.yaml", rule("reply: |\n  550 a\n  b")))
        .containsExactly(
            "r.yaml:3:12: this reply text has several lines (write a list, one item a line)");
  }

  // --- keys

  @Test
  void aDuplicateKeyNamesBothPlaces() {
    assertThat(errors("r.yaml", rule("reply: 550\nreply: 450")))
        .containsExactly("r.yaml:4:5: duplicate key 'reply' (the first is at line 3, column 5)");
    assertThat(errors("r.yaml", rule("when: { to: a, from: b, to: c }")))
        .containsExactly("r.yaml:3:29: duplicate key 'to' (the first is at line 3, column 13)");
    assertThat(errors("r.yaml", "rules: []\nrules: []\n"))
        .containsExactly("r.yaml:2:1: duplicate key 'rules' (the first is at line 1, column 1)");
  }

  @Test
  void aKeyIsAWord() {
    assertThat(errors("r.yaml", rule("? [a]\n: b")))
        .containsExactly("r.yaml:3:7: a key is a word, not a list");
  }

  @Test
  void anInvisibleCharacterInAKeyIsShown() {
    assertThat(errors("r.yaml", rule("\u00a0reply: 550")))
        .hasSize(1)
        .allMatch(
            e -> e.startsWith("r.yaml:3:5: unknown key '\\u00a0reply' (expected one of name,"))
        .allMatch(e -> e.endsWith("; did you mean reply?)"));
  }

  // --- anchors, aliases, tags

  @Test
  void aliasesAndMergeKeysWork() {
    String text =
        """
        rules:
          - &first
            at: rcpt
            when: &gone { to: "*@gone.example" }
            times: 1
            reply: 550
          - <<: *first
            reply: 450
          - at: data
            when: *gone
        """;
    assertThat(yaml(text).rules())
        .containsExactly(
            at(RCPT).to("*@gone.example").times(1).reply("550"),
            at(RCPT).to("*@gone.example").times(1).reply("450"),
            at(DATA).to("*@gone.example"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          when: { to: *@gone.example }    | 3:17: a text that starts with * must be quoted: "*@gone.example"
          when: { to: *gone }             | 3:17: no anchor '&gone' for this alias (a text that starts with * must be quoted: "*gone")
          when: { to: * }                 | 3:17: a text that starts with * must be quoted: "*"
          when: &w { to: *w }             | 3:20: the alias '*w' stands within its own anchor
          name: @rcpt                     | 3:11: a text that starts with @ must be quoted: "@rcpt"
          name: `rcpt`                    | 3:11: a text that starts with ` must be quoted: "`rcpt`"
          name: %rcpt                     | 3:11: a text that starts with % must be quoted: "%rcpt"
          name: !!java.net.URL [a]        | 3:11: tags are not taken, and '!!java.net.URL' is one (a text that starts with ! must be quoted)
          name: !important                | 3:11: tags are not taken, and '!important' is one (a text that starts with ! must be quoted)
          name: ! a                       | 3:11: tags are not taken, and '!' is one (a text that starts with ! must be quoted)
          name: !!str a                   | 3:11: tags are not taken, and '!!str' is one (a text that starts with ! must be quoted)
          <<: a                           | 3:9: '<<' expects a mapping or an alias of one, not 'a'
          """)
  void charactersThatMeanSomethingToYaml(String keys, String expected) {
    assertThat(errors("r.yaml", rule(keys))).contains("r.yaml:" + expected);
  }

  @Test
  void aBillionLaughsAreRefused() {
    StringBuilder text = new StringBuilder("a: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      text.append("b%d: &a%d [".formatted(i, i)).append("*a%d, ".formatted(i - 1).repeat(9));
      text.append("*a%d]\n".formatted(i - 1));
    }
    assertThat(errors("r.yaml", text.toString()))
        .contains(
            "r.yaml:5:45: more than 100,000 keys and values, counting each alias as what it stands"
                + " for");
  }

  @Test
  void tooManyRulesAreRefused() {
    assertThat(errors("r.yaml", "rules:" + "\n- at: rcpt".repeat(5_001)))
        .containsExactly("r.yaml:1:1: more than 5,000 rules in all files together");
  }

  @Test
  void oneLongLineIsReadInTime() {
    assertThat(errors("r.yaml", "rules: [漢😀" + ",1".repeat(4_999) + "]"))
        .hasSize(5_000)
        .last()
        .isEqualTo("r.yaml:1:10008: a rule is a mapping such as { at: rcpt, reply: 550 }, not '1'");
    assertThat(errors("r.json", "{\"rules\": [\"漢😀\"" + ",1".repeat(4_999) + "]}"))
        .hasSize(5_000)
        .last()
        .isEqualTo("r.json:1:10013: a rule is a mapping such as { at: rcpt, reply: 550 }, not '1'");
  }

  @Test
  void whatAnAliasRepeatsIsWrongOnce() {
    String text = "rules: [&r { at: rcpt, repli: 5 }, *r]\n";
    assertThat(errors("r.yaml", text)).hasSize(1);
  }

  // --- layout

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          rules:\\n\\t- at: rcpt                          | 2:1: a tab indents this line (YAML takes spaces only)
          rules:\\n  - at: rcpt\\n  \\treply: 550          | 3:3: a tab indents this line (YAML takes spaces only)
          rules:\\n  - at: rcpt\\n    reply: 550 a\\n\\tb    | 4:1: a tab indents this line (YAML takes spaces only)
          rules:\\n  - at:\\trcpt                          | 2:8: a tab separates here (YAML takes spaces only, and a tab within quotes)
          rules:\\n  - at: rcpt\\n    reply "550 x"\\n    times: 1 | 3:5: a colon is missing in 'reply "550 x"' (expected key: value)
          rules:\\n  - at: rcpt\\n    reply:"550 x"\\n    times: 1 | 3:5: a space is missing after 'reply:'
          rules:\\n  - at: rcpt\\n    reply:550             | 3:5: a space is missing after 'reply:'
          rules:\\n  - name: a\\n      at: rcpt              | 3:7: wrong indentation (the keys of one rule stand exactly below each other)
          rules:\\n  - name: a\\n   at: rcpt                 | 3:4: wrong indentation (the keys of one rule stand exactly below each other)
          rules:\\n  - name: "a"\\n      at: rcpt            | 3:7: wrong indentation (the keys of one rule stand exactly below each other)
          rules:\\n  - name: "a\\n    at: rcpt               | 2:11: this quote is never closed
          rules:\\n  - name: "a\\n    reply: "550 x"         | 2:11: the text quoted here ends at line 3, column 12 (is a closing quote missing?)
          rules:\\n  - name: 'don't'\\n    at: rcpt          | 2:16: text behind the closing quote (quote the whole text; '' is a ' in single quotes)
          rules:\\n  - name: "a" b\\n    at: rcpt            | 2:15: text behind the closing quote (quote the whole text; '' is a ' in single quotes)
          rules:\\n  - name: "\\q"\\n    at: rcpt            | 2:13: unknown escape '\\q' in double quotes (write \\\\ for a backslash, or use single quotes)
          rules:\\n  - name: [a] b\\n    at: rcpt            | 2:15: text behind a closing bracket (quote a text that starts with [ or {)
          rules:\\n  - name: a: b\\n    at: rcpt             | 2:12: ': ' cannot stand in an unquoted text (quote the whole text)
          rules:\\n  - name: - b\\n    at: rcpt              | 2:11: '- ' cannot stand here (start a list on a line of its own)
          rules:\\n  - when: {to: x\\n    at: rcpt           | 2:11: this '{' is never closed
          rules:\\n  - when: {to: x}}\\n    at: rcpt         | 2:18: '}' closes nothing
          rules:\\n  - when: {to: x]\\n    at: rcpt          | 2:17: expected ',' or '}' here, for the '{' at line 2, column 11 (quote a text with any of , [ ] { } in it)
          rules:\\n  - when: {\\n      to: x\\n      from: y\\n    } | 4:11: expected ',' or '}' here, for the '{' at line 2, column 11 (quote a text with any of , [ ] { } in it)
          rules:\\n  - when: {to: x #1}\\n    at: rcpt       | 2:16: '#1}' behind this text is a comment (quote the text)
          rules:\\n  - name: a #1\\n      b\\n    at: rcpt     | 2:11: a comment ends this text, which goes on below (quote the whole text)
          rules: ["\\UFFFFFFFF"]                         | 1:9: no valid YAML behind this: For input string: "FFFFFFFF" under radix 16
          rules: ["\\U00110000"]                         | 1:12: unknown escape '\\U' in double quotes (write \\\\ for a backslash, or use single quotes)
          rules: [ {at: rcpt}, , ]                       | 1:22: a value is missing before this
          rules: [                                       | 1:8: this '[' is never closed
          rules: [{                                      | 1:9: this '{' is never closed
          rules: [{ at:                                  | 1:9: this '{' is never closed
          rules: []\\n---\\nrules: []                       | 2:1: a second YAML document (a rule file is one document)
          rules: []\\n...\\nrules: []                       | 3:1: text behind the end of the document
          %YAML 3.0\\n---\\nrules: []                       | 1:1: no valid YAML: found incompatible YAML document (version 1.* is required)
          """)
  void layoutIsExplainedWhereItWentWrong(String text, String expected) {
    String yaml = text.replace("\\n", "\n").replace("\\t", "\t") + "\n";
    assertThat(errors("r.yaml", yaml))
        .containsExactly("r.yaml:" + expected.replace("\\\\\\\\", "\\\\"));
  }

  @Test
  void columnsCountCharactersAndNotHalvesOfThem() {
    assertThat(errors("r.yaml", "rules: [{ name: \"😀é\", at: rctp }]\n"))
        .hasSize(1)
        .allMatch(e -> e.startsWith("r.yaml:1:27: "));
    assertThat(errors("r.json", "{\"rules\": [{\"name\": \"😀é\", \"at\": \"rctp\"}]}"))
        .hasSize(1)
        .allMatch(e -> e.startsWith("r.json:1:33: "));
  }

  @Test
  void lineEndsOfAnyKindAndAByteOrderMark() {
    String text = "\uFEFF" + rule("repli: 550\nreply: \"550 a\"");
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      byte[] bytes = text.replace("\n", end).getBytes(StandardCharsets.UTF_8);
      try {
        RuleFiles.parse("r.yaml", bytes);
        throw new AssertionError("not refused");
      } catch (RuleFileException e) {
        assertThat(e.problems()).hasSize(1);
        assertThat(e.problems().get(0).line()).isEqualTo(3);
        assertThat(e.problems().get(0).column()).isEqualTo(5);
      }
      byte[] good =
          text.replace("repli: 550", "times: 2")
              .replace("\n", end)
              .getBytes(StandardCharsets.UTF_8);
      assertThat(only(RuleFiles.parse("r.yaml", good))).isEqualTo(at(RCPT).times(2).reply("550 a"));
    }
  }

  @Test
  void charactersThatCannotBeSeen() {
    assertThat(errors("r.yaml", "rules: []\nx: \u2028\n"))
        .containsExactly(
            "r.yaml:2:4: the character U+2028 cannot stand in YAML (write it as \"\\u2028\", in"
                + " double quotes)");
    assertThat(errors("r.yaml", "rules:\u0000\n"))
        .hasSize(1)
        .allMatch(e -> e.startsWith("r.yaml:1:7: the character U+0000"));
    assertThat(errors("r.yaml", "a: b\n\uFEFFc: d\n"))
        .hasSize(1)
        .allMatch(e -> e.startsWith("r.yaml:2:1: "));
    assertThat(errors("r.yaml", "a: \uD800\n"))
        .hasSize(1)
        .allMatch(e -> e.startsWith("r.yaml:1:4: "));
  }

  @Test
  void deepNestingIsRefused() {
    for (String open : new String[] {"[", "{a: ", "- "}) {
      assertThat(errors("r.yaml", open.repeat(10_000)))
          .hasSize(1)
          .allMatch(
              e -> e.startsWith("r.yaml:1:") && e.endsWith("nested more than 50 levels deep"));
    }
  }

  @Test
  void nothingToReadIsAWarning() {
    for (String text : new String[] {"", "\n\n", "# nothing\n", "---\n", "~\n"}) {
      assertThat(warnings("r.yaml", text)).containsExactly("r.yaml:1:1: warning: no rules");
      assertThat(yaml(text).rules()).isEmpty();
    }
    assertThat(warnings("r.yaml", "rules:\n")).containsExactly("r.yaml:1:1: warning: no rules");
  }

  @Test
  void patternsThatExhaustTheStackAreRefused() {
    assertThat(errors("r.yaml", rule("when: { to: \"" + "*".repeat(10_001) + "\" }")))
        .containsExactly(
            "r.yaml:3:17: the pattern is too long (10,000 characters at most; contains takes"
                + " more)");
    assertThat(errors("r.yaml", rule("when: { to: { regex: \"" + "(".repeat(9_000) + "\" } }")))
        .hasSize(1)
        .allMatch(e -> e.startsWith("r.yaml:3:26: "));
    assertThat(errors("r.yaml", rule("when: { to: \"" + "*".repeat(10_000) + "\" }")).size())
        .isLessThan(2);
    assertThat(errors("r.yaml", rule("delay: " + "1s".repeat(50_000)))).hasSize(1);
  }
}
