package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A rule says any code at any stage, a plain socket reads exactly that, and the session goes on as
 * the reply's first digit says.
 */
class ReplyAtEveryStageTest {
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** Where a code is legitimate, by the letters of RFC 5321's stages; "*" is everywhere. */
  private static final Map<Integer, String> CODES = new TreeMap<>();

  static {
    String[] table = {
      "211 P",
      "214 P",
      "220 C T",
      "221 Q",
      "235 A",
      "250 H M R E S N V X B",
      "251 R V",
      "252 V X",
      "334 A",
      "354 D",
      "421 *",
      "432 A",
      "450 R E M",
      "451 M R E C D",
      "452 M R E",
      "454 T A",
      "455 M R",
      "500 *",
      "501 *",
      "502 H V X P",
      "503 M R D A",
      "504 H V X P A",
      "521 *",
      "523 A",
      "524 A",
      "533 A",
      "525 A R",
      "530 *",
      "534 A",
      "535 A",
      "538 A",
      "550 H M R E V X",
      "551 R V",
      "552 M R E",
      "553 M R V",
      "554 C D E",
      "555 M R",
      "556 R",
      "435 A",
      "522 R",
      "541 E",
      "557 M",
      "571 R",
      "591 R",
      "200 N",
      "299 N",
      "300 N",
      "399 N",
      "400 N",
      "499 N",
      "599 N"
    };
    for (String row : table) {
      CODES.put(Integer.parseInt(row.substring(0, 3)), row.substring(4));
    }
  }

  private static final Map<Stage, String> LETTERS =
      Map.ofEntries(
          Map.entry(Stage.CONNECT, "C"),
          Map.entry(Stage.HELO, "H"),
          Map.entry(Stage.EHLO, "H"),
          Map.entry(Stage.STARTTLS, "T"),
          Map.entry(Stage.AUTH, "A"),
          Map.entry(Stage.MAIL, "M"),
          Map.entry(Stage.RCPT, "R"),
          Map.entry(Stage.DATA, "D"),
          Map.entry(Stage.BDAT, "B"),
          Map.entry(Stage.CONTENT, "E"),
          Map.entry(Stage.MESSAGE, "E"),
          Map.entry(Stage.VRFY, "V"),
          Map.entry(Stage.EXPN, "X"),
          Map.entry(Stage.HELP, "P"),
          Map.entry(Stage.NOOP, "N"),
          Map.entry(Stage.RSET, "S"),
          Map.entry(Stage.QUIT, "Q"),
          Map.entry(Stage.IDLE, "unsolicited"),
          Map.entry(Stage.UNKNOWN, "unknown"));

  static Stream<Arguments> everyCodeAtEveryStage() {
    List<Arguments> rows = new ArrayList<>();
    LETTERS.forEach(
        (stage, letter) ->
            CODES.forEach(
                (code, where) -> {
                  boolean listed = where.equals("*") || (" " + where + " ").contains(letter);
                  rows.add(Arguments.of(stage, code, listed ? "as listed" : "out of place"));
                }));
    return rows.stream();
  }

  @ParameterizedTest(name = "{1} at {0}, {2}")
  @MethodSource("everyCodeAtEveryStage")
  void is_said_and_has_its_effect(Stage stage, int code, String listed) {
    String enhanced = code / 100 == 3 ? null : code / 100 + ".7." + code % 100;
    Reply reply = new Reply(code, enhanced, List.of("A rule said so"));
    try (Wired wired = Wired.start(said(stage).reply(reply).times(1))) {
      WireClient client = reach(wired, stage);
      String expected =
          code + " " + (enhanced == null ? "" : enhanced + " ") + "A rule said so\r\n";
      assertThat(client.reply()).isEqualTo(expected);
      Exchange exchange = wired.exchange(stage);
      assertThat(exchange.rule()).hasValue("said");
      assertThat(exchange.reply()).hasValue(reply);
      assertThat(exchange.sent().toByteArray())
          .isEqualTo(expected.getBytes(StandardCharsets.US_ASCII));
      if (code == 421 || code == 221 && stage == Stage.QUIT) {
        assertThat(client.readToEnd()).isEmpty();
      } else if (stage == Stage.STARTTLS && code == 220) {
        assertThat(exchange.written()).isTrue();
      } else {
        effect(wired, client, stage, reply);
      }
      attempt(wired, stage, reply);
    }
  }

  private static Rule said(Stage stage) {
    Rule rule = at(stage).name("said");
    return stage == Stage.IDLE ? rule.silence(SILENCE) : rule;
  }

  /** Goes to where the stage is asked, and gives it cause. */
  private static WireClient reach(Wired wired, Stage stage) {
    WireClient client =
        switch (stage) {
          case CONNECT -> wired.connect();
          case HELO, EHLO -> wired.greeted();
          default -> wired.introduced();
        };
    switch (stage) {
      case CONNECT -> {}
      case HELO -> client.line("HELO client.example");
      case EHLO -> client.line("EHLO client.example");
      case AUTH -> client.line("AUTH PLAIN AGFsaWNlAHNlY3JldA==");
      case MAIL -> client.line("MAIL FROM:<a@example.com>");
      case RCPT -> client.accepted("MAIL FROM:<a@example.com>").line("RCPT TO:<b@example.com>");
      case DATA -> client.envelope("a@example.com", "b@example.com").line("DATA");
      case BDAT -> client.envelope("a@example.com", "b@example.com").raw("BDAT 5\r\nhello");
      case CONTENT, MESSAGE -> {
        assertThat(client.envelope("a@example.com", "b@example.com").ask("DATA")).startsWith("354");
        client.raw("Subject: Hi\r\n\r\nHi\r\n.\r\n");
      }
      case RSET -> client.envelope("a@example.com", "b@example.com").line("RSET");
      case IDLE -> wired.clock.advance(SILENCE);
      case UNKNOWN -> client.line("XYZZY plugh");
      case VRFY, EXPN -> client.line(stage + " bob");
      case STARTTLS, HELP, NOOP, QUIT -> client.line(stage.name());
      default -> throw new IllegalArgumentException(stage.name());
    }
    return client;
  }

  private static void effect(Wired wired, WireClient client, Stage stage, Reply reply) {
    boolean positive = reply.isPositive();
    switch (stage) {
      case CONNECT -> {
        if (reply.isTemporary() || reply.isPermanent()) {
          assertThat(client.ask("EHLO client.example")).startsWith("503 ");
          assertThat(client.ask("NOOP")).startsWith("503 ");
          assertThat(client.ask("QUIT")).startsWith("221 ");
          assertThat(client.readToEnd()).isEmpty();
        } else {
          client.accepted("EHLO client.example");
        }
      }
      case HELO, EHLO ->
          assertThat(client.ask("MAIL FROM:<a@example.com>"))
              .startsWith(positive ? "250 " : "503 ");
      case MAIL ->
          assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith(positive ? "250 " : "503 ");
      case RCPT -> {
        assertThat(client.ask("DATA")).startsWith(positive ? "354 " : "554 ");
        if (positive) {
          client.raw("Hi\r\n.\r\n");
          assertThat(client.reply()).startsWith("250 ");
          assertThat(wired.message().recipientAddresses()).containsExactly("b@example.com");
        }
      }
      case DATA -> {
        if (reply.code() == 354) {
          client.raw("NOOP\r\n.\r\n");
          assertThat(client.reply()).startsWith("250 ");
          assertThat(wired.message().content()).asString().isEqualTo("NOOP\r\n");
        } else {
          assertThat(client.ask("NOOP")).startsWith("250 ");
          assertThat(client.ask("DATA")).startsWith("354 ");
        }
      }
      case BDAT -> assertThat(client.ask("BDAT 0 LAST")).startsWith(positive ? "250 " : "503 ");
      case CONTENT, MESSAGE -> {
        assertThat(client.ask("RCPT TO:<c@example.com>")).startsWith("503 ");
        assertThat(client.ask("MAIL FROM:<c@example.com>")).startsWith("250 ");
        assertThat(wired.journal.messages()).hasSize(positive ? 1 : 0);
      }
      case RSET ->
          assertThat(client.ask("RCPT TO:<c@example.com>")).startsWith(positive ? "503 " : "250 ");
      case AUTH -> {
        if (reply.code() == 334) {
          client.ask("aHVudGVyMg==");
          assertThat(wired.session().transcript()).doesNotContain("aHVudGVyMg");
        }
        assertThat(client.ask("NOOP")).startsWith("250 ");
      }
      default -> assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  private static void attempt(Wired wired, Stage stage, Reply reply) {
    if (!reply.isTemporary() && !reply.isPermanent()) {
      return;
    }
    Set<Stage> atOnce =
        EnumSet.of(Stage.RCPT, Stage.DATA, Stage.BDAT, Stage.CONTENT, Stage.MESSAGE);
    Set<Stage> atTheEnd =
        EnumSet.of(Stage.CONNECT, Stage.HELO, Stage.EHLO, Stage.STARTTLS, Stage.AUTH);
    Attempt attempt;
    if (stage == Stage.MAIL && reply.code() != 421 || atOnce.contains(stage)) {
      attempt = wired.journal.attemptsFor("b@example.com").get(0);
      assertThat(attempt.sender()).hasValue("a@example.com");
    } else if (stage == Stage.CONNECT || reply.code() == 421 && atTheEnd.contains(stage)) {
      wired.awaitEnds();
      attempt = wired.attempt();
      assertThat(attempt.recipient()).isEmpty();
    } else {
      return;
    }
    assertThat(attempt.result())
        .isEqualTo(reply.isTemporary() ? Attempt.Result.DEFERRED : Attempt.Result.REFUSED);
    assertThat(attempt.reply()).hasValue(reply);
    assertThat(attempt.rule()).hasValue("said");
    assertThat(attempt.replyWritten()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CHALLENGE", "HANDSHAKE"},
      mode = EnumSource.Mode.EXCLUDE)
  void says_several_lines_with_the_codes_on_each(Stage stage) {
    Rule rule = said(stage).reply("250 2.0.0 One", "two", "", "four: é");
    try (Wired wired = Wired.start(rule.times(1))) {
      assertThat(reach(wired, stage).reply())
          .isEqualTo(
              "250-2.0.0 One\r\n250-2.0.0 two\r\n250-2.0.0\r\n250 2.0.0 four: \u00c3\u00a9\r\n");
      assertThat(wired.exchange(stage).rule()).hasValue("said");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CHALLENGE", "HANDSHAKE"},
      mode = EnumSource.Mode.EXCLUDE)
  void says_an_enhanced_code_of_another_class(Stage stage) {
    try (Wired wired = Wired.start(said(stage).reply("250 5.1.1 Both").times(1))) {
      assertThat(reach(wired, stage).reply()).isEqualTo("250 5.1.1 Both\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CHALLENGE", "HANDSHAKE"},
      mode = EnumSource.Mode.EXCLUDE)
  void says_a_code_alone_with_the_usual_text(Stage stage) {
    try (Wired wired = Wired.start(said(stage).reply("450").times(1))) {
      assertThat(reach(wired, stage).reply())
          .isEqualTo("450 Mailbox unavailable, try again later\r\n");
    }
  }

  @Test
  void says_a_code_with_no_text_at_all() {
    try (Wired wired = Wired.start(at(Stage.NOOP).reply(Reply.of(250, "")))) {
      assertThat(wired.introduced().ask("NOOP")).isEqualTo("250 \r\n");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"EHLO", "HELO", "MAIL", "RCPT"})
  void a_positive_reply_to_what_cannot_be_parsed_has_no_effect(Stage stage) {
    try (Wired wired = Wired.start(said(stage).reply("250 Fine").times(1))) {
      WireClient client = wired.greeted();
      switch (stage) {
        case EHLO, HELO -> {
          assertThat(client.ask(stage.name())).isEqualTo("250 Fine\r\n");
          assertThat(client.ask("MAIL FROM:<a@example.com>")).startsWith("503 ");
        }
        case MAIL -> {
          client.accepted("EHLO client.example");
          assertThat(client.ask("MAIL FROM:a@example.com>")).isEqualTo("250 Fine\r\n");
          assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("503 ");
        }
        default -> {
          client.accepted("EHLO client.example", "MAIL FROM:<a@example.com>");
          assertThat(client.ask("RCPT TO:<not an address>")).isEqualTo("250 Fine\r\n");
          assertThat(client.ask("DATA")).startsWith("554 ");
        }
      }
    }
  }

  @Test
  void rules_are_asked_before_syntax_and_sequence() {
    try (Wired wired =
        Wired.start(
            at(Stage.RCPT).to("*@gone.example").reply("550 5.1.1 <${to}>: gone"),
            at(Stage.MAIL).reply("250 2.1.0 Any time"))) {
      WireClient client = wired.greeted();
      assertThat(client.ask("RCPT TO:<x@gone.example>"))
          .isEqualTo("550 5.1.1 <x@gone.example>: gone\r\n");
      assertThat(client.ask("MAIL FROM:<a@example.com>")).isEqualTo("250 2.1.0 Any time\r\n");
      client.accepted("RCPT TO:<b@example.com>");
    }
  }

  @Test
  void a_354_without_an_accepted_recipient_reads_content_all_the_same() {
    try (Wired wired = Wired.start(at(Stage.DATA).reply("354 Go ahead"))) {
      WireClient client = wired.introduced();
      client.accepted("MAIL FROM:<a@example.com>");
      assertThat(client.ask("DATA")).isEqualTo("354 Go ahead\r\n");
      client.raw("QUIT\r\n.\r\n");
      assertThat(client.reply()).startsWith("503 5.5.1 ");
      assertThat(wired.journal.messages()).isEmpty();
    }
  }

  @Test
  void the_default_reply_of_a_rule_is_the_servers_own() {
    try (Wired wired =
        Wired.start(
            at(Stage.RCPT).name("allowed").to("*@ok.example").replyDefault(),
            at(Stage.RCPT).reply("550 5.7.1 Relay denied"))) {
      WireClient client = wired.introduced().accepted("MAIL FROM:<a@example.com>");
      assertThat(client.ask("RCPT TO:<b@ok.example>")).isEqualTo("250 2.1.5 Recipient OK\r\n");
      assertThat(wired.exchange(Stage.RCPT).rule()).hasValue("allowed");
      assertThat(client.ask("RCPT TO:<b@else.example>")).isEqualTo("550 5.7.1 Relay denied\r\n");
    }
  }
}
