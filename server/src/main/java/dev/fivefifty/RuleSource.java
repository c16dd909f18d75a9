package dev.fivefifty;

import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ScenarioNeed;
import dev.fivefifty.file.ScenarioUse;
import dev.fivefifty.file.ServerFacts;
import dev.fivefifty.rule.Rule;
import java.nio.file.Path;
import java.util.List;

/**
 * Where rules of the start came from.
 *
 * @param rules what they were
 * @param needs what their scenarios could not be without at the start, where settings of the user
 *     come first
 * @param files what to read again; none if they were made in Java
 * @param uses the scenarios that no file asks for
 * @param library where scenarios are found
 */
record RuleSource(
    List<Rule> rules,
    List<ScenarioNeed> needs,
    List<Path> files,
    List<ScenarioUse> uses,
    ScenarioFiles library) {
  RuleSource {
    rules = List.copyOf(rules);
    needs = List.copyOf(needs);
    files = List.copyOf(files);
    uses = List.copyOf(uses);
  }

  static RuleSource inJava(List<Rule> rules) {
    return new RuleSource(rules, List.of(), List.of(), List.of(), ScenarioFiles.SHIPPED);
  }

  static RuleSource files(LoadedRules loaded, List<Path> files, ScenarioFiles library) {
    return new RuleSource(loaded.rules(), loaded.needs(), files, List.of(), library);
  }

  static RuleSource scenario(LoadedRules loaded, ScenarioUse use, ScenarioFiles library) {
    return new RuleSource(loaded.rules(), loaded.needs(), List.of(), List.of(use), library);
  }

  /** Whether it can say something else when it is read again. */
  boolean changes() {
    return !files.isEmpty() || !uses.isEmpty() && !library.directories().isEmpty();
  }

  /**
   * The same rules, or what the files say now.
   *
   * @param facts of the server, which cannot become what a scenario needs only now
   * @throws IllegalArgumentException if one needs that
   */
  RuleSource again(ServerFacts facts) {
    if (!changes()) {
      return this;
    }
    LoadedRules now =
        files.isEmpty() ? RuleFiles.scenarios(uses, library) : RuleFiles.load(files, library);
    facts.check(now.needs().stream().filter(need -> !needs.contains(need)).toList());
    return new RuleSource(now.rules(), needs, files, uses, library);
  }

  static List<Rule> all(List<RuleSource> sources) {
    return sources.stream().flatMap(source -> source.rules.stream()).toList();
  }
}
