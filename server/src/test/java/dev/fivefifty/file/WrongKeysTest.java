package dev.fivefifty.file;

import static dev.fivefifty.file.Read.errors;
import static dev.fivefifty.file.Read.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.RuleKey.Group;
import dev.fivefifty.rule.Stage;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a rule, and where; the keys start at line 3, column 5. */
class WrongKeysTest {
  private static final String STAGES =
      Arrays.stream(Stage.values()).map(Stage::keyword).collect(Collectors.joining(", "));
  private static final String KEYS = built(key -> key.group() != Group.MATCH);
  private static final String MATCH_KEYS = built(key -> key.group() == Group.MATCH);
  private static final String OUTCOME_KEYS = built(key -> key.group() == Group.OUTCOME);
  private static final String FORMS = "equals, contains, startsWith, endsWith, regex, not, anyOf";

  /** One rule, and its only problem. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          repli: 550                      | 3:5: unknown key 'repli' (expected one of $KEYS; did you mean reply?)
          xyzzy: 550                      | 3:5: unknown key 'xyzzy' (expected one of $KEYS)
          suject: a                       | 3:5: unknown key 'suject' (expected one of $KEYS; did you mean 'subject' below 'when'?)
          to: a                           | 3:5: 'to' belongs below 'when' (when: { to: … })
          pass: true                      | 3:5: 'pass' belongs in a sequence
          when: { reply: 550 }            | 3:13: 'reply' stands beside 'at', not below 'when'
          when: { times: 1 }              | 3:13: 'times' stands beside 'at', not below 'when'
          when: { too: a }                | 3:13: unknown key 'too' (expected one of $MATCH_KEYS; did you mean to?)
          when: { java: a }               | 3:13: a condition in Java can only be written in Java
          when: {}                        | 3:11: an empty 'when' (leave it out to match every occasion)
          when: []                        | 3:11: 'when' expects conditions such as { to: "*@gone.example" }, not an empty list
          when: x                         | 3:11: 'when' expects conditions such as { to: "*@gone.example" }, not 'x'
          when:                           | 3:10: 'when' has no value (expected conditions such as { to: "*@gone.example" })
          when: { subject: x }            | 3:13: 'subject' cannot apply at rcpt (it can at content, message)
          when: { to: }                   | 3:16: 'to' has no value (expected a glob, or one of $FORMS)
          when: { to: ~ }                 | 3:17: 'to' has no value (expected a glob, or one of $FORMS)
          when: { to: [a] }               | 3:17: 'to' expects a glob, or one of $FORMS, not a list
          when: { to: { contians: a } }   | 3:19: unknown key 'contians' (expected one of $FORMS; did you mean contains?)
          when: { to: { equals: a, not: b } } | 3:17: 'to' expects a glob, or one of $FORMS, and only one of them (found equals, not)
          when: { to: {} }                | 3:17: 'to' expects a glob, or one of $FORMS, and only one of them (found none)
          when: { to: { equals: [a] } }   | 3:27: 'equals' expects a text, not a list
          when: { to: { anyOf: a } }      | 3:26: 'anyOf' expects a list of patterns, not 'a'
          when: { to: { anyOf: [] } }     | 3:26: 'anyOf' expects a list of patterns, not an empty list
          when: { to: { anyOf: [a, {}] } } | 3:30: 'anyOf' expects a glob, or one of $FORMS, and only one of them (found none)
          when: { to: { not: { regex: "(a" } } } | 3:33: '(a' is no regular expression: Unclosed group near character 3
          when: { client: localhost }     | 3:21: 'localhost' is no client address (expected an IP address or a block such as 10.0.0.0/8)
          when: { client: 10.0.0.0/33 }   | 3:21: '10.0.0.0/33' has a prefix outside 0 to 32
          when: { tls: off }              | 3:18: 'tls' expects true or false, not 'off'
          when: { tls: yes }              | 3:18: 'tls' expects true or false, not 'yes'
          when: { recipients: many }      | 3:25: 'many' is no number (expected such as 10 or ">10")
          when: { connections: ">10MB" }  | 3:26: '>10MB' is no number (expected such as 10 or ">10")
          when: { parameter: x }          | 3:24: 'parameter' expects names and patterns such as { BODY: 8BITMIME }, not 'x'
          when: { parameter: {} }         | 3:24: 'parameter' expects names and patterns such as { BODY: 8BITMIME }, not an empty mapping
          per: [client, form]             | 3:19: 'per' expects one of client, session, helo, user, from, to, domain, subject, message-id, not 'form' (did you mean from?)
          per: [to, to]                   | 3:15: 'per' names 'to' twice
          per: []                         | 3:10: 'per' is an empty list (leave it out for one count)
          lasting: 5                      | 3:14: '5' is no duration (expected such as 100ms, 5s, 5m or 1h30m; did you mean 5s or 5ms?)
          lasting: 0s                     | 3:14: 'lasting' is more than 0
          lasting: -5s                    | 3:14: '-5s' is no duration (expected such as 100ms, 5s, 5m or 1h30m)
          lasting: 1000000d               | 3:14: '1000000d' is too long a duration (100 years at most)
          lasting: [5s]                   | 3:14: 'lasting' expects a duration such as 30s, not a list
          window: 1m                      | 3:5: 'window' counts nothing by itself (expected times, after or lasting beside it)
          silence: 5s                     | 3:5: 'silence' cannot apply at rcpt (it can at idle)
          after: -1                       | 3:12: 'after' expects a whole number of 0 or more, not '-1'
          after: 1.5                      | 3:12: 'after' expects a whole number of 0 or more, not '1.5'
          after: 99999999999              | 3:12: 'after' expects a whole number of 0 or more, not '99999999999'
          after: 9999999999999999999      | 3:12: 'after' expects a whole number of 0 or more, not '9999999999999999999'
          times: 0                        | 3:12: 'times' expects a whole number of 1 or more, not '0'
          times:                          | 3:11: 'times' has no value (expected a whole number of 1 or more)
          chance: 25                      | 3:13: 'chance' is 0 to 1 or has a %, not 25 (did you mean 25%?)
          chance: 125%                    | 3:13: 'chance' is 0% to 100%, not 125%
          chance: often                   | 3:13: 'chance' expects a probability such as 25% or 0.25, not 'often'
          sequence: []                    | 3:15: 'sequence' expects a list of outcomes such as { reply: 450, times: 2 }, or pass, not an empty list
          sequence: pass                  | 3:15: 'sequence' expects a list of outcomes such as { reply: 450, times: 2 }, or pass, not 'pass'
          sequence: [skip]                | 3:16: 'sequence' expects a list of outcomes such as { reply: 450, times: 2 }, or pass, not 'skip'
          sequence: [{ after: 2 }]        | 3:18: 'after' cannot stand in an item of a sequence (expected $OUTCOME_KEYS, times, pass)
          sequence: [{ when: { to: a } }] | 3:18: 'when' cannot stand in an item of a sequence (expected $OUTCOME_KEYS, times, pass)
          sequence: [{ to: a }]           | 3:18: 'to' cannot stand in an item of a sequence (expected $OUTCOME_KEYS, times, pass)
          sequence: [{ repli: 2 }]        | 3:18: unknown key 'repli' (expected one of $OUTCOME_KEYS, times, pass; did you mean reply?)
          sequence: [{ times: 0 }, pass]  | 3:25: 'times' expects a whole number of 1 or more, not '0'
          sequence: [{ times: 2 }]        | 3:18: the last item of a sequence repeats for ever, so its 'times' has no effect (add '- pass' after it to step aside then)
          sequence: [{ pass: no }]        | 3:24: 'pass' expects true, or stands alone as an item, not 'no'
          sequence: [{ pass: true, reply: 450 }] | 3:30: 'reply' has no effect beside 'pass'
          sequence: [{ reply: "450 ${tp}" }, pass] | 3:25: unknown placeholder '${tp}' (expected one of to, from, domain, fromDomain, client, helo, user, session, rule, subject, size, now, or $${ for the text itself; did you mean to?)
          sequence: [{ message: keep }, pass] | 3:18: 'message' cannot apply at rcpt (it can at content, message)
          delay: 2                        | 3:12: '2' is no duration (expected such as 100ms, 5s, 5m or 1h30m; did you mean 2s or 2ms?)
          delay: { min: 2s, max: 1s }     | 3:28: 'max' 1s is less than 'min' 2s
          delay: { min: 2s }              | 3:12: 'delay' expects a duration such as 2s, { min: 1s, max: 3s } or { median: 1s, sigma: 0.5 } (found min)
          delay: { median: 2s, sigma: 9 } | 3:33: 'sigma' is 0 to 5, not '9'
          delay: { median: 2s, sigma: x } | 3:33: 'sigma' expects a number from 0 to 5 such as 0.5, not 'x'
          delay: { min: 2, max: 3s }      | 3:19: '2' is no duration (expected such as 100ms, 5s, 5m or 1h30m; did you mean 2s or 2ms?)
          stall: forver                   | 3:12: 'stall' expects a duration such as 30s, or forever, not 'forver' (did you mean forever?)
          stall: 30                       | 3:12: '30' is no duration (expected such as 100ms, 5s, 5m or 1h30m; did you mean 30s or 30ms?)
          close: fni                      | 3:12: 'close' expects one of $CLOSE, not 'fni' (did you mean fin?)
          message: keep                   | 3:5: 'message' cannot apply at rcpt (it can at content, message)
          message: kept                   | 3:14: 'message' expects one of keep, discard, not 'kept'
          raw: "€"                        | 3:10: raw holds bytes: code points up to FF, not '€' at character 1 (other bytes can be given as {base64: …})
          raw: { base64: "?" }            | 3:20: '?' is no base64
          raw: { hex: "00" }              | 3:10: 'raw' expects a text in quotes such as "250 OK\\n", or { base64: ... }, not a mapping
          dribble: 1                      | 3:14: 'dribble' expects { bytes: 1, every: 100ms }, not '1'
          dribble: { bytes: 0, every: 1s } | 3:23: 'bytes' expects a whole number of 1 or more, not '0'
          cut: -1                         | 3:10: 'cut' expects a whole number of 0 or more, not '-1'
          bandwidth: 1KB                  | 3:16: '1KB' is no bandwidth (expected such as 1KB/s)
          bandwidth: 1KB/s                | 3:5: 'bandwidth' cannot apply at rcpt (it can at data, content, bdat)
          handshake: closed               | 3:16: 'handshake' expects one of close, garbage, plaintext, stall, then-close, not 'closed' (did you mean close?)
          certificate: expired            | 3:5: 'certificate' cannot apply at rcpt (it can at handshake)
          protocols: [TLSv1.1]            | 3:16: 'TLSv1.1' is no TLS version here (expected one of TLSv1.2, TLSv1.3; did you mean TLSv1.2?; an older server is oldTls: true)
          capabilities: { ad: [X] }       | 3:21: unknown key 'ad' (expected one of add, remove, only; did you mean add?)
          capabilities: {}                | 3:19: 'capabilities' expects a mapping of add, remove or only, each a list, not an empty mapping
          drain: maybe                    | 3:12: 'drain' expects true or false, not 'maybe'
          bounce: true                    | 3:13: 'true' is no reply (expected a code of 200 to 599, such as "550 5.1.1 Mailbox not found")
          bounce: default                 | 3:13: 'bounce' expects a reply such as "550 5.1.1 User unknown", or { reply: "...", after: 5s, action: failed }, not 'default'
          bounce: { after: 5s }           | 3:13: 'bounce' expects a reply such as "550 5.1.1 User unknown", or { reply: "...", after: 5s, action: failed }, not a mapping
          bounce: 354 Go                  | 3:13: 354 says nothing of a delivery (expected 2yz, 4yz or 5yz)
          bounce: { reply: 550 No, gone } | 3:22: a comma ends an unquoted reply between braces or brackets (quote it: "550 No, gone")
          bounce: { reply: 550, aftr: 5s } | 3:27: unknown key 'aftr' (expected one of reply, after, action; did you mean after?)
          bounce: { reply: 550, action: delayed } | 3:13: status 5.0.0 does not go with 'delayed' (expected 4.x.x)
          bounce: { reply: 550, action: fail } | 3:35: 'action' expects one of failed, delayed, delivered, relayed, expanded, not 'fail' (did you mean failed?)
          bounce: { reply: 550, after: 5 } | 3:34: '5' is no duration (expected such as 100ms, 5s, 5m or 1h30m; did you mean 5s or 5ms?)
          bounce: "550 ${tp}"             | 3:5: unknown placeholder '${tp}' (expected one of to, from, domain, fromDomain, client, helo, user, session, rule, subject, size, now, or $${ for the text itself; did you mean to?)
          name: ""                        | 3:11: a rule's name is a text without control characters, not ''
          name: [a]                       | 3:11: 'name' expects a text, not a list
          reply: pass                     | 3:12: 'pass' is no reply; it belongs in a sequence (expected a reply such as "550 5.1.1 Mailbox not found", a list of lines, default, none or as-addressed)
          reply:                          | 3:11: 'reply' has no value (expected a reply such as "550 5.1.1 Mailbox not found", a list of lines, default, none or as-addressed)
          reply: []                       | 3:12: 'reply' has no lines (expected a reply such as "550 5.1.1 Mailbox not found", a list of lines, default, none or as-addressed)
          reply: { java: a reply }        | 3:12: a reply in Java can only be written in Java
          reply: { text: a reply }        | 3:12: 'reply' expects a reply such as "550 5.1.1 Mailbox not found", a list of lines, default, none or as-addressed, not a mapping
          reply: ["550 a", [b]]           | 3:22: 'reply' expects a text for each line, not a list
          reply: ["550 a", "${tp}"]       | 3:22: unknown placeholder '${tp}' (expected one of to, from, domain, fromDomain, client, helo, user, session, rule, subject, size, now, or $${ for the text itself; did you mean to?)
          reply: "550 ${subject}"         | 3:12: '${subject}' is not known at rcpt (it is at content, message)
          reply: 999 no                   | 3:12: reply code 999 is outside 200 to 599 (anything else can be said with raw)
          reply: Sorry                    | 3:12: 'Sorry' is no reply (expected a code of 200 to 599, such as "550 5.1.1 Mailbox not found")
          reply: Default                  | 3:12: 'Default' is no reply (expected a code of 200 to 599, such as "550 5.1.1 Mailbox not found"; did you mean default?)
          """)
  void oneProblem(String keys, String expected) {
    assertThat(errors("r.yaml", rule(keys))).containsExactly("r.yaml:" + filledIn(expected));
  }

  private static String filledIn(String expected) {
    return expected
        .replace("$KEYS", KEYS)
        .replace("$MATCH_KEYS", MATCH_KEYS)
        .replace("$OUTCOME_KEYS", OUTCOME_KEYS)
        .replace("$FORMS", FORMS)
        .replace("$CLOSE", builtCloses());
  }

  private static String built(Predicate<RuleKey> which) {
    return Arrays.stream(RuleKey.values())
        .filter(key -> key.isBuilt() && which.test(key))
        .map(RuleKey::keyword)
        .collect(Collectors.joining(", "));
  }

  private static String builtCloses() {
    return Arrays.stream(Close.values()).map(Close::keyword).collect(Collectors.joining(", "));
  }

  /** The same at {@code message}, where more keys can stand. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          when: { size: ">1XB" }          | 3:19: '1XB' is no size (expected such as 512, 10KB or 25MB)
          when: { header: { Subject: [a] } } | 3:32: 'Subject' expects a glob, or one of $FORMS, not a list
          when: { attachment: {} }        | 3:25: 'attachment' expects name or type, or both
          when: { attachment: { inArchives: true } } | 3:25: 'attachment' expects name or type, or both
          when: { attachment: { nmae: a } } | 3:27: unknown key 'nmae' (expected one of name, type, inArchives; did you mean name?)
          when: { attachment: { name: a, inArchives: on } } | 3:48: 'inArchives' expects true or false, not 'on'
          drain: true                     | 3:5: 'drain' cannot apply at message (it can at content)
          per: to                         | 3:5: 'per: to' cannot apply at message (it can at rcpt)
          """)
  void oneProblemAtMessage(String keys, String expected) {
    assertThat(errors("r.yaml", rule("message", keys)))
        .containsExactly("r.yaml:" + filledIn(expected));
  }

  /** Whole files. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          - at: rcpt                      | 1:1: a list of rules stands below 'rules:'
          rules                           | 1:1: a rule file is a mapping of server and rules, not 'rules'
          at: rcpt                        | 1:1: 'at' belongs to a rule, in the list below 'rules:'
          rule: []                        | 1:1: unknown key 'rule' (expected one of server, rules; did you mean rules?)
          scenario: a                     | 1:1: a scenario is used by its name, in the list below 'rules:' (- scenario: NAME)
          rules: { at: rcpt }             | 1:8: 'rules' expects a list (each rule starts with '- '), not a mapping
          rules: [rcpt]                   | 1:9: a rule is a mapping such as { at: rcpt, reply: 550 }, not 'rcpt'
          rules: [{ reply: 550 }]         | 1:9: the rule lacks 'at' (expected one of $STAGES)
          rules: [{ at: rctp }]           | 1:15: unknown stage 'rctp' (expected one of $STAGES; did you mean rcpt?)
          rules: [{ at: [rcpt, mail] }]   | 1:15: 'at' expects one stage (write a rule for each)
          rules: [{ at: }]                | 1:14: 'at' has no value (expected a stage such as rcpt)
          rules: [{ at: mail, when: { to: a } }] | 1:29: 'to' cannot apply at mail (it can at rcpt, data, content, bdat, message, rset, noop, vrfy, expn, help, quit, idle, unknown)
          """)
  void oneProblemInAFile(String text, String expected) {
    assertThat(errors("r.yaml", text + "\n"))
        .containsExactly("r.yaml:" + expected.replace("$STAGES", STAGES));
  }

  @Test
  void whatIsNotBuiltIsRefusedByNameAtItsPlace() {
    for (RuleKey key : RuleKey.values()) {
      if (!key.isBuilt()) {
        String refused = "'" + key.keyword() + "' is not built yet";
        assertThat(errors("r.yaml", rule(key.keyword() + ": x")))
            .containsExactly("r.yaml:3:5: " + refused);
        assertThat(errors("r.yaml", rule("sequence: [{ %s: x }]".formatted(key.keyword()))))
            .containsExactly("r.yaml:3:18: " + refused);
      }
    }
    for (Close close : Close.values()) {
      assertThat(errors("r.yaml", rule("close: " + close.keyword()))).isEmpty();
    }
  }

  @Test
  void everythingIsSaidAtOnceAndInOrder() {
    String text =
        """
        server:
          port: 99999
          hostnam: a
        rules:
          - name: a
            at: rctp
            reply: "550 ${to}"
            times: none
          - name: a
            at: rcpt
            when:
              subject: x
              header:
                X: { regexp: a }
          - at: mail
          - at: mail
            reply:
              - "550 a"
              - ${tp}
          - name: b
            at: message
            sequence:
              - reply: "450 a"
                times: 2
              - close: fin
                repyl: 5
        """;
    assertThat(errors("r.yaml", text))
        .containsExactly(
            "r.yaml:2:9: 'port' expects a whole number from 0 to 65535, not '99999'",
            "r.yaml:3:3: unknown key 'hostnam' (expected one of hostname, port, bind, size, seed,"
                + " journalLimit, journalBytes, idleTimeout, maxConnections, maxRecipients, tags, auth, tls, listen, http, bounces; did you"
                + " mean hostname?)",
            "r.yaml:6:9: unknown stage 'rctp' (expected one of " + STAGES + "; did you mean rcpt?)",
            "r.yaml:8:12: 'times' expects a whole number of 1 or more, not 'none'",
            "r.yaml:9:5: the name 'a' is that of the rule at line 5 already (names are unique)",
            "r.yaml:14:14: unknown key 'regexp' (expected one of "
                + FORMS
                + "; did you mean regex?)",
            "r.yaml:16:5: this rule can never apply, because 'the rule at r.yaml:15' before it"
                + " always does (put it first, or limit 'the rule at r.yaml:15')",
            "r.yaml:19:9: unknown placeholder '${tp}' (expected one of to, from, domain, fromDomain,"
                + " client, helo, user, session, rule, subject, size, now, or $${ for the text itself; did"
                + " you mean to?)",
            "r.yaml:26:9: unknown key 'repyl' (expected one of "
                + OUTCOME_KEYS
                + ", times, pass; did you mean reply?)");
  }

  @Test
  void theMessageOfTheExceptionHoldsAllProblemsOneALine() {
    String text = rule("rawr: 1\nlasting: 1");
    try {
      Read.yaml(text);
    } catch (RuleFileException e) {
      assertThat(e)
          .hasMessage(
              """
              r.yaml:3:5: unknown key 'rawr' (expected one of %s; did you mean raw?)
              r.yaml:4:14: '1' is no duration (expected such as 100ms, 5s, 5m or 1h30m; did you mean 1s or 1ms?)\
              """
                  .formatted(KEYS));
      assertThat(e.problems()).hasSize(2).allMatch(FileProblem::isError);
      return;
    }
    throw new AssertionError("not refused");
  }

  @Test
  void aWarningSaysSoAndRefusesNothing() {
    assertThat(Read.warnings("r.yaml", rule("reply: \"550 4.1.1 a\"\nper: to")))
        .containsExactly(
            "r.yaml:3:5: warning: the enhanced code 4.1.1 is of another class than 550 (RFC 2034"
                + " §4)",
            "r.yaml:4:5: warning: 'per' has no effect without times, after, lasting, chance or"
                + " sequence");
  }
}
