package dev.fivefifty.rule;

import static dev.fivefifty.rule.RuleProblem.Severity.ERROR;
import static dev.fivefifty.rule.RuleProblem.Severity.WARNING;
import static dev.fivefifty.rule.Stage.CONNECT;
import static dev.fivefifty.rule.Stage.CONTENT;
import static dev.fivefifty.rule.Stage.EHLO;
import static dev.fivefifty.rule.Stage.HELO;
import static dev.fivefifty.rule.Stage.IDLE;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static dev.fivefifty.rule.Turn.pass;
import static dev.fivefifty.rule.Turn.turn;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, what is warned of, and in which words. */
class RuleCheckTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static List<RuleProblem> check(Rule... rules) {
    return RuleCheck.check(List.of(rules), Set.of());
  }

  private static RuleProblem error(int rule, String path, String message) {
    return new RuleProblem(ERROR, rule, path, message);
  }

  private static RuleProblem warning(int rule, String path, String message) {
    return new RuleProblem(WARNING, rule, path, message);
  }

  // --- keys at stages

  /** Every key that Java can say, as a rule would say it. */
  private static Map<RuleKey, UnaryOperator<Rule>> uses() {
    Map<RuleKey, UnaryOperator<Rule>> uses = new EnumMap<>(RuleKey.class);
    uses.put(RuleKey.NAME, rule -> rule.name("a name"));
    uses.put(RuleKey.AT, rule -> rule);
    uses.put(RuleKey.WHEN, rule -> rule.when(o -> true));
    uses.put(RuleKey.SILENCE, rule -> rule.silence(SECOND));
    uses.put(RuleKey.CLIENT, rule -> rule.client("10.0.0.1"));
    uses.put(RuleKey.LISTENER, rule -> rule.listener("x"));
    uses.put(RuleKey.HELO_NAME, rule -> rule.helo("x"));
    uses.put(RuleKey.TLS, rule -> rule.tls(true));
    uses.put(RuleKey.CLIENT_CERTIFICATE, rule -> rule.clientCertificate("x"));
    uses.put(RuleKey.USER, rule -> rule.user("x"));
    uses.put(RuleKey.FROM, rule -> rule.from("x"));
    uses.put(RuleKey.TO, rule -> rule.to("x"));
    uses.put(RuleKey.RECIPIENTS, rule -> rule.recipients(">1"));
    uses.put(RuleKey.CONNECTIONS, rule -> rule.connections(">1"));
    uses.put(RuleKey.SIZE, rule -> rule.size(">1"));
    uses.put(RuleKey.SUBJECT, rule -> rule.subject("x"));
    uses.put(RuleKey.HEADER, rule -> rule.header("X", "x"));
    uses.put(RuleKey.BODY, rule -> rule.body("x"));
    uses.put(RuleKey.ATTACHMENT, rule -> rule.attachment(AttachmentPattern.named("x")));
    uses.put(RuleKey.PARAMETER, rule -> rule.parameter("X", "x"));
    uses.put(RuleKey.LINE, rule -> rule.line("x"));
    uses.put(RuleKey.PER, rule -> rule.per(Per.CLIENT).times(1));
    uses.put(RuleKey.LASTING, rule -> rule.lasting(SECOND));
    uses.put(RuleKey.AFTER, rule -> rule.after(1));
    uses.put(RuleKey.WINDOW, rule -> rule.window(SECOND).times(1));
    uses.put(RuleKey.TIMES, rule -> rule.times(1));
    uses.put(RuleKey.CHANCE, rule -> rule.chance(0.5));
    uses.put(RuleKey.SEQUENCE, rule -> rule.sequence(pass()));
    uses.put(RuleKey.REPLY, rule -> rule.reply("450"));
    uses.put(RuleKey.DELAY, rule -> rule.delay(SECOND));
    uses.put(RuleKey.STALL, rule -> rule.stall(SECOND));
    uses.put(RuleKey.CLOSE, rule -> rule.close(Close.FIN));
    uses.put(RuleKey.RAW, rule -> rule.raw("250"));
    uses.put(RuleKey.DRIBBLE, rule -> rule.dribble(1, SECOND));
    uses.put(RuleKey.CUT, rule -> rule.cut(1));
    uses.put(RuleKey.BANDWIDTH, rule -> rule.bandwidth("1KB/s"));
    uses.put(RuleKey.HANDSHAKE_FAULT, rule -> rule.handshake(HandshakeFault.CLOSE));
    uses.put(RuleKey.CERTIFICATE, rule -> rule.certificate(CertificateFault.EXPIRED));
    uses.put(RuleKey.PROTOCOLS, rule -> rule.protocols("TLSv1.2"));
    uses.put(RuleKey.OLD_TLS, rule -> rule.oldTls(true));
    uses.put(RuleKey.CAPABILITIES, rule -> rule.capabilities(Capabilities.add("X")));
    uses.put(RuleKey.MESSAGE_FATE, rule -> rule.message(MessageFate.KEEP));
    uses.put(RuleKey.DRAIN, rule -> rule.drain(true));
    return uses;
  }

  /** A key that comes to be built must come into the table above. */
  @Test
  void everyKeyThatIsBuiltIsTested() {
    Set<RuleKey> built =
        Arrays.stream(RuleKey.values())
            .filter(RuleKey::isBuilt)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(RuleKey.class)));

    assertThat(uses().keySet()).containsAll(built);
  }

  static Stream<Arguments> keysAndStages() {
    return uses().keySet().stream()
        .flatMap(key -> Arrays.stream(Stage.values()).map(stage -> Arguments.of(key, stage)));
  }

  @ParameterizedTest
  @MethodSource("keysAndStages")
  void aKeyIsRefusedJustWhereTheTableForbidsIt(RuleKey key, Stage stage) {
    Rule rule = uses().get(key).apply(Rule.at(stage));
    String path = key.group() == RuleKey.Group.MATCH ? "when." + key.keyword() : key.keyword();
    String able = key.stages().stream().map(Stage::keyword).collect(Collectors.joining(", "));

    if (key.stages().contains(stage)) {
      assertThat(check(rule)).isEmpty();
    } else {
      assertThat(check(rule))
          .containsExactly(
              error(
                  0,
                  path,
                  "'%s' cannot apply at %s (it can at %s)"
                      .formatted(key.keyword(), stage.keyword(), able)));
    }
  }

  static Stream<Arguments> outcomesAndStages() {
    return keysAndStages()
        .filter(each -> ((RuleKey) each.get()[0]).group() == RuleKey.Group.OUTCOME);
  }

  @ParameterizedTest
  @MethodSource("outcomesAndStages")
  void theSameInASequence(RuleKey key, Stage stage) {
    Outcome outcome = uses().get(key).apply(Rule.at(stage)).outcome();
    Rule rule = Rule.at(stage).sequence(pass(), turn().withOutcome(outcome));

    assertThat(check(rule).stream().map(RuleProblem::path))
        .isEqualTo(
            key.stages().contains(stage) ? List.of() : List.of("sequence[1]." + key.keyword()));
  }

  static Stream<Arguments> persAndStages() {
    return Arrays.stream(Per.values())
        .flatMap(per -> Arrays.stream(Stage.values()).map(stage -> Arguments.of(per, stage)));
  }

  @ParameterizedTest
  @MethodSource("persAndStages")
  void perIsRefusedWhereItIsNotKnown(Per per, Stage stage) {
    List<RuleProblem> problems = check(Rule.at(stage).per(per).times(1));
    String able = per.stages().stream().map(Stage::keyword).collect(Collectors.joining(", "));

    if (per.stages().contains(stage)) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .containsExactly(
              error(
                  0,
                  "per",
                  "'per: %s' cannot apply at %s (it can at %s)"
                      .formatted(per.keyword(), stage.keyword(), able)));
    }
  }

  @Test
  void someInWordsThatNoTableMade() {
    assertThat(check(Rule.at(CONNECT).to("x"), Rule.at(MESSAGE).per(Per.TO).times(1)))
        .containsExactly(
            error(
                0,
                "when.to",
                "'to' cannot apply at connect (it can at rcpt, data, content, bdat, message, rset,"
                    + " noop, vrfy, expn, help, quit, idle, unknown)"),
            error(1, "per", "'per: to' cannot apply at message (it can at rcpt)"));
    assertThat(check(Rule.at(RCPT).message(MessageFate.KEEP)))
        .containsExactly(
            error(0, "message", "'message' cannot apply at rcpt (it can at content, message)"));
  }

  @Test
  void everyKeyAtFaultIsTold() {
    assertThat(
            check(
                Rule.at(MAIL)
                    .to("x")
                    .subject("y")
                    .silence(SECOND)
                    .drain(true)
                    .per(Per.TO)
                    .times(1)))
        .extracting(RuleProblem::path)
        .containsExactly("silence", "when.to", "when.subject", "per", "drain");
  }

  // --- not built

  // --- how often

  @Test
  void aWindowByItselfIsRefused() {
    String message =
        "'window' counts nothing by itself (expected times, after or lasting beside it)";

    assertThat(check(Rule.at(RCPT).window(SECOND))).containsExactly(error(0, "window", message));
    assertThat(check(Rule.at(RCPT).window(SECOND).chance(0.5).sequence(pass())))
        .containsExactly(error(0, "window", message));
    assertThat(
            check(
                Rule.at(RCPT).window(SECOND).times(1),
                Rule.at(RCPT).window(SECOND).after(1),
                Rule.at(RCPT).window(SECOND).lasting(SECOND)))
        .isEmpty();
  }

  @Test
  void perWithoutACountIsWarnedOf() {
    RuleProblem problem =
        warning(0, "per", "'per' has no effect without times, after, lasting, chance or sequence");

    assertThat(check(Rule.at(RCPT).per(Per.TO).reply("450"))).containsExactly(problem);
    assertThat(check(Rule.at(RCPT).per(Per.TO).delay(SECOND))).containsExactly(problem);
    // These count: a random delay is drawn by the key and the match's number.
    for (Rule rule :
        List.of(
            Rule.at(RCPT).times(1),
            Rule.at(RCPT).after(1),
            Rule.at(RCPT).lasting(SECOND),
            Rule.at(RCPT).chance(0.5),
            Rule.at(RCPT).sequence(pass()),
            Rule.at(RCPT).delay(new Delay.Between(Duration.ZERO, SECOND)),
            Rule.at(RCPT).delay(new Delay.LogNormal(SECOND, 1)))) {
      assertThat(check(rule.per(Per.TO))).as("%s %s", rule, rule.limit()).isEmpty();
    }
  }

  @Test
  void aChanceOfNothingIsWarnedOf() {
    assertThat(check(Rule.at(RCPT).chance(0)))
        .containsExactly(warning(0, "chance", "with a chance of 0% the rule never applies"));
  }

  @Test
  void anOutcomeBesideASequenceIsRefused() {
    assertThat(check(Rule.at(RCPT).reply("450").delay(SECOND).close(Close.FIN).sequence(pass())))
        .containsExactly(
            error(
                0,
                "sequence",
                "a rule with a sequence says everything in the sequence's items (found reply, delay,"
                    + " close beside it)"));
  }

  @Test
  void theLastItemHasNoTimes() {
    String message =
        "the last item of a sequence repeats for ever, so its 'times' has no effect (add '- pass'"
            + " after it to step aside then)";

    assertThat(check(Rule.at(RCPT).sequence(turn().reply("450").times(2))))
        .containsExactly(error(0, "sequence[0].times", message));
    assertThat(check(Rule.at(RCPT).sequence(pass(), pass().times(1))))
        .containsExactly(error(0, "sequence[1].times", message));
    assertThat(check(Rule.at(RCPT).sequence(turn().reply("450").times(2), pass()))).isEmpty();
  }

  // --- replies

  @Test
  void anEnhancedCodeOfAnotherClassIsWarnedOf() {
    assertThat(
            check(
                Rule.at(RCPT).to("a").reply("550 4.1.1 x"),
                Rule.at(RCPT).to("b").sequence(turn().reply("450 5.1.1 x")),
                Rule.at(RCPT).to("c").reply("550 5.1.1 x")))
        .containsExactly(
            warning(
                0, "reply", "the enhanced code 4.1.1 is of another class than 550 (RFC 2034 §4)"),
            warning(
                1,
                "sequence[0].reply",
                "the enhanced code 5.1.1 is of another class than 450 (RFC 2034 §4)"));
  }

  @Test
  void anEnhancedCodeInAGreetingIsWarnedOf() {
    for (Stage stage : List.of(CONNECT, HELO, EHLO)) {
      assertThat(check(Rule.at(stage).reply("554 5.7.1 x")))
          .containsExactly(
              warning(
                  0,
                  "reply",
                  "an enhanced code does not belong in a reply at "
                      + stage.keyword()
                      + " (RFC 2034 §4)"));
      assertThat(check(Rule.at(stage).reply("554 x"))).isEmpty();
    }
  }

  @Test
  void anUnknownPlaceholderIsRefused() {
    String expected =
        "expected one of to, from, fromDomain, domain, client, helo, user, session, rule, subject, size, now, or"
            + " $${ for the text itself";

    assertThat(check(Rule.at(RCPT).reply("550 ${form}", "fine", "${xyzzy}")))
        .containsExactly(
            error(
                0, "reply", "unknown placeholder '${form}' (" + expected + "; did you mean from?)"),
            error(0, "reply", "unknown placeholder '${xyzzy}' (" + expected + ")"));
    assertThat(check(Rule.at(RCPT).sequence(pass(), turn().reply("550 ${TO}"))))
        .containsExactly(
            error(
                0,
                "sequence[1].reply",
                "unknown placeholder '${TO}' (" + expected + "; did you mean to?)"));
    assertThat(check(Rule.at(RCPT).reply("550 $${form} costs $5 {to} $${"))).isEmpty();
  }

  @Test
  void aParameterIsForScenariosOnly() {
    assertThat(check(Rule.at(RCPT).reply("550 ${param.domain}")))
        .containsExactly(
            error(
                0,
                "reply",
                "'${param.domain}' is for scenarios only (write $${param.domain} for the text"
                    + " itself)"));
    assertThat(check(Rule.at(RCPT).reply("550 $${param.domain}"))).isEmpty();
  }

  static Stream<Arguments> placeholdersAndStages() {
    return Arrays.stream(Placeholder.values())
        .flatMap(
            placeholder ->
                Arrays.stream(Stage.values())
                    .filter(stage -> stage != Stage.HANDSHAKE)
                    .map(stage -> Arguments.of(placeholder, stage)));
  }

  @ParameterizedTest
  @MethodSource("placeholdersAndStages")
  void aPlaceholderIsRefusedWhereItIsNotKnown(Placeholder placeholder, Stage stage) {
    List<RuleProblem> problems =
        check(Rule.at(stage).reply("550 ${" + placeholder.keyword() + "}"));
    String able =
        placeholder.stages().stream().map(Stage::keyword).collect(Collectors.joining(", "));

    if (placeholder.stages().contains(stage)) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .containsExactly(
              error(
                  0,
                  "reply",
                  "'${%s}' is not known at %s (it is at %s)"
                      .formatted(placeholder.keyword(), stage.keyword(), able)));
    }
  }

  @Test
  void aReplyInJavaIsNotLookedInto() {
    assertThat(check(Rule.at(CONNECT).reply(o -> Reply.of(550, "5.1.1", "${to}")))).isEmpty();
  }

  // --- names

  @Test
  void namesAreUnique() {
    assertThat(
            RuleCheck.check(
                List.of(
                    Rule.at(RCPT).name("a").to("x"),
                    Rule.at(MAIL).name("a").from("x"),
                    Rule.at(RCPT).name("b").to("y"),
                    Rule.at(RCPT).to("z"),
                    Rule.at(RCPT).to("w")),
                Set.of("b", "c")))
        .containsExactly(
            error(1, "name", "the name 'a' is that of rule 1 already (names are unique)"),
            error(
                2,
                "name",
                "there is a rule 'b' already (names are unique; remove it first, or replace the"
                    + " rules)"));
  }

  // --- shadows

  private static String shadowedBy(String other) {
    return "this rule can never apply, because %s before it always does (put it first, or limit %s)"
        .formatted(other, other);
  }

  private static final Predicate<Occasion> LAMBDA = o -> o.recipient().isEmpty();

  static Stream<Arguments> shadows() {
    Rule all = Rule.at(RCPT).reply("550");
    Rule bob = Rule.at(RCPT).to("bob@*").reply("450");
    Rule idle = Rule.at(IDLE).reply("421");
    return Stream.of(
        // first, second, whether the second can never apply
        Arguments.of(all, bob, true),
        Arguments.of(all, all, true),
        Arguments.of(bob, all, false),
        Arguments.of(bob, bob.reply("451"), true),
        Arguments.of(bob, Rule.at(RCPT).to("eve@*").reply("450"), false),
        // More conditions in any order match less.
        Arguments.of(bob, Rule.at(RCPT).from("me@*").to("bob@*").reply("450"), true),
        Arguments.of(bob.from("me@*"), bob, false),
        Arguments.of(bob.from("me@*"), Rule.at(RCPT).from("me@*").to("bob@*"), true),
        Arguments.of(bob.from("me@*"), bob.from("you@*"), false),
        Arguments.of(bob, Rule.at(RCPT).to(TextPattern.equalTo("bob@*")), false),
        // The other rule's limits make no difference.
        Arguments.of(all, bob.times(1).after(3), true),
        Arguments.of(all, bob.withOutcome(Outcome.DEFAULT).sequence(pass()), true),
        Arguments.of(all, Rule.at(RCPT).when(LAMBDA).reply("450"), true),
        // Another stage.
        Arguments.of(all, Rule.at(MAIL).reply("450"), false),
        // What decides, whatever it says.
        Arguments.of(Rule.at(RCPT).replyDefault(), bob, true),
        Arguments.of(Rule.at(RCPT), bob, true),
        Arguments.of(Rule.at(RCPT).replyNone().close(Close.FIN), bob, true),
        // Limits let others in.
        Arguments.of(all.times(1), bob, false),
        Arguments.of(all.after(1), bob, false),
        Arguments.of(all.lasting(SECOND), bob, false),
        Arguments.of(all.chance(0.5), bob, false),
        Arguments.of(all.window(SECOND).times(1), bob, false),
        Arguments.of(all.per(Per.TO).times(1), bob, false),
        // A sequence without pass always says something.
        Arguments.of(Rule.at(RCPT).sequence(turn().reply("450"), turn().reply("451")), bob, true),
        Arguments.of(Rule.at(RCPT).sequence(turn().reply("450"), pass()), bob, false),
        Arguments.of(Rule.at(RCPT).sequence(pass(), turn().reply("450")), bob, false),
        // A condition in Java may change its mind.
        Arguments.of(all.when(LAMBDA), bob.when(LAMBDA), false),
        // Asked after different silences.
        Arguments.of(idle, idle, true),
        Arguments.of(idle, idle.silence(SECOND), false),
        Arguments.of(idle.silence(SECOND), idle, false),
        Arguments.of(idle.silence(SECOND), idle.silence(SECOND.plusSeconds(1)), false),
        Arguments.of(idle.silence(SECOND), idle.silence(Duration.ofMillis(1000)), true),
        // The same condition on another name.
        Arguments.of(
            Rule.at(CONTENT).header("A", "x").reply("550"),
            Rule.at(CONTENT).header("B", "x").reply("550"),
            false));
  }

  @ParameterizedTest
  @MethodSource("shadows")
  void aRuleThatCanNeverApplyIsRefused(Rule first, Rule second, boolean shadowed) {
    RuleProblem problem = error(1, "", shadowedBy("rule 1"));

    if (shadowed) {
      assertThat(check(first, second)).containsExactly(problem);
    } else {
      assertThat(check(first, second)).isEmpty();
    }
  }

  @Test
  void theFirstRuleAtFaultIsNamed() {
    assertThat(
            check(
                Rule.at(RCPT).to("x").reply("450"),
                Rule.at(RCPT).name("all").reply("550"),
                Rule.at(RCPT).name("all too").from("x").reply("550"),
                Rule.at(RCPT).from("x").from("y").reply("550")))
        .containsExactly(error(2, "", shadowedBy("'all'")), error(3, "", shadowedBy("'all'")));
  }

  @Test
  void problemsComeInTheOrderOfTheRules() {
    assertThat(
            check(
                Rule.at(RCPT).reply("550 4.0.0 x").subject("x"),
                Rule.at(MAIL).to("y"),
                Rule.at(CONNECT).from("z")))
        .extracting(RuleProblem::rule)
        .isSorted()
        .contains(0, 1, 2);
  }

  @Test
  void aProblemSaysWhere() {
    assertThat(error(0, "", "no")).hasToString("rule 1: no");
    assertThat(error(2, "when.to", "no")).hasToString("rule 3, when.to: no");
    assertThat(error(0, "", "no").isError()).isTrue();
    assertThat(warning(0, "", "no").isError()).isFalse();
  }

  @Test
  void theRulesOfTheDesignAreFine() {
    assertThat(
            check(
                Rule.at(RCPT)
                    .name("unknown mailbox")
                    .to("*@gone.example")
                    .reply("550 5.1.1 <${to}>: Mailbox not found"),
                Rule.at(RCPT)
                    .name("greylisting")
                    .per(Per.CLIENT, Per.FROM, Per.TO)
                    .lasting(Duration.ofMinutes(5))
                    .reply("450 4.7.1 Greylisted, try again in 5 minutes"),
                Rule.at(MAIL)
                    .name("only 100 a minute")
                    .per(Per.CLIENT)
                    .after(100)
                    .window(Duration.ofMinutes(1))
                    .reply("451 4.7.0 Rate limited"),
                Rule.at(MESSAGE)
                    .name("lost acknowledgement")
                    .subject(TextPattern.contains("invoice"))
                    .times(1)
                    .message(MessageFate.KEEP)
                    .close(Close.FIN),
                Rule.at(MESSAGE)
                    .name("a full disk, then room again")
                    .sequence(
                        turn().reply("452 4.3.1 Insufficient system storage").times(2), pass())))
        .isEmpty();
  }
}
