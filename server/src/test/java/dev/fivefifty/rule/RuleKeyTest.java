package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of keys beside the design's words. */
class RuleKeyTest {

  private static Set<String> keywords(RuleKey.Group group) {
    return Arrays.stream(RuleKey.values())
        .filter(key -> key.group() == group)
        .map(RuleKey::keyword)
        .collect(Collectors.toSet());
  }

  @Test
  void theKeysAreThoseOfTheDesign() {
    assertThat(keywords(RuleKey.Group.RULE))
        .containsExactlyInAnyOrder("name", "tag", "at", "when", "silence");
    assertThat(keywords(RuleKey.Group.MATCH))
        .containsExactlyInAnyOrder(
            "client",
            "listener",
            "helo",
            "tls",
            "clientCertificate",
            "user",
            "from",
            "to",
            "recipients",
            "connections",
            "size",
            "subject",
            "header",
            "body",
            "attachment",
            "parameter",
            "line");
    assertThat(keywords(RuleKey.Group.LIMIT))
        .containsExactlyInAnyOrder(
            "per", "lasting", "after", "window", "times", "chance", "sequence");
    assertThat(keywords(RuleKey.Group.OUTCOME))
        .containsExactlyInAnyOrder(
            "reply",
            "raw",
            "delay",
            "dribble",
            "cut",
            "stall",
            "close",
            "bandwidth",
            "handshake",
            "certificate",
            "protocols",
            "oldTls",
            "capabilities",
            "message",
            "drain",
            "bounce");
  }

  @Test
  void theStagesAreThoseOfTheDesign() {
    assertThat(Arrays.stream(Stage.values()).map(Stage::keyword))
        .containsExactlyInAnyOrder(
            ("connect helo ehlo starttls auth mail rcpt data rset noop vrfy expn help quit challenge"
                    + " handshake content bdat message idle unknown")
                .split(" "));
    for (Stage stage : Stage.values()) {
      assertThat(Stage.of(stage.keyword())).contains(stage);
      assertThat(Stage.of(stage.name())).contains(stage);
    }
    assertThat(Stage.of("rctp")).isEmpty();
  }

  /** What the design says word for word, and what nobody can know at a stage. */
  @ParameterizedTest
  @CsvSource({
    "MATCH, to, connect helo ehlo starttls auth challenge handshake mail, rcpt data bdat content message",
    "MATCH, recipients, connect helo ehlo handshake mail, rcpt data bdat content message",
    "MATCH, from, connect helo ehlo starttls auth challenge handshake, mail rcpt data bdat content message",
    "MATCH, size, connect ehlo rcpt data bdat quit, mail content message",
    "MATCH, subject, connect mail rcpt data bdat quit, content message",
    "MATCH, header, connect mail rcpt data bdat quit, content message",
    "MATCH, body, connect mail rcpt data bdat content, message",
    "MATCH, attachment, connect mail rcpt data bdat content, message",
    "MATCH, parameter, connect ehlo auth quit, mail rcpt data message",
    "MATCH, line, connect handshake content message idle, ehlo mail rcpt data unknown quit",
    "MATCH, helo, connect, helo ehlo mail rcpt message quit",
    "MATCH, user, connect handshake, mail rcpt message",
    "MATCH, clientCertificate, handshake, mail rcpt message",
    "RULE, silence, connect mail rcpt message unknown, idle",
    "OUTCOME, reply, handshake, connect ehlo rcpt content message idle unknown",
    "OUTCOME, raw, handshake, connect ehlo rcpt content message idle unknown",
    "OUTCOME, message, connect mail rcpt data bdat idle, content message",
    "OUTCOME, drain, connect rcpt data message, content",
    "OUTCOME, bounce, connect mail data bdat, rcpt content message",
    "OUTCOME, capabilities, connect helo mail, ehlo",
    "OUTCOME, handshake, connect starttls ehlo, handshake",
    "OUTCOME, certificate, connect starttls ehlo, handshake",
    "OUTCOME, protocols, connect starttls ehlo, handshake",
    "OUTCOME, oldTls, connect starttls ehlo, handshake",
    "OUTCOME, bandwidth, connect mail rcpt, content"
  })
  void aKeyStandsWhereItMeansSomething(
      RuleKey.Group group, String keyword, String never, String always) {
    Set<Stage> stages = RuleKey.of(group, keyword).orElseThrow().stages();

    assertThat(stages).containsAll(stages(always)).doesNotContainAnyElementsOf(stages(never));
  }

  @Test
  void someKeysStandEverywhere() {
    for (RuleKey key : RuleKey.values()) {
      boolean everywhere =
          key.group() == RuleKey.Group.LIMIT
              || Set.of("name", "tag", "at", "when", "client", "listener", "tls", "connections")
                  .contains(key.keyword())
              || Set.of("delay", "stall", "close").contains(key.keyword());
      if (everywhere) {
        assertThat(key.stages()).as("%s", key).isEqualTo(EnumSet.allOf(Stage.class));
      } else {
        assertThat(key.stages()).as("%s", key).isNotEmpty().hasSizeLessThan(Stage.values().length);
      }
    }
  }

  @Test
  void perIsThatOfTheDesign() {
    assertThat(Arrays.stream(Per.values()).map(Per::keyword))
        .containsExactlyInAnyOrder(
            "client", "session", "helo", "user", "from", "to", "domain", "subject", "message-id");
    assertThat(Per.TO.stages()).containsExactly(Stage.RCPT);
    assertThat(Per.DOMAIN.stages()).containsExactly(Stage.RCPT);
    assertThat(Per.SUBJECT.stages()).containsExactlyInAnyOrder(Stage.CONTENT, Stage.MESSAGE);
    assertThat(Per.MESSAGE_ID.stages()).containsExactlyInAnyOrder(Stage.CONTENT, Stage.MESSAGE);
    assertThat(Per.CLIENT.stages()).hasSize(Stage.values().length);
    assertThat(Per.SESSION.stages()).hasSize(Stage.values().length);
    for (Per per : Per.values()) {
      assertThat(Per.of(per.keyword())).contains(per);
    }
    assertThat(Per.of("recipient")).isEmpty();
  }

  private static List<Stage> stages(String keywords) {
    return Arrays.stream(keywords.split(" ")).map(each -> Stage.of(each).orElseThrow()).toList();
  }

  @Test
  void aKeyIsFoundBelowWhenOrBesideIt() {
    for (RuleKey key : RuleKey.values()) {
      assertThat(RuleKey.of(key.group(), key.keyword())).contains(key);
    }
    assertThat(RuleKey.of(RuleKey.Group.MATCH, "handshake")).isEmpty();
    assertThat(RuleKey.of(RuleKey.Group.RULE, "handshake")).contains(RuleKey.HANDSHAKE_FAULT);
    assertThat(RuleKey.of(RuleKey.Group.RULE, "subject")).isEmpty();
    assertThat(RuleKey.of(RuleKey.Group.RULE, "times")).contains(RuleKey.TIMES);
    assertThat(RuleKey.of(RuleKey.Group.RULE, "Times")).isEmpty();
  }

  /** "Each key of the file is a method of the same name in Java." */
  @Test
  void eachKeyThatIsBuiltIsAMethod() {
    Set<String> methods =
        Arrays.stream(Rule.class.getMethods()).map(Method::getName).collect(Collectors.toSet());

    for (RuleKey key : RuleKey.values()) {
      if (key.isBuilt()) {
        assertThat(methods).contains(key.keyword());
      }
    }
  }
}
