package dev.fivefifty.file;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.CONTENT;
import static dev.fivefifty.rule.Stage.IDLE;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static dev.fivefifty.rule.TextPattern.anyOf;
import static dev.fivefifty.rule.TextPattern.contains;
import static dev.fivefifty.rule.TextPattern.endsWith;
import static dev.fivefifty.rule.TextPattern.equalTo;
import static dev.fivefifty.rule.TextPattern.glob;
import static dev.fivefifty.rule.TextPattern.not;
import static dev.fivefifty.rule.TextPattern.regex;
import static dev.fivefifty.rule.TextPattern.startsWith;
import static dev.fivefifty.rule.Turn.pass;
import static dev.fivefifty.rule.Turn.turn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.AttachmentPattern;
import dev.fivefifty.rule.Bounce;
import dev.fivefifty.rule.Capabilities;
import dev.fivefifty.rule.CertificateFault;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Delay;
import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.HandshakeFault;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.OutcomeKeys;
import dev.fivefifty.rule.Per;
import dev.fivefifty.rule.Raw;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleCheck;
import dev.fivefifty.rule.RuleProblem;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Stall;
import dev.fivefifty.rule.TextPattern;
import dev.fivefifty.rule.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written is read back as the same. */
class RoundTripTest {
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "a # b",
          "#",
          "a: b",
          "- a",
          "? a",
          "0450",
          "yes",
          "off",
          "null",
          "~",
          "true",
          "1e3",
          "2026-01-01",
          "<<",
          "=",
          "*@gone.example",
          "&a",
          "!a",
          "@a",
          "%a",
          "`a`",
          "[a, b]",
          "{a: b}",
          "a, b",
          "<a>",
          "|",
          ">",
          "it's",
          "say \"no\"",
          "back\\slash",
          "\\\\*",
          " leading and trailing ",
          "${from}",
          "$${",
          "é ü 漢字 😀",
          "tab\there",
          "nbsp\u00a0nel\u0085ls\u2028bom\uFEFF",
          "line\nfeed",
          "half\uD800",
          "\u0000\u0007\u007f\u009f\uFFFE",
          "x".repeat(300));

  private static void staysTheSame(Rule... rules) {
    List<Rule> all = List.of(rules);
    assertThat(RuleFiles.parse("r.yaml", RuleWriter.toYaml(all)).rules())
        .as(RuleWriter.toYaml(all))
        .isEqualTo(all);
    assertThat(RuleFiles.parse("r.json", RuleWriter.toJson(all)).rules())
        .as(RuleWriter.toJson(all))
        .isEqualTo(all);
  }

  @Test
  void oneRuleOfEachKind() {
    staysTheSame(
        at(RCPT).name("a").to("*@gone.example").reply("550 5.1.1 <${to}>: Mailbox not found"),
        at(RCPT).per(Per.CLIENT, Per.FROM, Per.TO).lasting(Duration.ofMinutes(5)).reply("450"),
        at(RCPT).to("a*").to("*b").parameter("x", "y").times(1),
        at(IDLE).silence(Duration.ofSeconds(5)).close(Close.FIN),
        at(MESSAGE)
            .header("A", "1")
            .header("a", "2")
            .subject("s")
            .header("B", "3")
            .header("A", "4"),
        at(MESSAGE).sequence(turn().reply("452").times(2), pass().times(3), turn(), pass()));
  }

  @Test
  void theShapeOfAFile() {
    List<Rule> rules =
        List.of(
            at(RCPT).name("no: # such").to("*@gone.example").reply("550 5.1.1 a", "b").times(2),
            at(MESSAGE).chance(0.25).sequence(turn().reply("452").times(2), pass()));
    assertThat(RuleWriter.toYaml(rules))
        .isEqualTo(
            """
            rules:
              - name: "no: # such"
                at: rcpt
                when:
                  to: "*@gone.example"
                times: 2
                reply:
                  - "550 5.1.1 a"
                  - "b"
              - at: message
                chance: 25%
                sequence:
                  - reply: "452"
                    times: 2
                  - pass
            """);
    assertThat(RuleWriter.toJson(rules.get(1)))
        .isEqualTo(
            """
            {
              "at": "message",
              "chance": "25%",
              "sequence": [
                {
                  "reply": "452",
                  "times": 2
                },
                "pass"
              ]
            }
            """);
    assertThat(RuleWriter.toYaml(rules.get(1))).startsWith("at: message\nchance: 25%\n");
    assertThat(RuleWriter.toYaml(List.of())).isEqualTo("rules: []\n");
    assertThat(RuleWriter.toJson(List.of())).isEqualTo("{\n  \"rules\": []\n}\n");
  }

  @Test
  void whatIsWrittenInJavaSaysSoAndIsRefused() {
    Rule rule = at(RCPT).when(occasion -> true).reply(occasion -> Reply.of(550));
    String yaml = RuleWriter.toYaml(List.of(rule));
    assertThat(yaml)
        .contains("java: \"a condition in Java\"")
        .contains("java: \"a reply in Java\"");
    assertThat(Read.errors("r.yaml", yaml))
        .containsExactly(
            "r.yaml:4:7: a condition in Java can only be written in Java",
            "r.yaml:6:7: a reply in Java can only be written in Java");
  }

  @Test
  void generatedRules() {
    Random random = new Random(550);
    for (int i = 0; i < 500; i++) {
      staysTheSame(rule(random));
    }
  }

  // --- generating

  /** The rule with more, if it may have that. */
  private static Rule with(Rule rule, UnaryOperator<Rule> more) {
    Rule changed = more.apply(rule);
    boolean refused =
        RuleCheck.check(List.of(changed), Set.of()).stream().anyMatch(RuleProblem::isError);
    return refused ? rule : changed;
  }

  private static boolean flip(Random random) {
    return random.nextInt(3) == 0;
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String text(Random random) {
    String text = one(random, TEXTS);
    return flip(random) ? text + one(random, TEXTS) : text;
  }

  private static String line(Random random) {
    return text(random).replaceAll("[\r\n]", "");
  }

  private static Duration duration(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Duration.ofNanos(1 + random.nextInt(2_000_000_000));
      case 1 -> Duration.ofMillis(1 + random.nextInt(100_000));
      case 2 -> Duration.ofSeconds(1 + random.nextInt(1_000_000));
      default -> Duration.ofDays(1 + random.nextInt(36_000));
    };
  }

  private static TextPattern pattern(Random random, int depth) {
    String text = text(random);
    return switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0 -> equalTo(text);
      case 1 -> contains(text);
      case 2 -> startsWith(text);
      case 3 -> endsWith(text);
      case 4 -> regex(Pattern.quote(text));
      case 5 -> glob(text);
      case 6 -> not(pattern(random, depth + 1));
      default -> anyOf(pattern(random, depth + 1), pattern(random, depth + 1));
    };
  }

  private static Rule rule(Random random) {
    Stage stage = one(random, Arrays.asList(Stage.values()));
    if (flip(random)) {
      stage = flip(random) ? CONTENT : MESSAGE;
    }
    Rule rule = at(stage);
    String name = line(random).replaceAll("\\p{Cntrl}", "");
    if (flip(random) && !name.isBlank() && name.chars().noneMatch(Character::isISOControl)) {
      rule = rule.name(name);
    }
    if (stage == IDLE && flip(random)) {
      rule = rule.silence(duration(random));
    }
    for (UnaryOperator<Rule> condition : conditions(random)) {
      rule = random.nextInt(6) == 0 ? with(rule, condition) : rule;
    }
    for (int i = 0; i < 3; i++) {
      rule = with(rule, each -> limited(random, each));
    }
    if (!flip(random)) {
      for (int i = 0; i < 4; i++) {
        rule = with(rule, each -> outcome(random, each));
      }
      return rule;
    }
    List<Turn> turns = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      Turn turn = flip(random) ? pass() : outcome(random, turn());
      turns.add(i > 0 && flip(random) ? turn.times(1 + random.nextInt(5)) : turn);
    }
    return with(rule, each -> each.sequence(turns.toArray(Turn[]::new)));
  }

  private static List<UnaryOperator<Rule>> conditions(Random random) {
    TextPattern pattern = pattern(random, 0);
    String number = one(random, List.of("", ">", ">=", "<", "<=")) + random.nextInt(5000) * 512L;
    String field = one(random, List.of("Subject", "x-y", "yes", "<<", "a: b", "#", "é", "null"));
    List<UnaryOperator<Rule>> all = new ArrayList<>();
    all.add(
        rule ->
            rule.client(one(random, List.of("10.0.0.0/8", "192.0.2.1", "2001:db8::/32", "::1"))));
    all.add(rule -> rule.listener(pattern));
    all.add(rule -> rule.helo(pattern));
    all.add(rule -> rule.tls(random.nextBoolean()));
    all.add(rule -> rule.user(pattern));
    all.add(rule -> rule.from(pattern));
    all.add(rule -> rule.to(pattern));
    all.add(rule -> rule.to(text(random)));
    all.add(rule -> rule.recipients(number));
    all.add(rule -> rule.connections(number));
    all.add(rule -> rule.size(number));
    all.add(rule -> rule.subject(pattern));
    all.add(rule -> rule.header(field, pattern));
    all.add(rule -> rule.header("X", text(random)));
    all.add(rule -> rule.parameter(field, pattern));
    all.add(rule -> rule.header("Y", pattern));
    all.add(rule -> rule.body(pattern));
    all.add(rule -> rule.line(pattern));
    all.add(rule -> rule.attachment(AttachmentPattern.named(pattern)));
    all.add(rule -> rule.attachment(new AttachmentPattern(pattern, pattern, random.nextBoolean())));
    return all;
  }

  private static Rule limited(Random random, Rule rule) {
    Rule limited = rule;
    if (flip(random)) {
      limited = limited.per(one(random, Arrays.asList(Per.values())), Per.SESSION);
    }
    if (flip(random)) {
      limited = limited.lasting(duration(random));
    }
    if (flip(random)) {
      limited = limited.after(random.nextInt(100));
    }
    if (flip(random)) {
      limited = limited.window(duration(random)).times(1 + random.nextInt(100));
    }
    if (flip(random)) {
      limited = limited.chance(flip(random) ? random.nextDouble() : random.nextInt(101) / 100.0);
    }
    return limited;
  }

  private static <T extends OutcomeKeys<T>> T outcome(Random random, T on) {
    T with = on;
    if (!flip(random)) {
      with =
          switch (random.nextInt(5)) {
            case 0 -> with.replyDefault();
            case 1 -> with.replyNone();
            case 2 -> with.replyAsAddressed();
            default -> with.reply(reply(random));
          };
    }
    if (flip(random)) {
      Duration duration = duration(random);
      with =
          with.delay(
              switch (random.nextInt(3)) {
                case 0 -> new Delay.Fixed(duration);
                case 1 -> new Delay.Between(duration, duration.plusMillis(random.nextInt(1000)));
                default -> new Delay.LogNormal(duration, random.nextDouble() * 5);
              });
    }
    if (flip(random)) {
      with = with.stall(flip(random) ? Stall.FOREVER : new Stall(duration(random)));
    }
    if (flip(random)) {
      with = with.close(one(random, Arrays.asList(Close.values())));
    }
    if (flip(random)) {
      with = with.message(one(random, Arrays.asList(MessageFate.values())));
    }
    if (random.nextInt(4) == 0) {
      with = with.bounce(bounce(random));
    }
    return fault(random, flip(random) ? with.drain(random.nextBoolean()) : with);
  }

  private static Bounce bounce(Random random) {
    Bounce bounce =
        Bounce.of(
            new Reply(one(random, List.of(250, 450, 550)), null, List.of("x: ${to} # off", "y")));
    if (bounce.action() == DsnAction.DELAYED && flip(random)) {
      bounce = bounce.action(DsnAction.FAILED);
    }
    if (bounce.action() == DsnAction.DELIVERED && flip(random)) {
      bounce = bounce.action(DsnAction.RELAYED);
    }
    return flip(random) ? bounce : bounce.after(duration(random));
  }

  private static <T extends OutcomeKeys<T>> T fault(Random random, T on) {
    return switch (random.nextInt(24)) {
      case 0 -> on.raw(Raw.of("250 \u0000\u00ff#: \n"));
      case 1 -> on.raw("250 OK # yes");
      case 2 -> on.dribble(1 + random.nextInt(9), duration(random));
      case 3 -> on.cut(random.nextInt(99));
      case 4 -> on.bandwidth((1 + random.nextInt(5000)) + "KB/s");
      case 5 -> on.handshake(one(random, Arrays.asList(HandshakeFault.values())));
      case 6 -> on.certificate(one(random, Arrays.asList(CertificateFault.values())));
      case 7 -> on.protocols("TLSv1.3", "TLSv1.2");
      case 8 -> on.oldTls(flip(random));
      case 9 -> on.capabilities(Capabilities.add("SIZE 10", "X=Y # z"));
      case 10 -> on.capabilities(Capabilities.none());
      case 11 -> on.capabilities(Capabilities.remove("yes", "off"));
      default -> on;
    };
  }

  private static Reply reply(Random random) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      lines.add(flip(random) ? "" : line(random));
    }
    String enhanced = flip(random) ? null : one(random, List.of("5.1.1", "4.999.0", "2.0.0"));
    return new Reply(200 + random.nextInt(400), enhanced, lines);
  }
}
