package dev.fivefifty.file;

import dev.fivefifty.rule.Nearest;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.RuleKey.Group;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Turn;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one rule of its mapping. */
final class RuleMapper {
  private final Values values;
  private final WhenMapper whens;
  private final LimitMapper limits;
  private final OutcomeMapper outcomes;
  private final SequenceMapper sequences;

  RuleMapper(Problems problems) {
    values = new Values(problems);
    whens = new WhenMapper(values);
    limits = new LimitMapper(values);
    outcomes = new OutcomeMapper(values);
    sequences = new SequenceMapper(values, outcomes);
  }

  /** The keys that are built: those under {@code when}, or all the others. */
  static List<String> keywords(boolean underWhen) {
    return Arrays.stream(RuleKey.values())
        .filter(key -> key.isBuilt() && (key.group() == Group.MATCH) == underWhen)
        .map(RuleKey::keyword)
        .toList();
  }

  MappedRule map(Node node) {
    MappedRule mapped = new MappedRule(node.place());
    if (!(node instanceof Node.Mapping mapping)) {
      values
          .problems()
          .error(
              node.place(),
              "a rule is a mapping such as { at: rcpt, reply: 550 }, not " + node.kind());
      return mapped;
    }
    int before = values.problems().errors();
    Stage stage = stage(mapping);
    // A rule of a wrong stage goes on, so that one run shows all its problems.
    Rule rule = Rule.at(stage == null ? Stage.UNKNOWN : stage);
    for (Entries.Item entry : Entries.of(mapping)) {
      rule = set(rule, entry, mapped);
    }
    if (values.problems().errors() == before) {
      mapped.rule(rule);
    }
    return mapped;
  }

  private @Nullable Stage stage(Node.Mapping mapping) {
    Node.Entry at = mapping.entry("at").orElse(null);
    List<String> words = Arrays.stream(Stage.values()).map(Stage::keyword).toList();
    if (at == null) {
      values
          .problems()
          .error(
              mapping.place(),
              "the rule lacks 'at' (expected one of " + String.join(", ", words) + ")");
      return null;
    }
    if (at.value() instanceof Node.Sequence) {
      values.problems().error(at.value().place(), "'at' expects one stage (write a rule for each)");
      return null;
    }
    Node.Scalar word = values.scalar("at", at.value(), "a stage such as rcpt");
    if (word == null) {
      return null;
    }
    Stage stage = Stage.of(word.text()).orElse(null);
    if (stage == null) {
      values.problems().error(word.place(), Words.unknown("stage", word.text(), words));
    }
    return stage;
  }

  private Rule set(Rule rule, Entries.Item entry, MappedRule mapped) {
    Node.Scalar word = entry.key();
    RuleKey key = RuleKey.of(Group.RULE, word.text()).orElse(null);
    mapped.place(word.text(), word.place());
    if (key == null) {
      unknown(word);
      return rule;
    }
    if (!key.isBuilt()) {
      values.problems().error(word.place(), "'" + word.text() + "' is not built yet");
      return rule;
    }
    Node node = entry.value();
    return switch (key) {
      case AT -> rule;
      case NAME -> name(rule, node, mapped);
      case TAG -> tag(rule, node, mapped);
      case WHEN -> when(rule, node, mapped);
      case SILENCE -> {
        Duration silence = values.positive("silence", node);
        yield silence == null ? rule : rule.silence(silence);
      }
      case SEQUENCE -> rule.sequence(sequences.turns(node, mapped).toArray(Turn[]::new));
      default ->
          key.group() == Group.LIMIT
              ? rule.withLimit(limits.set(rule.limit(), key, node))
              : outcomes.set(rule, key, node, entry.cutOff(), mapped);
    };
  }

  private Rule when(Rule rule, Node node, MappedRule mapped) {
    Rule[] with = {rule};
    whens.map(node, mapped, condition -> with[0] = with[0].when(condition));
    return with[0];
  }

  private Rule name(Rule rule, Node node, MappedRule mapped) {
    Node.Scalar name = values.scalar("name", node, "a text");
    if (name == null) {
      return rule;
    }
    mapped.name(name.text());
    try {
      return rule.name(name.text());
    } catch (IllegalArgumentException e) {
      values
          .problems()
          .error(
              name.place(),
              "a rule's name is a text without control characters, not " + name.kind());
      return rule;
    }
  }

  private Rule tag(Rule rule, Node node, MappedRule mapped) {
    Node.Scalar tag = values.scalar("tag", node, "a text such as t42");
    if (tag == null) {
      return rule;
    }
    try {
      Rule tagged = rule.tag(tag.text());
      mapped.tag(tagged.tag().orElseThrow());
      return tagged;
    } catch (IllegalArgumentException e) {
      values.problems().error(tag.place(), String.valueOf(e.getMessage()));
      return rule;
    }
  }

  private void unknown(Node.Scalar key) {
    String word = key.text();
    if (RuleKey.of(Group.MATCH, word).isPresent()) {
      values
          .problems()
          .error(key.place(), "'%s' belongs below 'when' (when: { %s: … })".formatted(word, word));
      return;
    }
    if (word.equals("pass")) {
      values.problems().error(key.place(), "'pass' belongs in a sequence");
      return;
    }
    List<String> words = keywords(false);
    String message = Words.unknown("key", word, words);
    if (Nearest.to(word, words).isEmpty()) {
      String near =
          Nearest.to(word, keywords(true))
              .map(match -> "; did you mean '" + match + "' below 'when'?)")
              .orElse(")");
      message = message.substring(0, message.length() - 1) + near;
    }
    values.problems().error(key.place(), message);
  }
}
