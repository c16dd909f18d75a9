package dev.fivefifty.rule;

import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How rules come, stay and go. */
class RuleBookTest {
  private static final Occasion TO_BOB = Some.rcpt("bob@gone.example");

  private final RuleBook book = new RuleBook(17);

  private static Rule rule(String name) {
    return Rule.at(RCPT).name(name).to("*@" + name).reply("550");
  }

  private Set<String> names() {
    return book.current().rules().keySet();
  }

  @Test
  void itKnowsItsSeed() {
    assertThat(book.seed()).isEqualTo(17);
  }

  @Test
  void laterBatchesComeFirstAndKeepTheirOrder() {
    book.add(List.of(rule("a"), rule("b")));
    book.add(List.of());
    book.add(List.of(rule("c"), rule("d")));
    book.add(List.of(rule("e")));

    assertThat(names()).containsExactly("e", "c", "d", "a", "b");
  }

  @Test
  void aLaterBatchOverrulesAnEarlierOne() {
    book.add(List.of(Rule.at(RCPT).reply("550")));
    book.add(List.of(Rule.at(RCPT).to("bob@*").reply("450")));

    assertThat(Some.code(book.current().decide(TO_BOB))).isEqualTo(450);
    assertThat(Some.code(book.current().decide(Some.rcpt("eve@x")))).isEqualTo(550);

    book.add(List.of(Rule.at(RCPT).reply("451")));
    assertThat(Some.code(book.current().decide(TO_BOB))).isEqualTo(451);
  }

  @Test
  void aRuleSetStaysAsItIsWhenRulesChange() {
    book.add(List.of(rule("a")));
    RuleSet before = book.current();
    book.add(List.of(rule("b")));
    book.remove("a");

    assertThat(before.rules().keySet()).containsExactly("a");
    assertThat(names()).containsExactly("b");
  }

  @Test
  void countsStayWhenOtherRulesComeAndGo() {
    book.add(List.of(Rule.at(RCPT).name("two").times(2).reply("450")));
    assertThat(Some.code(book.current().decide(TO_BOB))).isEqualTo(450);

    book.add(List.of(Rule.at(RCPT).name("other").to("eve@*").times(1).reply("550")));
    assertThat(Some.code(book.current().decide(TO_BOB))).isEqualTo(450);
    assertThat(book.current().applications()).isEqualTo(Map.of("other", 0L, "two", 2L));

    assertThat(book.remove("other")).isPresent();
    assertThat(Some.code(book.current().decide(TO_BOB))).isZero();
    assertThat(book.current().applications()).isEqualTo(Map.of("two", 2L));
  }

  @Test
  void drawsGoOnWhenOtherRulesComeAndGo() {
    Rule rule = Rule.at(RCPT).chance(0.5).reply("450");
    RuleSet alone = Some.rules(17, rule);
    book.add(List.of(rule));
    for (int i = 0; i < 200; i++) {
      if (i % 10 == 0) {
        book.add(List.of(rule("rule" + i)));
      }
      assertThat(Some.code(book.current().decide(TO_BOB)))
          .isEqualTo(Some.code(alone.decide(TO_BOB)));
    }
  }

  @Test
  void replacingAllStartsEveryCountAnew() {
    List<Rule> batch = List.of(Rule.at(RCPT).name("once").times(1).reply("450"));
    book.add(List.of(rule("a")));
    book.replaceAll(batch);
    assertThat(Some.code(book.current().decide(TO_BOB))).isEqualTo(450);
    assertThat(Some.code(book.current().decide(TO_BOB))).isZero();

    book.replaceAll(batch);

    assertThat(names()).containsExactly("once");
    assertThat(book.current().applications()).isEqualTo(Map.of("once", 0L));
    assertThat(Some.code(book.current().decide(TO_BOB))).isEqualTo(450);
  }

  @Test
  void aRemovedRuleThatComesBackStartsAnew() {
    Rule once = Rule.at(RCPT).name("once").times(1).reply("450");
    book.add(List.of(once));
    book.current().decide(TO_BOB);
    book.remove("once");
    book.add(List.of(once));

    assertThat(Some.code(book.current().decide(TO_BOB))).isEqualTo(450);
  }

  @Test
  void removingWhatIsNotThereChangesNothing() {
    book.add(List.of(rule("a")));
    RuleSet before = book.current();

    assertThat(book.remove("b")).isEmpty();
    assertThat(book.current()).isSameAs(before);
  }

  @Test
  void aNameThatIsTakenIsRefusedAndNothingIsAdded() {
    book.add(List.of(rule("a")));
    RuleSet before = book.current();

    assertThatThrownBy(() -> book.add(List.of(rule("b"), rule("a"))))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessage(
            "rule 2, name: there is a rule 'a' already (names are unique; remove it first, or replace"
                + " the rules)");
    assertThat(book.current()).isSameAs(before);
  }

  @Test
  void aNameTwiceInABatchIsRefused() {
    assertThatThrownBy(
            () -> book.replaceAll(List.of(rule("a"), Rule.at(MAIL).name("a").reply("550"))))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessage("rule 2, name: the name 'a' is that of rule 1 already (names are unique)");
  }

  @Test
  void replacingAllMayUseTheNamesAgain() {
    book.add(List.of(rule("a")));
    book.replaceAll(List.of(rule("a")));

    assertThat(names()).containsExactly("a");
  }

  @Test
  void everyErrorOfABatchIsTold() {
    assertThatThrownBy(
            () ->
                book.add(
                    List.of(
                        Rule.at(MAIL).to("x@y").message(MessageFate.KEEP),
                        rule("a"),
                        Rule.at(RCPT).reply("550 ${nobody}"))))
        .isInstanceOfSatisfying(
            InvalidRuleException.class,
            e -> {
              assertThat(e.problems()).hasSize(3).allMatch(RuleProblem::isError);
              assertThat(e.problems()).extracting(RuleProblem::rule).containsExactly(0, 0, 2);
              assertThat(e.getMessage().lines()).hasSize(3);
            });
    assertThat(names()).isEmpty();
  }

  @Test
  void warningsDoNotRefuse() {
    book.add(List.of(Rule.at(RCPT).reply("550 4.1.1 another class")));

    assertThat(names()).hasSize(1);
  }

  @Test
  void aRuleWithoutANameGetsOneThatEqualityIgnores() {
    Rule unnamed = Rule.at(RCPT).to("a@x").reply("550");
    book.add(List.of(unnamed, Rule.at(MAIL).from("b@x").reply("550")));
    book.add(List.of(unnamed));

    assertThat(names()).hasSize(3).allMatch(name -> name.matches("(rcpt|mail)-\\d+"));
    assertThat(book.current().rules().values()).contains(unnamed);
    assertThat(book.current().decide(Some.rcpt("a@x")).ruleName())
        .isEqualTo(names().iterator().next());
  }

  @Test
  void aGeneratedNameIsNeverOneThatIsTaken() {
    book.add(List.of(rule("rcpt-1"), rule("rcpt-3")));
    book.add(List.of(Rule.at(RCPT).to("x"), Rule.at(RCPT).to("y"), rule("rcpt-5"), Rule.at(RCPT)));

    assertThat(names()).hasSize(6);
  }

  @Test
  void listenersHearOfEveryChangeOnceItIsMade() {
    List<Set<String>> seen = new ArrayList<>();
    book.onChange(() -> seen.add(Set.copyOf(names())));
    book.add(List.of(rule("a")));
    book.replaceAll(List.of(rule("b"), rule("c")));
    book.remove("b");
    book.remove("b");
    try {
      book.add(List.of(rule("c")));
    } catch (InvalidRuleException e) {
      assertThat(seen).hasSize(3);
    }

    assertThat(seen).containsExactly(Set.of("a"), Set.of("b", "c"), Set.of("c"));
  }

  // --- changes while sessions decide

  /** The rules answer alike at both stages; a mix would show as two answers that differ. */
  @Test
  void whoDecidesSeesTheRulesBeforeAChangeOrAfterIt() throws Exception {
    List<List<Rule>> versions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String code = "45" + i;
      versions.add(
          List.of(
              Rule.at(MAIL).name("mail").reply(code),
              Rule.at(RCPT).name("bob").to("bob@*").times(1_000_000).reply(code),
              Rule.at(RCPT).name("others").reply(code)));
    }
    book.replaceAll(versions.get(0));
    CountDownLatch changed = new CountDownLatch(2_000);

    List<Integer> decided =
        Some.inThreads(
            21,
            thread ->
                (Callable<Integer>)
                    () -> {
                      if (thread == 20) {
                        for (int i = 1; changed.getCount() > 0; i++) {
                          book.replaceAll(versions.get(i % 4));
                          changed.countDown();
                        }
                        return 0;
                      }
                      int count = 0;
                      do {
                        RuleSet rules = book.current();
                        Set<Integer> codes = Set.of(Some.code(rules.decide(Some.at(MAIL))));
                        assertThat(Set.of(Some.code(rules.decide(TO_BOB)))).isEqualTo(codes);
                        assertThat(Set.of(Some.code(rules.decide(Some.rcpt("eve@x")))))
                            .isEqualTo(codes);
                        count++;
                      } while (changed.getCount() > 0);
                      return count;
                    });

    assertThat(decided.subList(0, 20)).allMatch(count -> count > 0);
  }

  @Test
  void countsAreExactWhileOtherRulesComeAndGo() throws Exception {
    book.add(
        List.of(
            Rule.at(RCPT).name("counted").to("bob@*").times(1_000).reply("450"),
            Rule.at(RCPT).name("others").to("bob@*").reply("550")));
    AtomicInteger applied = new AtomicInteger();

    Some.inThreads(
        21,
        thread ->
            (Callable<Void>)
                () -> {
                  for (int i = 0; i < 500; i++) {
                    if (thread == 20) {
                      book.add(List.of(rule("more")));
                      assertThat(book.remove("more")).contains(rule("more"));
                    } else {
                      int code = Some.code(book.current().decide(TO_BOB));
                      assertThat(code).isIn(450, 550);
                      applied.addAndGet(code == 450 ? 1 : 0);
                    }
                  }
                  return null;
                });

    assertThat(applied).hasValue(1_000);
    assertThat(book.current().applications())
        .isEqualTo(Map.of("counted", 1_000L, "others", 9_000L));
  }

  @Test
  void rulesAddedAtOnceAreAllThere() throws Exception {
    Some.inThreads(
        20,
        thread ->
            (Callable<Void>)
                () -> {
                  for (int i = 0; i < 10; i++) {
                    book.add(List.of(Rule.at(RCPT).to("x@y").reply("550"), rule(thread + "-" + i)));
                  }
                  return null;
                });

    assertThat(names()).hasSize(400);
  }
}
