package dev.fivefifty.file;

import dev.fivefifty.rule.Answer;
import dev.fivefifty.rule.Bounce;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Delay;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Nearest;
import dev.fivefifty.rule.OutcomeKeys;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.Stall;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets the keys of an outcome on a rule or on an item of its sequence. */
final class OutcomeMapper {
  private static final String DELAY =
      "a duration such as 2s, { min: 1s, max: 3s } or { median: 1s, sigma: 0.5 }";

  private final Values values;
  private final ReplyMapper replies;
  private final FaultMapper faults;
  private final BounceMapper bounces;

  OutcomeMapper(Values values) {
    this.values = values;
    this.replies = new ReplyMapper(values);
    this.faults = new FaultMapper(values);
    this.bounces = new BounceMapper(values, replies);
  }

  /**
   * Sets one key.
   *
   * @param cutOff what a comma cut off from the value, empty if nothing
   * @return a copy with the key, or the same where the value is wrong
   */
  <T extends OutcomeKeys<T>> T set(T on, RuleKey key, Node node, String cutOff, MappedRule rule) {
    String word = key.keyword();
    switch (key) {
      case REPLY -> {
        Answer answer = replies.answer(node, cutOff, rule);
        return answer == null ? on : with(on, answer);
      }
      case DELAY -> {
        Delay delay = delay(node);
        return delay == null ? on : on.delay(delay);
      }
      case STALL -> {
        Stall stall = stall(word, node);
        return stall == null ? on : on.stall(stall);
      }
      case CLOSE -> {
        Close close = values.word(word, node, Arrays.asList(Close.values()), Close::keyword);
        return close == null ? on : on.close(close);
      }
      case MESSAGE_FATE -> {
        MessageFate fate =
            values.word(word, node, Arrays.asList(MessageFate.values()), MessageFate::keyword);
        return fate == null ? on : on.message(fate);
      }
      case DRAIN -> {
        Boolean drain = values.bool(word, node);
        return drain == null ? on : on.drain(drain);
      }
      case BOUNCE -> {
        Bounce bounce = bounces.bounce(node, cutOff, rule);
        return bounce == null ? on : on.bounce(bounce);
      }
      default -> {
        return faults.set(on, key, node);
      }
    }
  }

  private static <T extends OutcomeKeys<T>> T with(T on, Answer answer) {
    if (answer instanceof Answer.Fixed fixed) {
      return on.reply(fixed.reply());
    }
    if (answer instanceof Answer.AsAddressed) {
      return on.replyAsAddressed();
    }
    return answer instanceof Answer.Default ? on.replyDefault() : on.replyNone();
  }

  private @Nullable Stall stall(String word, Node node) {
    String expected = "a duration such as 30s, or forever";
    if (node instanceof Node.Scalar scalar && scalar.text().equals("forever")) {
      return Stall.FOREVER;
    }
    if (node instanceof Node.Scalar scalar
        && Nearest.to(scalar.text(), List.of("forever")).isPresent()) {
      values
          .problems()
          .error(
              node.place(),
              "'%s' expects %s, not %s (did you mean forever?)"
                  .formatted(word, expected, node.kind()));
      return null;
    }
    return values.made(word, node, expected, text -> new Stall(Durations.parse(text)));
  }

  private @Nullable Delay delay(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return values.made("delay", node, DELAY, text -> new Delay.Fixed(Durations.parse(text)));
    }
    List<String> keys =
        mapping.entries().stream().map(entry -> entry.key().text()).sorted().toList();
    Node.Entry first = mapping.entry("min").or(() -> mapping.entry("median")).orElse(null);
    Node.Entry second = mapping.entry("max").or(() -> mapping.entry("sigma")).orElse(null);
    boolean between = keys.equals(List.of("max", "min"));
    if (first == null || second == null || !(between || keys.equals(List.of("median", "sigma")))) {
      values
          .problems()
          .error(
              node.place(),
              "'delay' expects %s (found %s)"
                  .formatted(
                      DELAY, keys.isEmpty() ? "nothing" : Words.shown(String.join(", ", keys))));
      return null;
    }
    Duration start = values.duration(first.key().text(), first.value());
    return between ? between(start, second) : logNormal(start, second);
  }

  private @Nullable Delay between(@Nullable Duration min, Node.Entry entry) {
    Duration max = values.duration("max", entry.value());
    if (min == null || max == null) {
      return null;
    }
    if (max.compareTo(min) < 0) {
      values
          .problems()
          .error(
              entry.value().place(),
              "'max' " + Durations.format(max) + " is less than 'min' " + Durations.format(min));
      return null;
    }
    return new Delay.Between(min, max);
  }

  private @Nullable Delay logNormal(@Nullable Duration median, Node.Entry entry) {
    Double sigma = values.decimal("sigma", entry.value(), "a number from 0 to 5 such as 0.5");
    if (median == null || sigma == null) {
      return null;
    }
    if (sigma > 5) {
      values
          .problems()
          .error(entry.value().place(), "'sigma' is 0 to 5, not " + entry.value().kind());
      return null;
    }
    return new Delay.LogNormal(median, sigma);
  }
}
