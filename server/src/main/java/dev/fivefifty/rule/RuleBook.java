package dev.fivefifty.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * The rule set in force, and the ways to change it. Every change is atomic and whole: a session
 * sees the rules before it or after it, never a part. Thread-safe.
 */
public final class RuleBook {
  private final long seed;
  private final Tags tags;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long unnamed;
  private volatile RuleSet current;

  /**
   * An empty rule book.
   *
   * @param seed from which chances and random delays are drawn
   */
  public RuleBook(long seed) {
    this(seed, Tags.NONE);
  }

  /**
   * An empty rule book of a server that several tests may share.
   *
   * @param seed from which chances and random delays are drawn
   * @param tags where sessions carry tags
   */
  public RuleBook(long seed, Tags tags) {
    this.seed = seed;
    this.tags = tags;
    this.current = new RuleSet(List.of(), seed);
  }

  /**
   * The seed.
   *
   * @return the seed
   */
  public long seed() {
    return seed;
  }

  /**
   * Where sessions carry tags.
   *
   * @return the tags
   */
  public Tags tags() {
    return tags;
  }

  /**
   * The rules in force.
   *
   * @return a rule set that no later change alters
   */
  public RuleSet current() {
    return current;
  }

  /**
   * Calls back after every change, on the thread that made it.
   *
   * @param listener must not throw
   */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Adds a batch: it keeps its order and comes before earlier batches, whose counts stay.
   *
   * @param batch the rules
   * @throws InvalidRuleException if any is refused; then none is added
   */
  public void add(List<Rule> batch) {
    synchronized (this) {
      List<RuleSet.Entry> entries = named(batch, current.entries());
      entries.addAll(current.entries());
      current = new RuleSet(entries, seed);
    }
    listeners.forEach(Runnable::run);
  }

  /**
   * Replaces all rules; every count starts anew.
   *
   * @param batch the rules
   * @return the rules until then
   * @throws InvalidRuleException if any is refused; then the rules stay as they were
   */
  public RuleSet replaceAll(List<Rule> batch) {
    RuleSet replaced;
    synchronized (this) {
      replaced = current;
      current = new RuleSet(named(batch, List.of()), seed);
    }
    listeners.forEach(Runnable::run);
    return replaced;
  }

  /**
   * Replaces all rules of a tag; their counts start anew, those of all others stay. They are asked
   * before the others.
   *
   * @param tag in lower case
   * @param batch the rules, each of that tag
   * @return all rules until then
   * @throws InvalidRuleException if any is refused; then the rules stay as they were
   */
  public RuleSet replaceAll(String tag, List<Rule> batch) {
    return change(
        tag,
        others -> {
          List<RuleSet.Entry> entries = named(batch, others);
          entries.addAll(others);
          return entries;
        });
  }

  /**
   * Replaces all rules of a tag by those of the start, each where it stood among the others.
   *
   * @param tag in lower case
   * @param start all rules of the start, of whatever tag
   */
  public void restore(String tag, List<Rule> start) {
    change(
        tag,
        others -> {
          List<Rule> own = start.stream().filter(rule -> isOf(rule, tag)).toList();
          List<RuleSet.Entry> named = named(own, others);
          List<RuleSet.Entry> entries = new ArrayList<>(others);
          int next = named.size();
          int place = entries.size();
          for (int i = start.size() - 1; i >= 0; i--) {
            Rule rule = start.get(i);
            if (isOf(rule, tag)) {
              entries.add(place, named.get(--next));
            } else {
              place = placeOf(rule, entries, place);
            }
          }
          return entries;
        });
  }

  private static boolean isOf(Rule rule, String tag) {
    return rule.tag().filter(tag::equals).isPresent();
  }

  private static int placeOf(Rule rule, List<RuleSet.Entry> entries, int otherwise) {
    for (int i = 0; i < otherwise; i++) {
      if (entries.get(i).rule().equals(rule)) {
        return i;
      }
    }
    return otherwise;
  }

  private RuleSet change(String tag, UnaryOperator<List<RuleSet.Entry>> change) {
    RuleSet replaced;
    synchronized (this) {
      replaced = current;
      List<RuleSet.Entry> others = new ArrayList<>(current.entries());
      others.removeIf(entry -> entry.isOf(tag));
      current = new RuleSet(change.apply(others), seed);
    }
    listeners.forEach(Runnable::run);
    return replaced;
  }

  /**
   * Replaces one rule where it stands; its count starts anew, and those of the others stay.
   *
   * @param name its name, that of a tagged rule as {@code tag/name}; the new rule has the name and
   *     the tag too if it has none of its own
   * @param rule the new rule
   * @return whether there was one of that name
   * @throws InvalidRuleException if the new one is refused; then the rules stay as they were
   */
  public boolean replace(String name, Rule rule) {
    synchronized (this) {
      List<RuleSet.Entry> entries = new ArrayList<>(current.entries());
      int at = 0;
      while (at < entries.size() && !entries.get(at).fullName().equals(name)) {
        at++;
      }
      if (at == entries.size()) {
        return false;
      }
      RuleSet.Entry replaced = entries.remove(at);
      Rule named = rule.name().isPresent() ? rule : rule.name(replaced.name());
      Optional<String> tag = replaced.rule().tag();
      entries.addAll(
          at, named(List.of(tag.isPresent() ? tagged(named, tag.get()) : named), entries));
      current = new RuleSet(entries, seed);
    }
    listeners.forEach(Runnable::run);
    return true;
  }

  /**
   * Removes a rule.
   *
   * @param name its name, that of a tagged rule as {@code tag/name}
   * @return the rule, or empty if there was none
   */
  public Optional<Rule> remove(String name) {
    Rule removed;
    synchronized (this) {
      removed = current.rules().get(name);
      if (removed == null) {
        return Optional.empty();
      }
      List<RuleSet.Entry> entries = new ArrayList<>(current.entries());
      entries.removeIf(entry -> entry.fullName().equals(name));
      current = new RuleSet(entries, seed);
    }
    listeners.forEach(Runnable::run);
    return Optional.of(removed);
  }

  private static Rule tagged(Rule rule, String tag) {
    return tagged(List.of(rule), tag).get(0);
  }

  /**
   * Gives rules a tag.
   *
   * @param batch the rules
   * @param tag in lower case
   * @return copies
   * @throws InvalidRuleException if any has another tag already
   */
  public static List<Rule> tagged(List<Rule> batch, String tag) {
    List<Rule> tagged = new ArrayList<>();
    List<RuleProblem> errors = new ArrayList<>();
    for (Rule rule : batch) {
      if (rule.tag().isPresent() && !isOf(rule, tag)) {
        errors.add(
            new RuleProblem(
                RuleProblem.Severity.ERROR,
                tagged.size(),
                "tag",
                "the rule is of the tag '"
                    + rule.tag().get()
                    + "' (expected '"
                    + tag
                    + "', or no tag)"));
      }
      tagged.add(rule.tag(tag));
    }
    if (!errors.isEmpty()) {
      throw new InvalidRuleException(errors);
    }
    return tagged;
  }

  private List<RuleSet.Entry> named(List<Rule> batch, List<RuleSet.Entry> others) {
    Set<String> taken = new HashSet<>();
    others.forEach(entry -> taken.add(entry.fullName()));
    List<RuleProblem> errors =
        RuleCheck.check(batch, taken, tags).stream().filter(RuleProblem::isError).toList();
    if (!errors.isEmpty()) {
      throw new InvalidRuleException(errors);
    }
    batch.forEach(rule -> rule.name().map(rule::fullName).ifPresent(taken::add));
    List<RuleSet.Entry> entries = new ArrayList<>();
    for (Rule rule : batch) {
      entries.add(new RuleSet.Entry(rule.name().orElseGet(() -> freeName(rule, taken)), rule));
    }
    return entries;
  }

  private String freeName(Rule rule, Set<String> taken) {
    String name;
    do {
      name = rule.stage().keyword() + "-" + ++unnamed;
    } while (!taken.add(rule.fullName(name)));
    return name;
  }
}
