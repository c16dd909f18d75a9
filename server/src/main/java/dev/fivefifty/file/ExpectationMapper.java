package dev.fivefifty.file;

import dev.fivefifty.expect.Expectation;
import dev.fivefifty.expect.Expectations;
import dev.fivefifty.expect.RuleExpectations;
import dev.fivefifty.expect.Times;
import dev.fivefifty.file.SentExpectations.Draft;
import dev.fivefifty.rule.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Makes expectations of a JSON object. */
final class ExpectationMapper {
  static final List<String> KEYS =
      List.of("recipient", "messages", "session", "sessions", "rule", "within", "staysTrueFor");
  static final List<String> SESSIONS = List.of("count");
  static final List<String> RULE = List.of("name", "applied");
  static final List<String> TIMES = List.of("atLeast", "atMost");

  private static final String EXAMPLE =
      "{\"recipient\": {\"address\": \"bob@example.com\", \"accepted\": true}, \"within\": \"10s\"}";

  private final Problems problems;
  private final Values values;
  private final Draft draft = new Draft();

  ExpectationMapper(Problems problems) {
    this.problems = problems;
    this.values = new Values(problems);
  }

  @Nullable SentExpectations map(@Nullable Node root) {
    Place place = root == null ? new Place(SentRules.NAME, 1, 1) : root.place();
    if (!(root instanceof Node.Mapping mapping)) {
      problems.error(
          place,
          "expected such as " + EXAMPLE + ", not " + (root == null ? "nothing" : root.kind()));
      return null;
    }
    int before = problems.errors();
    Map<String, Node> keys = keys(mapping, KEYS);
    each(keys.get("recipient"), new RecipientMapper(this)::map);
    each(keys.get("messages"), new MessagesMapper(this)::map);
    each(keys.get("session"), new SessionMapper(this)::map);
    each(keys.get("sessions"), this::sessions);
    each(keys.get("rule"), this::rule);
    Duration within = duration(keys, "within");
    Duration staysTrueFor = duration(keys, "staysTrueFor");
    if (problems.errors() > before) {
      return null;
    }
    if (draft.expectations().isEmpty()) {
      problems.error(place, "nothing is expected (such as " + EXAMPLE + ")");
      return null;
    }
    Place vacuous = draft.vacuous();
    if (vacuous != null && staysTrueFor.isZero()) {
      problems.error(
          vacuous,
          "this is true before anything has happened and could not fail (say with 'staysTrueFor'"
              + " how long it must stay so)");
      return null;
    }
    return new SentExpectations(draft.expectations(), within, staysTrueFor);
  }

  Problems problems() {
    return problems;
  }

  Values values() {
    return values;
  }

  Draft draft() {
    return draft;
  }

  /** The values by key; unknown keys are problems. */
  Map<String, Node> keys(Node.Mapping mapping, List<String> known) {
    Map<String, Node> found = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (known.contains(key)) {
        found.put(key, entry.value());
      } else {
        problems.error(entry.key().place(), Words.unknown("key", key, known));
      }
    }
    return found;
  }

  /** One object, or each of a list. */
  private void each(@Nullable Node node, BiConsumer<Node.Mapping, Place> consumer) {
    if (node == null) {
      return;
    }
    List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
    for (Node item : items) {
      if (item instanceof Node.Mapping mapping) {
        consumer.accept(mapping, item.place());
      } else {
        problems.error(item.place(), "expected an object of questions, not " + item.kind());
      }
    }
  }

  private Duration duration(Map<String, Node> keys, String key) {
    Node node = keys.get(key);
    Duration duration = node == null ? Duration.ZERO : values.positive(key, node);
    if (duration != null && node != null && duration.compareTo(SentExpectations.LONGEST) > 0) {
      problems.error(
          node.place(),
          "'"
              + key
              + "' is "
              + Durations.format(SentExpectations.LONGEST)
              + " at most, not "
              + node.kind());
    }
    return duration == null ? Duration.ZERO : duration;
  }

  /** {@code 3}, or {@code {"atLeast": 1, "atMost": 3}}. */
  @Nullable Times times(String key, Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      Integer number = values.integer(key, node, 0, Integer.MAX_VALUE);
      return number == null ? null : Times.times(number);
    }
    Map<String, Node> bounds = keys(mapping, TIMES);
    Integer least = bound(bounds, "atLeast", 0);
    // The greatest number stands for no bound.
    Integer most = bound(bounds, "atMost", Integer.MAX_VALUE);
    if (bounds.isEmpty()) {
      problems.error(node.place(), "'" + key + "' expects a number, or atLeast or atMost, or both");
    } else if (least != null && most != null) {
      if (least <= most) {
        return Times.between(least, most);
      }
      problems.error(node.place(), "'atLeast' is more than 'atMost'");
    }
    return null;
  }

  private @Nullable Integer bound(Map<String, Node> bounds, String key, int missing) {
    Node node = bounds.get(key);
    return node == null
        ? Integer.valueOf(missing)
        : values.integer(key, node, 0, Integer.MAX_VALUE - 1);
  }

  /** A question that is asked by {@code true} alone. */
  boolean asked(Map<String, Node> keys, String key) {
    Node node = keys.get(key);
    Boolean asked = node == null ? null : values.bool(key, node);
    if (node != null && Boolean.FALSE.equals(asked)) {
      problems.error(node.place(), "'" + key + "' can only be asked by true");
    }
    return Boolean.TRUE.equals(asked);
  }

  private void sessions(Node.Mapping mapping, Place place) {
    Node node = keys(mapping, SESSIONS).get("count");
    if (node == null) {
      problems.error(place, "'sessions' expects 'count'");
      return;
    }
    Times times = times("count", node);
    if (times != null && times.most() == 0) {
      draft.addNegative(Expectations.sessions().none(), node.place());
    } else if (times != null) {
      add(times, node.place(), Expectations.sessions().counted(times));
    }
  }

  /** What a number that may be 0 asks is true at the start. */
  void add(Times times, Place place, Expectation expectation) {
    if (times.includeNone()) {
      draft.addNegative(expectation, place);
    } else {
      draft.add(expectation);
    }
  }

  private void rule(Node.Mapping mapping, Place place) {
    Map<String, Node> keys = keys(mapping, RULE);
    if (!keys.containsKey("name") || !keys.containsKey("applied")) {
      problems.error(place, "'rule' expects 'name' and 'applied'");
      return;
    }
    Node.Scalar name = values.scalar("name", keys.get("name"), "a rule's name");
    Node node = keys.get("applied");
    Times times = times("applied", node);
    if (name == null || times == null) {
      return;
    }
    RuleExpectations rule = Expectations.rule(name.text());
    if (times.most() == 0) {
      draft.addNegative(rule.notApplied(), node.place());
    } else {
      add(times, node.place(), rule.applied(times));
    }
  }
}
