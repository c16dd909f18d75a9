package dev.fivefifty.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The rule set in force, and the ways to change it. Every change is atomic and whole: a session
 * sees the rules before it or after it, never a part. Thread-safe.
 */
public final class RuleBook {
  private final long seed;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long unnamed;
  private volatile RuleSet current;

  /**
   * An empty rule book.
   *
   * @param seed from which chances and random delays are drawn
   */
  public RuleBook(long seed) {
    this.seed = seed;
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
   * Replaces one rule where it stands; its count starts anew, and those of the others stay.
   *
   * @param name its name, which the new rule has too if it has none of its own
   * @param rule the new rule
   * @return whether there was one of that name
   * @throws InvalidRuleException if the new one is refused; then the rules stay as they were
   */
  public boolean replace(String name, Rule rule) {
    synchronized (this) {
      List<RuleSet.Entry> entries = new ArrayList<>(current.entries());
      int at = 0;
      while (at < entries.size() && !entries.get(at).name().equals(name)) {
        at++;
      }
      if (at == entries.size()) {
        return false;
      }
      entries.remove(at);
      Rule named = rule.name().isPresent() ? rule : rule.name(name);
      entries.addAll(at, named(List.of(named), entries));
      current = new RuleSet(entries, seed);
    }
    listeners.forEach(Runnable::run);
    return true;
  }

  /**
   * Removes a rule.
   *
   * @param name its name
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
      entries.removeIf(entry -> entry.name().equals(name));
      current = new RuleSet(entries, seed);
    }
    listeners.forEach(Runnable::run);
    return Optional.of(removed);
  }

  private List<RuleSet.Entry> named(List<Rule> batch, List<RuleSet.Entry> others) {
    Set<String> taken = new HashSet<>();
    others.forEach(entry -> taken.add(entry.name()));
    List<RuleProblem> errors =
        RuleCheck.check(batch, taken).stream().filter(RuleProblem::isError).toList();
    if (!errors.isEmpty()) {
      throw new InvalidRuleException(errors);
    }
    batch.forEach(rule -> rule.name().ifPresent(taken::add));
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
    } while (!taken.add(name));
    return name;
  }
}
