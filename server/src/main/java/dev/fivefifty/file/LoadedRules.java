package dev.fivefifty.file;

import dev.fivefifty.rule.Rule;
import java.util.List;

/**
 * What rule files say. Immutable.
 *
 * @param settings what they say about the server, all files together
 * @param rules the rules in order; those of an earlier file come first
 * @param warnings what is perhaps not as meant
 * @param sources the files that were read, in order; not those of scenarios that they use
 * @param needs what the scenarios that they use cannot be without, in the order of their use
 */
public record LoadedRules(
    ServerSettings settings,
    List<Rule> rules,
    List<FileProblem> warnings,
    List<String> sources,
    List<ScenarioNeed> needs) {
  /** Makes the result. */
  public LoadedRules {
    rules = List.copyOf(rules);
    warnings = List.copyOf(warnings);
    sources = List.copyOf(sources);
    needs = List.copyOf(needs);
  }
}
