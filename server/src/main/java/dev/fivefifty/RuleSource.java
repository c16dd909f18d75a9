package dev.fivefifty;

import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.rule.Rule;
import java.nio.file.Path;
import java.util.List;

/**
 * Where rules of the start came from.
 *
 * @param rules what they were
 * @param files what to read again; none if they were made in Java
 */
record RuleSource(List<Rule> rules, List<Path> files) {
  RuleSource {
    rules = List.copyOf(rules);
    files = List.copyOf(files);
  }

  /** The same rules, or what the files say now. */
  RuleSource again() {
    return files.isEmpty() ? this : new RuleSource(RuleFiles.load(files).rules(), files);
  }

  static List<Rule> all(List<RuleSource> sources) {
    return sources.stream().flatMap(source -> source.rules.stream()).toList();
  }
}
