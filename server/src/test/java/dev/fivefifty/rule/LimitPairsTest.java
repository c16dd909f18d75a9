package dev.fivefifty.rule;

import static dev.fivefifty.rule.Stage.RCPT;
import static dev.fivefifty.rule.Turn.pass;
import static dev.fivefifty.rule.Turn.turn;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pair of the keys that say how often, each with series of occasions and the answers that
 * follow from the design's words: <em>Per key, atomically: count the match (window forgets old
 * ones); not if lasting is over; not if within the first after; draw chance; not if times
 * applications are used up (within window, if given); else apply, and advance the sequence.</em>
 *
 * <p>A step is a second, the first letter of a recipient, and what must come: {@code x} applied,
 * {@code -} not, {@code p} stepped aside, a digit that item of the sequence ({@code 1} says 451).
 * So {@code 9a-} is: 9 seconds after the start, for a@here.example, the rule did not apply.
 */
class LimitPairsTest {
  /** Which of the first eight matches {@link #chance()} draws. */
  private static final String DRAWS = "-xx-xx-x";

  /** The same for the first matches of the recipients a and b, with {@code per: to}. */
  private static final Map<String, String> DRAWS_PER = Map.of("a", "x-xx", "b", "--x-");

  enum Key {
    TIMES,
    AFTER,
    LASTING,
    WINDOW,
    PER,
    CHANCE,
    SEQUENCE,
    PASS
  }

  record Case(Key one, Key other, Rule rule, String series) {
    @Override
    public String toString() {
      return one + " and " + other + ": " + series;
    }
  }

  private static Rule rule() {
    return Rule.at(RCPT).name("the rule").reply("450");
  }

  private static Rule sequence(Turn... turns) {
    return rule().withOutcome(Outcome.DEFAULT).sequence(turns);
  }

  private static Rule chance() {
    return rule().chance(0.5);
  }

  private static Duration s(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Turn one() {
    return turn().reply("451");
  }

  private static Turn two() {
    return turn().reply("452");
  }

  private static Turn three() {
    return turn().reply("453");
  }

  static Stream<Case> cases() {
    return Stream.of(
        // The first two pass, two apply, and then never again.
        new Case(Key.TIMES, Key.AFTER, rule().after(2).times(2), "0a- 1a- 2a x 3a x 4a- 5a-"),
        new Case(Key.TIMES, Key.AFTER, rule().after(0).times(1), "0a x 1a-"),
        // Whichever is over first.
        new Case(Key.TIMES, Key.LASTING, rule().times(2).lasting(s(10)), "0a x 1a x 2a- 10a- 99a-"),
        new Case(
            Key.TIMES, Key.LASTING, rule().times(3).lasting(s(10)), "0a x 9a x 10a- 11a- 99a-"),
        // Applications at 0 and 1; that at 0 is forgotten at 10, that at 1 at 11.
        new Case(
            Key.TIMES,
            Key.WINDOW,
            rule().times(2).window(s(10)),
            "0a x 1a x 2a- 9.999a- 10a x 10.5a- 11a x 11a- 19a- 20a x 21a x 21a-"),
        new Case(Key.TIMES, Key.PER, rule().times(1).per(Per.TO), "0a x 1b x 2a- 3b- 4c x 5a- 6c-"),
        new Case(Key.TIMES, Key.PER, rule().times(2).per(Per.TO), "0a x 0b x 0a x 0a- 0b x 0b-"),
        // A match that chance did not draw uses nothing up.
        new Case(Key.TIMES, Key.CHANCE, chance().times(3), "0a- 1a x 2a x 3a- 4a x 5a- 6a- 7a-"),
        new Case(
            Key.TIMES,
            Key.SEQUENCE,
            sequence(one().times(2), two(), three()).times(3),
            "0a1 1a1 2a2 3a- 4a-"),
        new Case(
            Key.TIMES, Key.SEQUENCE, sequence(one(), two()).times(4), "0a1 1a2 2a2 3a2 4a- 5a-"),
        // Stepping aside is what the sequence does with an application.
        new Case(
            Key.TIMES, Key.PASS, sequence(one(), pass(), two()).times(3), "0a1 1a p 2a2 3a- 4a-"),
        new Case(Key.TIMES, Key.PASS, sequence(one(), pass()).times(2), "0a1 1a p 2a- 3a-"),
        // `lasting` starts with the first match, although that one did not apply.
        new Case(
            Key.AFTER,
            Key.LASTING,
            rule().after(2).lasting(s(10)),
            "0a- 1a- 2a x 9.999a x 10a- 11a-"),
        new Case(Key.AFTER, Key.LASTING, rule().after(2).lasting(s(10)), "0a- 10a- 11a- 12a-"),
        // At 11 only the match at 2 is remembered, so this is the second.
        new Case(
            Key.AFTER,
            Key.WINDOW,
            rule().after(2).window(s(10)),
            "0a- 1a- 2a x 11a- 12a- 13a x 14a x 40a- 41a- 42a x"),
        new Case(
            Key.AFTER, Key.WINDOW, rule().after(1).window(s(10)), "0a- 9.999a x 20a- 29a x 39a-"),
        new Case(
            Key.AFTER, Key.PER, rule().after(1).per(Per.TO), "0a- 1b- 2a x 3b x 4c- 5a x 6c x"),
        // A match counts whether drawn or not; the second is drawn, and yet too early.
        new Case(Key.AFTER, Key.CHANCE, chance().after(2), "0a- 1a- 2a x 3a- 4a x 5a x 6a- 7a x"),
        new Case(Key.AFTER, Key.SEQUENCE, sequence(one(), two()).after(2), "0a- 1a- 2a1 3a2 4a2"),
        new Case(
            Key.AFTER,
            Key.PASS,
            sequence(pass(), one(), pass()).after(1),
            "0a- 1a p 2a1 3a p 4a p"),
        // The first match is the first that is not forgotten; a window shorter than `lasting`
        // forgets it in time.
        new Case(
            Key.LASTING,
            Key.WINDOW,
            rule().lasting(s(10)).window(s(4)),
            "0a x 3a x 6a x 9a x 12a x 50a x"),
        new Case(
            Key.LASTING,
            Key.WINDOW,
            rule().lasting(s(5)).window(s(10)),
            "0a x 4a x 5a- 9a- 10a- 14a- 24a x 28a x 29a-"),
        new Case(
            Key.LASTING,
            Key.PER,
            rule().lasting(s(10)).per(Per.TO),
            "0a x 8b x 10a- 12b x 17.999b x 18b- 19c x 20a-"),
        // From the first match on, drawn or not: the sixth and the eighth are drawn, and too late.
        new Case(
            Key.LASTING,
            Key.CHANCE,
            chance().lasting(s(10)),
            "0a- 1a x 2a x 3a- 9.999a x 10a- 11a- 12a-"),
        new Case(
            Key.LASTING,
            Key.SEQUENCE,
            sequence(one(), two()).lasting(s(10)),
            "0a1 5a2 9a2 10a- 99a-"),
        new Case(
            Key.LASTING, Key.PASS, sequence(pass(), one()).lasting(s(10)), "0a p 5a1 9a1 10a-"),
        new Case(
            Key.WINDOW,
            Key.PER,
            rule().times(1).window(s(10)).per(Per.TO),
            "0a x 5b x 6a- 10a x 11b- 15b x 15a- 20a x"),
        new Case(
            Key.WINDOW,
            Key.PER,
            rule().after(1).window(s(10)).per(Per.TO),
            "0a- 1b- 5a x 9b x 12a x 13b x 25a- 26b- 27a x"),
        // The draw goes by the number of all matches, forgotten ones too. Third: drawn and used up;
        // seventh: free and not drawn.
        new Case(
            Key.WINDOW,
            Key.CHANCE,
            chance().times(1).window(s(10)),
            "0a- 1a x 2a- 3a- 11a x 12a- 21a- 22a x"),
        new Case(
            Key.WINDOW,
            Key.CHANCE,
            chance().after(1).window(s(10)),
            "0a- 1a x 2a x 3a- 20a- 21a x 22a- 40a-"),
        // The window forgets matches and applications, not how far the sequence is.
        new Case(
            Key.WINDOW,
            Key.SEQUENCE,
            sequence(one(), two()).times(1).window(s(10)),
            "0a1 5a- 10a2 15a- 20a2 99a2"),
        new Case(
            Key.WINDOW,
            Key.SEQUENCE,
            sequence(one(), two(), three()).after(1).window(s(10)),
            "0a- 1a1 20a- 21a2 40a- 41a3"),
        new Case(
            Key.WINDOW,
            Key.PASS,
            sequence(pass(), one()).times(1).window(s(10)),
            "0a p 5a- 9a- 10a1 15a- 20a1"),
        new Case(Key.PER, Key.CHANCE, chance().per(Per.TO), "0a x 1b- 2a- 3b- 4b x 5a x 6a x 7b-"),
        new Case(
            Key.PER,
            Key.SEQUENCE,
            sequence(one(), two()).per(Per.TO),
            "0a1 1b1 2a2 3b2 4a2 5c1 6b2 7c2"),
        new Case(
            Key.PER,
            Key.PASS,
            sequence(one(), pass(), two()).per(Per.TO),
            "0a1 1b1 2a p 3a2 4b p 5b2 6a2 7c1"),
        // A match that was not drawn does not advance the sequence.
        new Case(
            Key.CHANCE,
            Key.SEQUENCE,
            sequence(one(), two().times(2), three()).chance(0.5),
            "0a- 1a1 2a2 3a- 4a2 5a3 6a- 7a3"),
        new Case(
            Key.CHANCE,
            Key.PASS,
            sequence(pass(), one(), pass()).chance(0.5),
            "0a- 1a p 2a1 3a- 4a p 5a p 6a- 7a p"),
        new Case(
            Key.SEQUENCE,
            Key.PASS,
            sequence(one().times(2), pass().times(2), two(), pass()),
            "0a1 1a1 2a p 3a p 4a2 5a p 6a p 7a p"),
        new Case(Key.SEQUENCE, Key.PASS, sequence(pass(), one()), "0a p 1a1 2a1"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aPairOfKeysMeansWhatTheDesignSays(Case each) {
    assertThat(answers(each.rule, each.series)).isEqualTo(each.series);
  }

  @Test
  void noPairIsMissing() {
    Set<Set<Key>> wanted = new HashSet<>();
    for (Key one : Key.values()) {
      for (Key other : Key.values()) {
        if (one != other) {
          wanted.add(EnumSet.of(one, other));
        }
      }
    }

    Set<Set<Key>> tested =
        cases().map(each -> EnumSet.of(each.one, each.other)).collect(Collectors.toSet());

    assertThat(tested).isEqualTo(wanted).hasSize(28);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCaseHasTheKeysThatItIsListedUnder(Case each) {
    assertThat(keysOf(each.rule)).contains(each.one, each.other);
  }

  /** What pairs cannot show: all at once, in the order of the design's sentence. */
  @Test
  void allKeysTogether() {
    Rule rule =
        sequence(one(), pass(), two())
            .chance(0.5)
            .after(1)
            .times(2)
            .window(s(10))
            .lasting(s(8))
            .per(Per.TO);
    // a draws 1, 3, 4; b draws 3.
    String series =
        "0a- " // the first is let pass, though drawn
            + "1b- "
            + "2a- " // not drawn
            + "3a1 " // drawn, and the first application
            + "4a p " // drawn, and the second
            + "4b- " // not drawn
            + "5b1 "
            + "9b- "; // over, 8 s after b's first match

    assertThat(answers(rule, series.strip())).isEqualTo(series.strip());
  }

  private static Set<Key> keysOf(Rule rule) {
    Set<Key> keys = EnumSet.noneOf(Key.class);
    Limit limit = rule.limit();
    if (limit.times() != null) {
      keys.add(Key.TIMES);
    }
    if (limit.after() != null) {
      keys.add(Key.AFTER);
    }
    if (limit.lasting() != null) {
      keys.add(Key.LASTING);
    }
    if (limit.window() != null) {
      keys.add(Key.WINDOW);
    }
    if (!limit.per().isEmpty()) {
      keys.add(Key.PER);
    }
    if (limit.chance() != null) {
      keys.add(Key.CHANCE);
    }
    if (!rule.sequence().isEmpty()) {
      keys.add(Key.SEQUENCE);
    }
    if (rule.sequence().stream().anyMatch(Turn::isPass)) {
      keys.add(Key.PASS);
    }
    return keys;
  }

  /** The series with what was answered in the place of what is expected. */
  private static String answers(Rule rule, String series) {
    RuleBook book = new RuleBook(seedFor(rule));
    book.add(List.of(Rule.at(RCPT).name("later").reply("599")));
    book.add(List.of(rule));
    RuleSet rules = book.current();
    List<String> steps = new ArrayList<>();
    for (String step : series.replaceAll("([a-z]) ([xp])", "$1$2").split(" ")) {
      String second = step.substring(0, step.length() - 2);
      String recipient = step.substring(step.length() - 2, step.length() - 1);
      Decision decision =
          rules.decide(Some.rcpt(recipient + "@here.example", Double.parseDouble(second)));
      String answer = answer(decision);
      steps.add(second + recipient + ("xp".contains(answer) ? " " : "") + answer);
    }
    return String.join(" ", steps);
  }

  private static String answer(Decision decision) {
    int code = Some.code(decision);
    if (code == 599) {
      // A rule that does not apply lets later rules decide, and is named as one that matched.
      assertThat(decision.ruleName()).isEqualTo("later");
      assertThat(decision.skipped()).extracting(Decision.Skipped::rule).containsExactly("the rule");
      return decision.skipped().get(0).reason().equals("its sequence says pass") ? "p" : "-";
    }
    assertThat(decision.ruleName()).isEqualTo("the rule");
    assertThat(decision.skipped()).isEmpty();
    return code == 450 ? "x" : Integer.toString(code - 450);
  }

  /** A seed with which chance draws as {@link #DRAWS} and {@link #DRAWS_PER} say. */
  private static long seedFor(Rule rule) {
    if (rule.limit().chance() == null) {
      return 1;
    }
    return rule.limit().per().isEmpty() ? Seeds.PLAIN : Seeds.PER_RECIPIENT;
  }

  private static final class Seeds {
    static final long PLAIN = find(chance(), Map.of("a", DRAWS));
    static final long PER_RECIPIENT = find(chance().per(Per.TO), DRAWS_PER);

    private static long find(Rule rule, Map<String, String> draws) {
      for (long seed = 0; seed < 100_000; seed++) {
        Map<String, String> found = new HashMap<>();
        RuleSet rules = Some.rules(seed, rule);
        draws.forEach(
            (key, wanted) ->
                found.put(
                    key,
                    wanted
                        .chars()
                        .mapToObj(i -> Some.code(rules.decide(Some.rcpt(key + "@here.example"))))
                        .map(code -> code == 450 ? "x" : "-")
                        .collect(Collectors.joining())));
        if (found.equals(draws)) {
          return seed;
        }
      }
      throw new AssertionError("no seed draws " + draws);
    }
  }
}
