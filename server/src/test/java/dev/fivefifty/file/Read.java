package dev.fivefifty.file;

import static org.junit.jupiter.api.Assertions.fail;

import dev.fivefifty.rule.Rule;
import java.util.List;

/** Short ways to read a text in a test. */
final class Read {
  private Read() {}

  /** The text is {@code r.yaml}. */
  static LoadedRules yaml(String text) {
    return RuleFiles.parse("r.yaml", text);
  }

  static Rule only(LoadedRules loaded) {
    if (loaded.rules().size() != 1) {
      fail("expected one rule, not " + loaded.rules());
    }
    return loaded.rules().get(0);
  }

  /** A rule at rcpt, with more lines of keys. */
  static String rule(String keys) {
    return rule("rcpt", keys);
  }

  static String rule(String stage, String keys) {
    return "rules:\n  - at: " + stage + "\n" + keys.stripTrailing().indent(4);
  }

  /** The errors of a text, as they are printed; empty if it is read. */
  static List<String> errors(String name, String text) {
    try {
      RuleFiles.parse(name, text);
      return List.of();
    } catch (RuleFileException e) {
      return e.problems().stream().map(FileProblem::toString).toList();
    }
  }

  static List<String> warnings(String name, String text) {
    return RuleFiles.parse(name, text).warnings().stream().map(FileProblem::toString).toList();
  }
}
