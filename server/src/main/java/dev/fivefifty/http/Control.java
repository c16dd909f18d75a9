package dev.fivefifty.http;

import dev.fivefifty.expect.Asked;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ServerFacts;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be asked of a server and done to it, whether it runs in this JVM or is reached over
 * HTTP. Thread-safe.
 */
public interface Control extends AutoCloseable {
  /**
   * Where the server listens.
   *
   * @return in order, at least one
   */
  List<Endpoint> endpoints();

  /**
   * From which chances and random delays are drawn.
   *
   * @return the seed
   */
  long seed();

  /**
   * The CA that signed the server's certificate.
   *
   * @return in PEM
   */
  String caPem();

  /**
   * The rules by name, in the order in which they are asked.
   *
   * @return a copy
   */
  Map<String, Rule> rules();

  /**
   * How often each rule has applied.
   *
   * @return counts by the rule's name, in the order of the rules
   */
  Map<String, Long> applications();

  /**
   * Adds rules before those that are there.
   *
   * @param rules the rules
   * @throws IllegalArgumentException if any is refused; then none is added
   */
  void add(List<Rule> rules);

  /**
   * Where this server finds scenarios.
   *
   * @return the library, those of its user's own among them
   */
  ScenarioFiles scenarios();

  /**
   * How the server is, as far as scenarios may need it.
   *
   * @return what does not change while it runs
   */
  ServerFacts facts();

  /**
   * Replaces all rules at once; every count starts anew.
   *
   * @param rules the rules
   * @throws IllegalArgumentException if any is refused; then the rules stay as they were
   */
  void replaceRules(List<Rule> rules);

  /**
   * Replaces one rule where it stands; its count starts anew, and those of the others stay.
   *
   * @param name its name, which the new rule has too if it has none of its own
   * @param rule the new rule
   * @return whether there was one of that name
   * @throws IllegalArgumentException if the new one is refused; then the rules stay as they were
   */
  boolean replaceRule(String name, Rule rule);

  /**
   * Removes a rule.
   *
   * @param name its name
   * @return the rule, or empty if there was none
   */
  Optional<Rule> removeRule(String name);

  /**
   * Removes all rules at once.
   *
   * @return those that were there, by name and in order
   */
  Map<String, Rule> removeRules();

  /**
   * Reads the rule files again and replaces all rules by theirs.
   *
   * @return how many rules there are now; empty if the server was started without rule files
   * @throws IllegalArgumentException if anything is wrong in them; then the rules stay as they were
   */
  Optional<Integer> reload();

  /** Goes back to the rules of the start, ends what stalls, and empties the journal. */
  void reset();

  /**
   * An outage of one listener, or of all.
   *
   * @param listener its name, or empty for all
   * @throws IllegalArgumentException if there is no listener of that name
   */
  void pause(Optional<String> listener);

  /**
   * Ends an outage; no effect where there is none.
   *
   * @param listener its name, or empty for all
   * @throws IllegalArgumentException if there is no listener of that name
   */
  void resume(Optional<String> listener);

  /**
   * The time of the server's clock.
   *
   * @return now
   */
  Instant now();

  /**
   * Moves the server's clock forward.
   *
   * @param duration 0 or more
   * @throws IllegalArgumentException if negative, or too far
   */
  void advance(Duration duration);

  /**
   * What happened.
   *
   * @return the journal
   */
  Journal journal();

  /**
   * All that is known now.
   *
   * @return a value that does not change any more
   */
  Evidence evidence();

  /**
   * Tells this server from every other, also from one that was at the same address before.
   *
   * @return letters and digits
   */
  String id();

  /**
   * Tells whether {@link #evidence()} is worth being asked for again: as long as this stays the
   * same, so does that. Read it first.
   *
   * @return letters, digits and dots
   */
  String revision();

  /**
   * Is told of each question that was answered over the control API. Does nothing by default.
   *
   * @param asked the question and its answer
   */
  default void asked(Asked asked) {}

  /**
   * The rules and the journal of one tag; all else is the server's.
   *
   * @param tag a tag, ignoring case
   * @return a view, whose {@link #close()} does nothing
   * @throws IllegalArgumentException if it is no tag
   * @throws IllegalStateException if the server has no source of tags
   */
  Control tagged(String tag);

  /** Stops the server, or with one elsewhere ends the connection to it. */
  @Override
  void close();
}
