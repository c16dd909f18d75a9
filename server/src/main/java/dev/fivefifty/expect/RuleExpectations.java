package dev.fivefifty.expect;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.rule.Nearest;
import java.util.List;
import java.util.Optional;

/** The questions about one rule. Immutable and thread-safe. */
public final class RuleExpectations {
  private final String name;

  RuleExpectations(String name) {
    this.name = name;
  }

  /**
   * How often the rule applied, since it was added or its counts began anew.
   *
   * @param times how often
   * @return the expectation
   */
  public Expectation applied(Times times) {
    return new Fact("rule '" + name + "' applied " + times, evidence -> judge(times, evidence));
  }

  /**
   * The rule does not apply.
   *
   * @return the expectation
   */
  public Expectation notApplied() {
    return new Fact(
        "rule '" + name + "' does not apply", evidence -> judge(Times.never(), evidence));
  }

  private Judgement judge(Times times, Evidence evidence) {
    Long count = evidence.applications().get(name);
    if (count == null) {
      List<String> names = List.copyOf(evidence.applications().keySet());
      return Judgement.no(
          "there is no rule of that name"
              + (names.isEmpty()
                  ? ", nor any other"
                  : " (there are " + Says.capped(names) + Nearest.hint(name, names) + ")"));
    }
    if (times.include(count)) {
      return Judgement.yes();
    }
    List<Exchange> decided =
        evidence.sessions().stream()
            .flatMap(session -> session.exchanges().stream())
            .filter(exchange -> isNamed(exchange.rule(), exchange.tag()))
            .toList();
    List<Attempt> attempts =
        evidence.attempts().stream()
            .filter(attempt -> count == 0 || isNamed(attempt.rule(), attempt.tag()))
            .toList();
    return Judgement.no(
            (count == 0 ? "it has not applied" : "it applied " + Times.exactly(count))
                + (evidence.sessions().isEmpty() ? ", and no client has connected" : ""))
        .about(attempts)
        .inSessions(decided.stream().map(Exchange::session).toList())
        .askingForRule(name)
        .finallySo(count > times.most());
  }

  /** On a server as a whole, the name of a rule with a tag is {@code tag/name}. */
  private boolean isNamed(Optional<String> rule, Optional<String> tag) {
    return rule.isPresent()
        && (rule.get().equals(name)
            || tag.isPresent() && name.equals(tag.get() + "/" + rule.get()));
  }
}
