package dev.fivefifty;

import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ScenarioUse;
import dev.fivefifty.rule.Rule;
import java.nio.file.Path;
import java.util.List;

/**
 * Where rules of the start came from.
 *
 * @param rules what they were
 * @param files what to read again; none if they were made in Java
 * @param uses the scenarios that no file asks for
 * @param library where scenarios are found
 */
record RuleSource(
    List<Rule> rules, List<Path> files, List<ScenarioUse> uses, ScenarioFiles library) {
  RuleSource {
    rules = List.copyOf(rules);
    files = List.copyOf(files);
    uses = List.copyOf(uses);
  }

  static RuleSource inJava(List<Rule> rules) {
    return new RuleSource(rules, List.of(), List.of(), ScenarioFiles.SHIPPED);
  }

  static RuleSource files(LoadedRules loaded, List<Path> files, ScenarioFiles library) {
    return new RuleSource(loaded.rules(), files, List.of(), library);
  }

  static RuleSource scenario(LoadedRules loaded, ScenarioUse use, ScenarioFiles library) {
    return new RuleSource(loaded.rules(), List.of(), List.of(use), library);
  }

  /** Whether it can say something else when it is read again. */
  boolean changes() {
    return !files.isEmpty() || !uses.isEmpty() && !library.directories().isEmpty();
  }

  /** The same rules, or what the files say now. */
  RuleSource again() {
    if (!changes()) {
      return this;
    }
    LoadedRules now =
        files.isEmpty() ? RuleFiles.scenarios(uses, library) : RuleFiles.load(files, library);
    return new RuleSource(now.rules(), files, uses, library);
  }

  static List<Rule> all(List<RuleSource> sources) {
    return sources.stream().flatMap(source -> source.rules.stream()).toList();
  }
}
