package dev.fivefifty.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules in the order in which they are asked. The rules and their order never change; each rule's
 * counts do. Thread-safe.
 *
 * @see RuleBook
 */
public final class RuleSet implements AskedRules {
  private final List<Entry> entries;
  private final Map<Stage, List<Entry>> byStage = new EnumMap<>(Stage.class);
  private final List<Duration> silences;
  private final List<Long> contentThresholds;
  private final long seed;
  private final boolean tagged;

  RuleSet(List<Entry> entries, long seed) {
    this.entries = List.copyOf(entries);
    this.seed = seed;
    this.tagged = entries.stream().anyMatch(entry -> entry.rule.tag().isPresent());
    for (Entry entry : entries) {
      byStage.computeIfAbsent(entry.rule.stage(), stage -> new ArrayList<>()).add(entry);
    }
    this.silences = findSilences(entry -> true);
    this.contentThresholds = findContentThresholds(entry -> true);
  }

  /** A rule in a rule set: with a name at last, and with its counts. */
  static final class Entry {
    private final String name;
    private final String fullName;
    private final Rule rule;
    private final long identity;
    private final boolean counts;
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();
    private final LongAdder applied = new LongAdder();

    Entry(String name, Rule rule) {
      this.name = name;
      this.fullName = rule.fullName(name);
      this.rule = rule;
      // Without the tag, or one test's draws would be unlike another's.
      this.identity = Draw.hash(rule.name().orElseGet(() -> describe(rule.withoutTag())));
      this.counts =
          !rule.limit().isNone()
              || !rule.sequence().isEmpty()
              || rule.outcome().delay() != null && !(rule.outcome().delay() instanceof Delay.Fixed);
    }

    /** What tells rules without a name apart, the same in every run: no lambda's own text. */
    private static String describe(Rule rule) {
      StringBuilder text = new StringBuilder().append(rule).append(rule.limit());
      rule.outcome().fixedReply().ifPresent(text::append);
      for (Turn turn : rule.sequence()) {
        text.append(turn.isPass() ? "pass" : "turn").append(turn.times());
        turn.outcome().fixedReply().ifPresent(text::append);
      }
      return text.toString();
    }

    /** Unique among the rules of its tag. */
    String name() {
      return name;
    }

    /** Unique. */
    String fullName() {
      return fullName;
    }

    boolean isOf(@Nullable String tag) {
      return Objects.equals(rule.tag().orElse(null), tag);
    }

    Rule rule() {
      return rule;
    }
  }

  List<Entry> entries() {
    return entries;
  }

  /**
   * The rules by name, in the order in which they are asked; the name of a tagged rule is {@code
   * tag/name}.
   *
   * @return a new map
   */
  public Map<String, Rule> rules() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    entries.forEach(entry -> rules.put(entry.fullName, entry.rule));
    return rules;
  }

  /**
   * The rules of a tag by name, in the order in which they are asked.
   *
   * @param tag in lower case
   * @return a new map
   */
  public Map<String, Rule> rules(String tag) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    of(tag).forEach(entry -> rules.put(entry.name, entry.rule));
    return rules;
  }

  private Stream<Entry> of(String tag) {
    return entries.stream().filter(entry -> entry.isOf(tag));
  }

  /**
   * How often each rule has applied.
   *
   * @return counts by the rule's name, that of a tagged rule as {@code tag/name}, in order
   */
  public Map<String, Long> applications() {
    Map<String, Long> applications = new LinkedHashMap<>();
    entries.forEach(entry -> applications.put(entry.fullName, entry.applied.sum()));
    return applications;
  }

  /**
   * How often each rule of a tag has applied.
   *
   * @param tag in lower case
   * @return counts by the rule's name, in order
   */
  public Map<String, Long> applications(String tag) {
    Map<String, Long> applications = new LinkedHashMap<>();
    of(tag).forEach(entry -> applications.put(entry.name, entry.applied.sum()));
    return applications;
  }

  /**
   * Whether any rule is asked at a stage.
   *
   * @param stage the stage
   * @return true if so
   */
  public boolean asksAt(Stage stage) {
    return byStage.containsKey(stage);
  }

  /**
   * Whether any rule is asked at a stage in a session.
   *
   * @param stage the stage
   * @param tag the session's, or null
   * @return true if so
   */
  public boolean asksAt(Stage stage, @Nullable String tag) {
    List<Entry> asked = byStage.get(stage);
    return asked != null
        && (!tagged || asked.stream().anyMatch(entry -> entry.rule.isAskedOf(tag)));
  }

  /**
   * The silences after which a rule at {@link Stage#IDLE} is asked.
   *
   * @return the shortest first
   */
  public List<Duration> silences() {
    return silences;
  }

  /**
   * The silences after which a rule is asked in a session: another tag's test must not notice.
   *
   * @param tag the session's, or null
   * @return the shortest first
   */
  public List<Duration> silences(@Nullable String tag) {
    return tagged ? findSilences(entry -> entry.rule.isAskedOf(tag)) : silences;
  }

  private List<Duration> findSilences(Predicate<Entry> which) {
    TreeSet<Duration> silences = new TreeSet<>();
    byStage.getOrDefault(Stage.IDLE, List.of()).stream()
        .filter(which)
        .forEach(entry -> entry.rule.silence().ifPresent(silences::add));
    return List.copyOf(silences);
  }

  /**
   * The sizes of received content at which a rule at {@link Stage#CONTENT} is asked.
   *
   * @return bytes, the least first
   */
  public List<Long> contentThresholds() {
    return contentThresholds;
  }

  /**
   * The sizes at which a rule is asked in a session: another tag's test must not notice.
   *
   * @param tag the session's, or null
   * @return bytes, the least first
   */
  public List<Long> contentThresholds(@Nullable String tag) {
    return tagged ? findContentThresholds(entry -> entry.rule.isAskedOf(tag)) : contentThresholds;
  }

  private List<Long> findContentThresholds(Predicate<Entry> which) {
    TreeSet<Long> sizes = new TreeSet<>();
    for (Entry entry :
        byStage.getOrDefault(Stage.CONTENT, List.of()).stream().filter(which).toList()) {
      for (Condition condition : entry.rule.conditions()) {
        if (condition instanceof Condition.NumberIs number && number.key() == RuleKey.SIZE) {
          long value = number.pattern().value();
          sizes.add(
              number.pattern().comparison() == NumberPattern.Comparison.MORE ? value + 1 : value);
        }
      }
    }
    return List.copyOf(sizes);
  }

  /**
   * Asks the rules of the occasion's stage in order; the first that applies decides. Counts are
   * atomic for each key.
   *
   * @param occasion the occasion
   * @return the decision; {@link Decision#ruleName()} is null where no rule applies
   */
  public Decision decide(Occasion occasion) {
    List<Entry> asked = byStage.get(occasion.stage());
    if (asked == null) {
      return Decision.BY_DEFAULT;
    }
    List<Decision.Skipped> skipped = List.of();
    String tag = tagged ? occasion.tag().orElse(null) : null;
    for (Entry entry : asked) {
      Rule rule = entry.rule;
      if (tagged && !rule.isAskedOf(tag)) {
        continue;
      }
      boolean matches;
      try {
        matches = rule.matches(occasion);
      } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
        return failed(entry, e, skipped);
      }
      if (!matches) {
        continue;
      }
      if (!entry.counts) {
        entry.applied.increment();
        return new Decision(entry.name, rule, rule.outcome(), 0, skipped);
      }
      List<String> key = rule.limit().per().stream().map(per -> per.valueIn(occasion)).toList();
      long keyed = Draw.mix(Draw.mix(seed, entry.identity), Draw.hash(String.join("\0", key)));
      Counter.Result result =
          entry
              .counters
              .computeIfAbsent(key, each -> new Counter())
              .match(rule, nanos(occasion), number -> Draw.unit(Draw.mix(keyed, number)));
      if (result.refusal() != null) {
        skipped = with(skipped, new Decision.Skipped(entry.name, result.refusal()));
        continue;
      }
      entry.applied.increment();
      if (rule.sequence().isEmpty()) {
        return new Decision(entry.name, rule, rule.outcome(), delayDraw(keyed, result), skipped);
      }
      Turn turn = rule.sequence().get(result.turn());
      if (!turn.isPass()) {
        return new Decision(entry.name, rule, turn.outcome(), delayDraw(keyed, result), skipped);
      }
      skipped = with(skipped, new Decision.Skipped(entry.name, "its sequence says pass"));
    }
    return skipped.isEmpty()
        ? Decision.BY_DEFAULT
        : new Decision(null, null, Outcome.DEFAULT, 0, skipped);
  }

  /** Another draw than that of `chance`, or a rule with both would only see short delays. */
  private static double delayDraw(long keyed, Counter.Result result) {
    return Draw.unit(Draw.mix(Draw.mix(keyed, result.number()), 1));
  }

  private static Decision failed(Entry entry, Throwable e, List<Decision.Skipped> skipped) {
    // The name is to be said as it is.
    String name = entry.name.replace("${", "$${");
    Reply reply = Reply.of(451, "4.3.0", "The rule '" + name + "' threw " + e.getClass().getName());
    return new Decision(
        entry.name, entry.rule, Outcome.DEFAULT.withAnswer(new Answer.Fixed(reply)), 0, skipped);
  }

  private static List<Decision.Skipped> with(
      List<Decision.Skipped> list, Decision.Skipped skipped) {
    List<Decision.Skipped> more = new ArrayList<>(list);
    more.add(skipped);
    return List.copyOf(more);
  }

  private static long nanos(Occasion occasion) {
    return Math.addExact(
        Math.multiplyExact(occasion.now().getEpochSecond(), 1_000_000_000L),
        occasion.now().getNano());
  }

  /**
   * The rule that came closest to an occasion that no rule decided. Counts nothing; conditions in
   * Java are called again, and a rule whose condition throws is left out.
   *
   * @param occasion the occasion
   * @param decision what was decided
   * @return the nearest rule of that stage, or empty if a rule decided or none is asked there
   */
  @Override
  public Optional<NearMiss> nearMiss(Occasion occasion, Decision decision) {
    if (decision.ruleName() != null) {
      return Optional.empty();
    }
    List<NearMiss> misses = new ArrayList<>();
    String tag = occasion.tag().orElse(null);
    for (Entry entry : byStage.getOrDefault(occasion.stage(), List.of())) {
      if (!entry.rule.isAskedOf(tag)) {
        continue;
      }
      try {
        List<NearMiss.Difference> differences = differences(entry, occasion, decision);
        if (!differences.isEmpty()) {
          misses.add(new NearMiss(entry.name, differences));
        }
      } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
        // A condition in Java may rely on one before it, which did not hold: nobody can say how
        // near this rule came.
        continue;
      }
    }
    return misses.stream().min(Comparator.comparingInt(miss -> miss.differences().size()));
  }

  private static List<NearMiss.Difference> differences(
      Entry entry, Occasion occasion, Decision decision) {
    List<NearMiss.Difference> differences = new ArrayList<>();
    Duration silence = entry.rule.silence().orElse(null);
    if (!Objects.equals(silence, occasion.silence().orElse(null))) {
      differences.add(
          new NearMiss.Difference(
              "silence",
              silence == null ? "the idle time-out" : Durations.format(silence),
              occasion.silence().map(Durations::format).orElse("the idle time-out")));
    }
    for (Condition condition : entry.rule.conditions()) {
      if (!condition.test(occasion)) {
        differences.add(
            new NearMiss.Difference(
                condition.key().keyword(), condition.expected(), condition.actual(occasion)));
      }
    }
    for (Decision.Skipped skipped : decision.skipped()) {
      if (skipped.rule().equals(entry.name)) {
        differences.add(new NearMiss.Difference("limit", "to apply", skipped.reason()));
      }
    }
    return differences;
  }
}
