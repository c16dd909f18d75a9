package dev.fivefifty.file;

import dev.fivefifty.rule.Limit;
import dev.fivefifty.rule.Per;
import dev.fivefifty.rule.RuleKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sets the keys that say how often a rule applies, but for the sequence. */
final class LimitMapper {
  private final Values values;

  LimitMapper(Values values) {
    this.values = values;
  }

  Limit set(Limit limit, RuleKey key, Node node) {
    String word = key.keyword();
    Set<Per> per = limit.per();
    Duration lasting = limit.lasting();
    Integer after = limit.after();
    Duration window = limit.window();
    Integer times = limit.times();
    Double chance = limit.chance();
    switch (key) {
      case PER -> per = per(node);
      case LASTING -> lasting = values.positive(word, node);
      case AFTER -> after = values.integer(word, node, 0, Integer.MAX_VALUE);
      case WINDOW -> window = values.positive(word, node);
      case TIMES -> times = values.integer(word, node, 1, Integer.MAX_VALUE);
      case CHANCE -> chance = values.chance(node);
      default -> throw new IllegalArgumentException(word);
    }
    return new Limit(per, lasting, after, window, times, chance);
  }

  private Set<Per> per(Node node) {
    List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
    Set<Per> all = new LinkedHashSet<>();
    if (items.isEmpty()) {
      values.problems().error(node.place(), "'per' is an empty list (leave it out for one count)");
    }
    for (Node item : items) {
      Per per = values.word("per", item, Arrays.asList(Per.values()), Per::keyword);
      if (per != null && !all.add(per)) {
        values.problems().error(item.place(), "'per' names '" + per.keyword() + "' twice");
      }
    }
    return all;
  }
}
