package dev.fivefifty.file;

import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.RuleProblem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Reads one file after another, and says at the end what they make together. */
final class FileMapper {
  private static final List<String> KEYS = List.of("server", "rules");

  /** The rule check compares each with each: twice as many take four times as long. */
  private static final int MOST_RULES = 5_000;

  private final Problems problems = new Problems();
  private final List<String> sources = new ArrayList<>();
  private final List<MappedRule> rules = new ArrayList<>();
  private final RuleMapper ruleMapper = new RuleMapper(problems);
  private final ServerMapper serverMapper = new ServerMapper(problems);
  private final ScenarioMapper scenarios;

  /** What was sent while the server runs says nothing of the server itself. */
  private boolean sent;

  FileMapper() {
    this(ScenarioFiles.SHIPPED);
  }

  FileMapper(ScenarioFiles library) {
    scenarios = new ScenarioMapper(library, problems, rules, MOST_RULES);
  }

  /** A scenario that no file asks for. */
  void add(ScenarioUse use) {
    scenarios.asked(use, Place.whole("scenario " + use.name()));
  }

  void add(String name, String text) {
    sources.add(name);
    try {
      add(Source.of(name, text));
    } catch (Unreadable e) {
      problems.error(e.place(), e.text());
    }
  }

  void add(String name, byte[] bytes) {
    sources.add(name);
    try {
      add(Source.of(name, bytes));
    } catch (Unreadable e) {
      problems.error(e.place(), e.text());
    }
  }

  /**
   * What was sent to a running server.
   *
   * @param single whether it is one rule, and not a list below {@code rules}
   */
  void addSent(byte[] json, boolean single) {
    sources.add(SentRules.NAME);
    sent = true;
    try {
      Node root = JsonTree.read(Source.of(SentRules.NAME, json), problems);
      if (root == null) {
        problems.error(
            new Place(SentRules.NAME, 1, 1),
            "nothing was sent (expected such as "
                + (single ? SentRules.RULE : SentRules.RULES)
                + ")");
      } else if (single) {
        rules.add(ruleMapper.map(root));
      } else {
        root(root);
        if (root instanceof Node.Mapping mapping && mapping.entry("rules").isEmpty()) {
          problems.error(
              root.place(), "'rules' is missing (expected such as " + SentRules.RULES + ")");
        }
      }
    } catch (Unreadable e) {
      problems.error(e.place(), e.text());
    }
  }

  /** Scenarios that were sent to a running server. */
  void addSentScenarios(byte[] json) {
    sources.add(SentRules.NAME);
    try {
      Node root = JsonTree.read(Source.of(SentRules.NAME, json), problems);
      if (root instanceof Node.Mapping mapping) {
        sentScenarios(mapping);
      } else {
        problems.error(
            root == null ? new Place(SentRules.NAME, 1, 1) : root.place(),
            "expected such as "
                + SentRules.SCENARIOS
                + ", not "
                + (root == null ? "nothing" : root.kind()));
      }
    } catch (Unreadable e) {
      problems.error(e.place(), e.text());
    }
  }

  private void sentScenarios(Node.Mapping root) {
    boolean there = false;
    for (Node.Entry entry : root.entries()) {
      if (!entry.key().text().equals("scenarios")) {
        problems.error(
            entry.key().place(), Words.unknown("key", entry.key().text(), List.of("scenarios")));
      } else if (entry.value() instanceof Node.Sequence list) {
        there = true;
        list.items().forEach(scenarios::named);
      } else {
        there = true;
        problems.error(
            entry.value().place(), "'scenarios' expects a list, not " + entry.value().kind());
      }
    }
    if (!there) {
      problems.error(
          root.place(), "'scenarios' is missing (expected such as " + SentRules.SCENARIOS + ")");
    }
  }

  /** A file of which there is no text. */
  void addUnread(String name, Severity severity, String why) {
    sources.add(name);
    problems.add(severity, Place.whole(name), why);
  }

  private void add(Source source) throws Unreadable {
    Node root = isJson(source) ? JsonTree.read(source, problems) : YamlTree.read(source, problems);
    if (root == null || root instanceof Node.Scalar scalar && scalar.isNull()) {
      problems.warning(new Place(source.name(), 1, 1), "no rules");
      return;
    }
    root(root);
  }

  /** By the name; where that does not tell, by the first character. */
  private static boolean isJson(Source source) {
    String name = source.name().toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return false;
    }
    String start = source.text().stripLeading();
    return name.endsWith(".json") || start.startsWith("{") || start.startsWith("[");
  }

  private void root(Node root) {
    if (root instanceof Node.Sequence) {
      problems.error(root.place(), "a list of rules stands below 'rules:'");
      return;
    }
    if (!(root instanceof Node.Mapping mapping)) {
      problems.error(
          root.place(), "a rule file is a mapping of server and rules, not " + root.kind());
      return;
    }
    if (mapping.entries().isEmpty() && !sent) {
      problems.warning(root.place(), "no rules");
    }
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      switch (key) {
        case "server" -> server(entry);
        case "rules" -> rules(entry);
        default -> unknown(entry.key(), mapping);
      }
    }
  }

  private void server(Node.Entry entry) {
    if (sent) {
      problems.error(
          entry.key().place(), "'server' is said at the start and in files, not while it runs");
    } else {
      serverMapper.map(entry.value());
    }
  }

  private void unknown(Node.Scalar key, Node.Mapping root) {
    String word = key.text();
    if (word.equals("scenario")) {
      problems.error(
          key.place(),
          "a scenario is used by its name, in the list below 'rules:' (- scenario: NAME)");
    } else if (RuleKey.of(RuleKey.Group.RULE, word).isPresent() && root.entry("at").isPresent()) {
      problems.error(key.place(), "'" + word + "' belongs to a rule, in the list below 'rules:'");
    } else {
      problems.error(key.place(), Words.unknown("key", word, sent ? List.of("rules") : KEYS));
    }
  }

  private void rules(Node.Entry entry) {
    if (entry.value() instanceof Node.Scalar scalar && scalar.isNull() && !sent) {
      problems.warning(entry.key().place(), "no rules");
      return;
    }
    if (!(entry.value() instanceof Node.Sequence list)) {
      problems.error(
          entry.value().place(),
          "'rules' expects a list (each rule starts with '- '), not " + entry.value().kind());
      return;
    }
    if (rules.size() + list.items().size() > MOST_RULES) {
      problems.error(entry.key().place(), "more than 5,000 rules in all files together");
      return;
    }
    for (Node item : list.items()) {
      if (ScenarioMapper.isUse(item)) {
        scenarios.item(item);
      } else {
        rules.add(ruleMapper.map(item));
      }
    }
  }

  /** The rules with their places; what is wrong with a rule that cannot be made is said before. */
  List<MappedRule> mapped() {
    return List.copyOf(rules);
  }

  LoadedRules result() {
    new BatchCheck(rules, problems).run();
    List<String> files = new ArrayList<>(sources);
    files.addAll(scenarios.sources());
    List<FileProblem> errors = problems.sorted(Severity.ERROR, files);
    if (!errors.isEmpty()) {
      throw new RuleFileException(errors);
    }
    List<Rule> made = rules.stream().map(MappedRule::rule).filter(Objects::nonNull).toList();
    return new LoadedRules(
        serverMapper.settings(),
        made,
        problems.sorted(Severity.WARNING, files),
        sources,
        scenarios.needs());
  }
}
