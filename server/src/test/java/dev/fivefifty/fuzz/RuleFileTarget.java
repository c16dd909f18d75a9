package dev.fivefifty.fuzz;

import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.RuleWriter;
import dev.fivefifty.rule.Rule;
import java.util.List;

/**
 * A rule file: it loads, or it is refused with places. What loads can be written, as YAML and as
 * JSON, and is read back as the same. JSON if it starts with a brace or a bracket, as over HTTP.
 */
public final class RuleFileTarget {
  private RuleFileTarget() {}

  /** For Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    LoadedRules loaded;
    try {
      loaded = RuleFiles.parse("request", bytes);
    } catch (RuleFileException e) {
      if (e.problems().isEmpty()
          || e.problems().stream().anyMatch(each -> each.line() < 1 || each.column() < 1)) {
        throw new AssertionError("Refused without a place: " + e.getMessage(), e);
      }
      return;
    }
    List<Rule> rules = loaded.rules();
    same(rules, "again.yaml", RuleWriter.toYaml(rules));
    same(rules, "again.json", RuleWriter.toJson(rules));
  }

  private static void same(List<Rule> rules, String name, String written) {
    List<Rule> again;
    try {
      again = RuleFiles.parse(name, written).rules();
    } catch (RuleFileException e) {
      throw new AssertionError("What was written is refused:\n" + written, e);
    }
    if (!again.equals(rules)) {
      throw new AssertionError(rules + "\nis read back as\n" + again + "\nfrom\n" + written);
    }
  }
}
