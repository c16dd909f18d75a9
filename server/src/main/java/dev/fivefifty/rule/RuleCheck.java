package dev.fivefifty.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds everything that is wrong with a batch of rules, before it is added. */
public final class RuleCheck {
  private final List<RuleProblem> problems = new ArrayList<>();
  private int index;
  private Stage stage = Stage.CONNECT;

  private RuleCheck() {}

  /**
   * Checks a batch.
   *
   * @param batch the rules in order
   * @param taken names that are in use already
   * @return errors and warnings in the order of the rules
   */
  public static List<RuleProblem> check(List<Rule> batch, Set<String> taken) {
    return check(batch, taken, null);
  }

  /**
   * Checks a batch for a server.
   *
   * @param batch the rules in order
   * @param taken names that are in use already, those of a tagged rule as {@code tag/name}
   * @param tags the server's tags, or null if they are not known yet
   * @return errors and warnings in the order of the rules
   */
  static List<RuleProblem> check(List<Rule> batch, Set<String> taken, @Nullable Tags tags) {
    RuleCheck check = new RuleCheck();
    Map<String, Integer> names = new HashMap<>();
    for (check.index = 0; check.index < batch.size(); check.index++) {
      Rule rule = batch.get(check.index);
      check.stage = rule.stage();
      check.one(rule);
      check.tag(rule, tags);
      check.name(rule, names, taken);
      check.shadow(rule, batch.subList(0, check.index));
    }
    return check.problems;
  }

  private void tag(Rule rule, @Nullable Tags tags) {
    String unknown = tags == null || rule.tag().isEmpty() ? null : tags.unknownAt(stage);
    if (unknown != null) {
      error("tag", unknown);
    }
  }

  private void error(String path, String message) {
    problems.add(new RuleProblem(RuleProblem.Severity.ERROR, index, path, message));
  }

  private void warning(String path, String message) {
    problems.add(new RuleProblem(RuleProblem.Severity.WARNING, index, path, message));
  }

  private void one(Rule rule) {
    if (rule.silence().isPresent()) {
      applicable("silence", RuleKey.SILENCE.stages(), "silence");
    }
    for (Condition condition : rule.conditions()) {
      RuleKey key = condition.key();
      if (key != RuleKey.WHEN) {
        applicable("when." + key.keyword(), key.stages(), key.keyword());
      }
    }
    limit(rule);
    if (rule.sequence().isEmpty()) {
      outcome("", rule.outcome());
      return;
    }
    if (!rule.outcome().isDefault()) {
      error(
          "sequence",
          "a rule with a sequence says everything in the sequence's items (found "
              + String.join(", ", keysOf(rule.outcome()))
              + " beside it)");
    }
    sequence(rule.sequence());
  }

  private void applicable(String path, Set<Stage> stages, String key) {
    if (!stages.contains(stage)) {
      error(
          path,
          "'"
              + key
              + "' cannot apply at "
              + stage.keyword()
              + " (it can at "
              + listed(stages)
              + ")");
    }
  }

  private static String listed(Set<Stage> stages) {
    return stages.stream().map(Stage::keyword).collect(Collectors.joining(", "));
  }

  private void limit(Rule rule) {
    Limit limit = rule.limit();
    for (Per per : limit.per()) {
      applicable("per", per.stages(), "per: " + per.keyword());
    }
    boolean counts = !limit.isNone() || !rule.sequence().isEmpty();
    if (!limit.per().isEmpty()
        && !counts
        && !(rule.outcome().delay() instanceof Delay.LogNormal)
        && !(rule.outcome().delay() instanceof Delay.Between)) {
      warning("per", "'per' has no effect without times, after, lasting, chance or sequence");
    }
    if (limit.window() != null
        && limit.times() == null
        && limit.after() == null
        && limit.lasting() == null) {
      error(
          "window",
          "'window' counts nothing by itself (expected times, after or lasting beside it)");
    }
    if (limit.chance() != null && limit.chance() == 0) {
      warning("chance", "with a chance of 0% the rule never applies");
    }
  }

  private void sequence(List<Turn> turns) {
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      String path = "sequence[" + i + "]";
      if (i == turns.size() - 1 && turn.times() != null) {
        error(
            path + ".times",
            "the last item of a sequence repeats for ever, so its 'times' has no effect (add '- pass'"
                + " after it to step aside then)");
      }
      if (!turn.isPass()) {
        outcome(path + ".", turn.outcome());
      }
    }
  }

  private static List<String> keysOf(Outcome outcome) {
    return outcome.keys().stream().map(RuleKey::keyword).toList();
  }

  private void outcome(String prefix, Outcome outcome) {
    outcome.keys().forEach(key -> applicable(prefix + key.keyword(), key.stages(), key.keyword()));
    if (outcome.answer() instanceof Answer.AsAddressed) {
      applicable(prefix + "reply", RuleKey.TO.stages(), "reply: as-addressed");
    }
    if (Boolean.TRUE.equals(outcome.drain()) && outcome.close() == Close.RESET) {
      error(
          prefix + "drain",
          "nothing more is read before 'close: reset' (expected close: fin, or no drain)");
    }
    if (outcome.dribble() != null && !saysSomething(outcome)) {
      error(prefix + "dribble", "there is nothing to dribble (expected reply or raw beside it)");
    }
    if (outcome.cut() != null && !saysSomething(outcome)) {
      error(prefix + "cut", "there is nothing to cut (expected reply or raw beside it)");
    }
    outcome.fixedReply().ifPresent(reply -> reply(prefix + "reply", reply));
    if (outcome.bounce() != null && RuleKey.BOUNCE.stages().contains(stage)) {
      reply(prefix + "bounce", outcome.bounce().reply());
      if (!accepts(outcome)) {
        error(
            prefix + "bounce",
            "nothing bounces that was not accepted (expected a reply of 2yz beside it, or none"
                + " given"
                + (stage == Stage.RCPT ? ")" : ", or message: keep)"));
      }
    }
  }

  private static boolean accepts(Outcome outcome) {
    Answer answer = outcome.effectiveAnswer();
    return outcome.message() == MessageFate.KEEP
        || answer instanceof Answer.Default
        || answer instanceof Answer.Computed
        || answer instanceof Answer.Fixed fixed && fixed.reply().isPositive();
  }

  private static boolean saysSomething(Outcome outcome) {
    return outcome.raw() != null || !(outcome.effectiveAnswer() instanceof Answer.None);
  }

  private void reply(String path, Reply reply) {
    for (String line : reply.lines()) {
      for (String name : Placeholder.namedIn(line)) {
        placeholder(path, name);
      }
    }
    String enhanced = reply.enhanced();
    if (enhanced == null) {
      return;
    }
    if (enhanced.charAt(0) - '0' != reply.code() / 100) {
      warning(
          path,
          "the enhanced code "
              + enhanced
              + " is of another class than "
              + reply.code()
              + " (RFC 2034 §4)");
    } else if (stage == Stage.CONNECT || stage == Stage.HELO || stage == Stage.EHLO) {
      warning(
          path,
          "an enhanced code does not belong in a reply at " + stage.keyword() + " (RFC 2034 §4)");
    }
  }

  private void placeholder(String path, String name) {
    if (name.startsWith("param.")) {
      error(
          path,
          "'${" + name + "}' is for scenarios only (write $${" + name + "} for the text itself)");
      return;
    }
    Placeholder placeholder = Placeholder.of(name).orElse(null);
    if (placeholder == null) {
      error(
          path,
          "unknown placeholder '${"
              + name
              + "}' (expected one of "
              + String.join(", ", Placeholder.keywords())
              + ", or $${ for the text itself"
              + Nearest.hint(name, Placeholder.keywords())
              + ")");
    } else if (!placeholder.stages().contains(stage)) {
      error(
          path,
          "'${"
              + name
              + "}' is not known at "
              + stage.keyword()
              + " (it is at "
              + listed(placeholder.stages())
              + ")");
    }
  }

  private void name(Rule rule, Map<String, Integer> names, Set<String> taken) {
    String name = rule.name().orElse(null);
    if (name == null) {
      return;
    }
    String fullName = rule.fullName(name);
    Integer earlier = names.putIfAbsent(fullName, index);
    if (earlier != null) {
      error(
          "name",
          "the name '"
              + name
              + "' is that of rule "
              + (earlier + 1)
              + " already (names are unique)");
    } else if (taken.contains(fullName)) {
      error(
          "name",
          "there is a rule '"
              + name
              + "'"
              + rule.tag().map(tag -> " of the tag '" + tag + "'").orElse("")
              + " already (names are unique; remove it first, or replace the rules)");
    }
  }

  /** Compares what is cheap first: the first equals() of a record costs 50 ms in a cold JVM. */
  private static boolean has(Rule rule, Condition wanted) {
    for (Condition condition : rule.conditions()) {
      if (condition.key() == wanted.key()
          && condition.expected().equals(wanted.expected())
          && condition.equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private void shadow(Rule rule, List<Rule> earlier) {
    for (int i = 0; i < earlier.size(); i++) {
      if (alwaysAppliesBefore(earlier.get(i), rule)) {
        String other =
            earlier.get(i).name().map(name -> "'" + name + "'").orElse("rule " + (i + 1));
        error(
            "",
            "this rule can never apply, because "
                + other
                + " before it always does (put it first, or limit "
                + other
                + ")");
        return;
      }
    }
  }

  private static boolean alwaysAppliesBefore(Rule first, Rule rule) {
    return first.stage() == rule.stage()
        && first.isAskedOf(rule.tag().orElse(null))
        && Objects.equals(first.silence(), rule.silence())
        && first.limit().isNone()
        && first.sequence().stream().noneMatch(Turn::isPass)
        && first.conditions().stream().noneMatch(RuleCheck::isInJava)
        && first.conditions().stream().allMatch(each -> has(rule, each));
  }

  private static boolean isInJava(Condition condition) {
    return condition instanceof Condition.Satisfies;
  }
}
