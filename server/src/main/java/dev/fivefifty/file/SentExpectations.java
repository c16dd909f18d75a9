package dev.fivefifty.file;

import dev.fivefifty.expect.Expectation;
import dev.fivefifty.rule.RuleProblem.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions in JSON about what a server has seen: those that the assertions ask. Immutable and
 * thread-safe.
 *
 * @param expectations what is expected, all of it; at least one
 * @param within how long it may take until it is so, 0 or more; 0 asks once
 * @param staysTrueFor how long it must then stay so, 0 or more; more than 0 where something is not
 *     to happen
 */
public record SentExpectations(
    List<Expectation> expectations, Duration within, Duration staysTrueFor) {
  /** The longest that an answer may be waited for. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** Copies the list. */
  public SentExpectations {
    expectations = List.copyOf(expectations);
  }

  /**
   * Reads questions.
   *
   * @param json such as {@code {"recipient": {"address": "bob@example.com", "attempts": 3},
   *     "within": "10s"}}, in UTF-8, of 1 MiB at most
   * @return what it says
   * @throws RuleFileException with every error
   */
  public static SentExpectations parse(byte[] json) {
    Problems problems = new Problems();
    SentExpectations sent = null;
    try {
      Node root = JsonTree.read(Source.of(SentRules.NAME, json), problems);
      sent = new ExpectationMapper(problems).map(root);
    } catch (Unreadable e) {
      problems.error(e.place(), e.text());
    }
    List<FileProblem> errors = problems.sorted(Severity.ERROR, List.of(SentRules.NAME));
    if (!errors.isEmpty() || sent == null) {
      throw new RuleFileException(errors);
    }
    return sent;
  }

  /** What is made while reading. */
  static final class Draft {
    private final List<Expectation> expectations = new ArrayList<>();

    /** The first that is true as long as nothing happens, or null. */
    private @Nullable Place vacuous;

    void add(@Nullable Expectation expectation) {
      if (expectation != null) {
        expectations.add(expectation);
      }
    }

    void addNegative(Expectation expectation, Place place) {
      expectations.add(expectation);
      if (vacuous == null) {
        vacuous = place;
      }
    }

    @Nullable Place vacuous() {
      return vacuous;
    }

    List<Expectation> expectations() {
      return expectations;
    }
  }
}
