package dev.fivefifty.file;

import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.RuleKey.Group;
import dev.fivefifty.rule.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the items of a sequence: {@code pass}, or a mapping of outcome keys and {@code times}. */
final class SequenceMapper {
  private static final String EXPECTED =
      "a list of outcomes such as { reply: 450, times: 2 }, or pass";

  private final Values values;
  private final OutcomeMapper outcomes;

  SequenceMapper(Values values, OutcomeMapper outcomes) {
    this.values = values;
    this.outcomes = outcomes;
  }

  List<Turn> turns(Node node, MappedRule rule) {
    List<Turn> turns = new ArrayList<>();
    if (!(node instanceof Node.Sequence list) || list.items().isEmpty()) {
      values.wrongKind("sequence", node, EXPECTED);
      return turns;
    }
    for (Node item : list.items()) {
      String path = "sequence[" + turns.size() + "]";
      rule.place(path, item.place());
      turns.add(turn(item, path, rule));
    }
    return turns;
  }

  private Turn turn(Node item, String path, MappedRule rule) {
    if (item instanceof Node.Scalar scalar && scalar.text().equals("pass")) {
      return Turn.pass();
    }
    if (!(item instanceof Node.Mapping mapping)) {
      values.wrongKind("sequence", item, EXPECTED);
      return Turn.turn();
    }
    boolean isPass = isPass(mapping);
    Turn turn = isPass ? Turn.pass() : Turn.turn();
    for (Entries.Item entry : Entries.of(mapping)) {
      Node.Scalar key = entry.key();
      RuleKey known = RuleKey.of(Group.OUTCOME, key.text()).orElse(null);
      rule.place(path + "." + key.text(), key.place());
      if (known == RuleKey.TIMES) {
        turn = times(turn, entry.value());
      } else if (!key.text().equals("pass")) {
        if (known == null || known.group() != Group.OUTCOME) {
          unknown(key);
        } else if (isPass) {
          values.problems().error(key.place(), "'" + key.text() + "' has no effect beside 'pass'");
        } else if (!known.isBuilt()) {
          values.problems().error(key.place(), "'" + key.text() + "' is not built yet");
        } else {
          turn = outcomes.set(turn, known, entry.value(), entry.cutOff(), rule);
        }
      }
    }
    return turn;
  }

  private boolean isPass(Node.Mapping mapping) {
    Node.Entry pass = mapping.entry("pass").orElse(null);
    if (pass == null) {
      return false;
    }
    if (pass.value() instanceof Node.Scalar scalar && scalar.text().equals("true")) {
      return true;
    }
    values.wrongKind("pass", pass.value(), "true, or stands alone as an item");
    return false;
  }

  private Turn times(Turn turn, Node node) {
    Integer times = values.integer("times", node, 1, Integer.MAX_VALUE);
    return times == null ? turn : turn.times(times);
  }

  private void unknown(Node.Scalar key) {
    List<String> words = new ArrayList<>();
    Arrays.stream(RuleKey.values())
        .filter(each -> each.group() == Group.OUTCOME && each.isBuilt())
        .map(RuleKey::keyword)
        .forEach(words::add);
    words.addAll(List.of("times", "pass"));
    boolean elsewhere = RuleKey.of(Group.RULE, key.text()).isPresent() || isCondition(key.text());
    values
        .problems()
        .error(
            key.place(),
            elsewhere
                ? "'%s' cannot stand in an item of a sequence (expected %s)"
                    .formatted(key.text(), String.join(", ", words))
                : Words.unknown("key", key.text(), words));
  }

  private static boolean isCondition(String word) {
    return RuleKey.of(Group.MATCH, word).isPresent();
  }
}
