package dev.fivefifty.junit;

import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.Stage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What narrows and limits the rules of a matrix.
 *
 * @param silence at idle
 * @param globs by key, those that were given
 * @param after 0 for none
 * @param times 0 for always
 * @param lasting empty for ever
 */
record Narrowing(String silence, Map<RuleKey, String> globs, int after, int times, String lasting) {

  private static final Map<RuleKey, BiFunction<Rule, String, Rule>> KEYS =
      Map.of(
          RuleKey.LISTENER, Rule::listener,
          RuleKey.HELO_NAME, Rule::helo,
          RuleKey.USER, Rule::user,
          RuleKey.FROM, Rule::from,
          RuleKey.TO, Rule::to,
          RuleKey.SUBJECT, Rule::subject);

  static Narrowing of(ReplyTest test) {
    Map<RuleKey, String> globs =
        globs(test.listener(), test.helo(), test.user(), test.from(), test.to(), test.subject());
    return new Narrowing(test.silence(), globs, test.after(), test.times(), test.lasting());
  }

  static Narrowing of(FaultTest test) {
    Map<RuleKey, String> globs =
        globs(test.listener(), test.helo(), test.user(), test.from(), test.to(), test.subject());
    return new Narrowing(test.silence(), globs, test.after(), test.times(), test.lasting());
  }

  private static Map<RuleKey, String> globs(
      String listener, String helo, String user, String from, String to, String subject) {
    Map<RuleKey, String> globs = new EnumMap<>(RuleKey.class);
    globs.put(RuleKey.LISTENER, listener);
    globs.put(RuleKey.HELO_NAME, helo);
    globs.put(RuleKey.USER, user);
    globs.put(RuleKey.FROM, from);
    globs.put(RuleKey.TO, to);
    globs.put(RuleKey.SUBJECT, subject);
    globs.values().removeIf(String::isEmpty);
    return globs;
  }

  /** Why no rule narrowed like this can apply at a stage, or empty if one can. */
  Optional<String> whyNotAt(Stage stage) {
    return globs.keySet().stream()
        .filter(key -> !key.stages().contains(stage))
        .map(key -> "'" + key.keyword() + "' is not known there")
        .findFirst();
  }

  /**
   * A rule, narrowed and limited.
   *
   * @throws IllegalArgumentException if a value is none
   */
  Rule applyTo(Rule rule) {
    Rule narrowed = rule;
    for (Map.Entry<RuleKey, String> glob : globs.entrySet()) {
      narrowed = KEYS.get(glob.getKey()).apply(narrowed, glob.getValue());
    }
    if (rule.stage() == Stage.IDLE) {
      Duration after = Durations.parse(silence);
      narrowed = narrowed.silence(after);
    }
    narrowed = after == 0 ? narrowed : narrowed.after(after);
    narrowed = times == 0 ? narrowed : narrowed.times(times);
    return lasting.isEmpty() ? narrowed : narrowed.lasting(Durations.parse(lasting));
  }
}
