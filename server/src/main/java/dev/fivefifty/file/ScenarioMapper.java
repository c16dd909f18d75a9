package dev.fivefifty.file;

import dev.fivefifty.rule.Rule;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes rules of a scenario where it is used. What is wrong in a scenario is said at its place in
 * the scenario's file, with the place of use.
 */
final class ScenarioMapper {
  static final List<String> KEYS = keys("scenario");

  /** A profile that uses causes is two. */
  private static final int DEEPEST = 8;

  /** What a scenario may ask of the server: where it listens and what it keeps is the user's. */
  static final List<String> SETTINGS =
      List.of("hostname", "size", "idleTimeout", "maxConnections", "maxRecipients", "auth", "tls");

  private final ScenarioFiles library;
  private final Problems problems;
  private final int mostRules;
  private final List<MappedRule> rules;
  private final List<ScenarioNeed> needs = new ArrayList<>();
  private final Set<String> prefixes = new HashSet<>();
  private final Map<String, Node.Mapping> read = new HashMap<>();

  /** The files of scenarios, in the order in which they were met. */
  private final List<String> sources = new ArrayList<>();

  ScenarioMapper(ScenarioFiles library, Problems problems, List<MappedRule> rules, int mostRules) {
    this.library = library;
    this.problems = problems;
    this.rules = rules;
    this.mostRules = mostRules;
  }

  List<ScenarioNeed> needs() {
    return needs;
  }

  List<String> sources() {
    return sources;
  }

  private static List<String> keys(String name) {
    return List.of(name, "with", "as");
  }

  static boolean isUse(Node item) {
    return item instanceof Node.Mapping mapping && mapping.entry("scenario").isPresent();
  }

  /** Adds the rules of an item of a list of rules. */
  void item(Node item) {
    new Level(problems, List.of(), "", "").use((Node.Mapping) item, "scenario");
  }

  /** The same of an item of a list of nothing but scenarios. */
  void named(Node item) {
    if (!(item instanceof Node.Mapping mapping)) {
      problems.error(
          item.place(), "expected such as " + SentRules.SCENARIO + ", not " + item.kind());
    } else {
      new Level(problems, List.of(), "", "").use(mapping, "name");
    }
  }

  /** Adds the rules of a scenario that was asked for elsewhere than in a file. */
  void asked(ScenarioUse use, Place place) {
    Map<String, Node.Scalar> keys = new HashMap<>();
    use.with()
        .forEach(
            (name, value) ->
                keys.put(name, new Node.Scalar(place, value, Node.Style.QUOTED, false, "")));
    Node.Scalar name = new Node.Scalar(place, use.name(), Node.Style.QUOTED, false, "");
    Map<String, String> with = new LinkedHashMap<>();
    boolean right = true;
    for (Map.Entry<String, String> each : use.with().entrySet()) {
      String wrong = Parameters.wrong(each.getValue());
      if (wrong != null) {
        problems.error(place, "'" + Words.shown(each.getKey()) + "' " + wrong);
        right = false;
      }
      with.put(each.getKey(), each.getValue());
    }
    if (right) {
      new Level(problems, List.of(), "", "").expand(name, with, keys, use.as().orElse(use.name()));
    }
  }

  /**
   * One text in which scenarios are used.
   *
   * @param open the scenarios around it, from the outermost on
   * @param prefix what the names of its rules begin with
   * @param used where it is used itself, for messages
   */
  private final class Level {
    private final Problems here;
    private final Values values;
    private final List<String> open;
    private final String prefix;
    private final String used;

    Level(Problems here, List<String> open, String prefix, String used) {
      this.here = here;
      this.values = new Values(here);
      this.open = open;
      this.prefix = prefix;
      this.used = used;
    }

    /** Where {@code called} is the key of the scenario's name. */
    void use(Node.Mapping item, String called) {
      int before = here.errors();
      for (Node.Entry entry : item.entries()) {
        if (!keys(called).contains(entry.key().text())) {
          here.error(entry.key().place(), Words.unknown("key", entry.key().text(), keys(called)));
        }
      }
      Node.Scalar name =
          item.entry(called)
              .map(each -> values.scalar(called, each.value(), "a name"))
              .orElse(null);
      if (name == null && here.errors() == before) {
        here.error(item.place(), "'" + called + "' is missing");
      }
      Node.Scalar as =
          item.entry("as").map(each -> values.scalar("as", each.value(), "a name")).orElse(null);
      Map<String, String> with = new LinkedHashMap<>();
      Map<String, Node.Scalar> keys = new HashMap<>();
      item.entry("with").ifPresent(each -> with(each.value(), with, keys));
      if (name != null && here.errors() == before) {
        expand(name, with, keys, as == null ? name.text() : as.text());
      }
    }

    private void with(Node node, Map<String, String> with, Map<String, Node.Scalar> keys) {
      if (!(node instanceof Node.Mapping mapping)) {
        values.wrongKind("with", node, "parameters such as { domain: example.com }");
        return;
      }
      for (Node.Entry entry : mapping.entries()) {
        String value = HeadMapper.value(entry.key().text(), entry.value(), values);
        keys.put(entry.key().text(), entry.key());
        if (value != null) {
          with.put(entry.key().text(), value);
        }
      }
    }

    void expand(
        Node.Scalar name, Map<String, String> with, Map<String, Node.Scalar> keys, String as) {
      if (open.contains(name.text())) {
        here.error(
            name.place(),
            "the scenario '"
                + name.text()
                + "' uses itself ("
                + String.join(" > ", open)
                + " > "
                + name.text()
                + ")");
        return;
      }
      if (open.size() >= DEEPEST) {
        here.error(name.place(), "scenarios within scenarios, more than " + DEEPEST + " deep");
        return;
      }
      String full = prefix + as;
      if (as.isBlank() || full.chars().anyMatch(Character::isISOControl)) {
        here.error(name.place(), "'as' is a text without control characters");
        return;
      }
      if (!prefixes.add(full)) {
        here.error(
            name.place(),
            "the scenario '%s' is here already (give this one another name beside it: as: %s-2)"
                .formatted(Words.shown(as), Words.shown(as)));
        return;
      }
      Node.Mapping root = root(name);
      if (root != null) {
        inside(name, root, with, keys, full);
      }
    }

    private Node.@Nullable Mapping root(Node.Scalar name) {
      Node.Mapping known = read.get(name.text());
      if (known != null) {
        return known;
      }
      try {
        Optional<ScenarioText> text = library.find(name.text());
        if (text.isEmpty()) {
          here.error(name.place(), library.unknown(name.text()));
          return null;
        }
        sources.add(text.get().source());
        Problems inner = new Problems();
        Node.Mapping root = tree(text.get(), inner);
        pass(inner, whereUsed(name), false);
        if (root != null && inner.errors() == 0) {
          read.put(name.text(), root);
          return root;
        }
      } catch (UncheckedIOException e) {
        here.error(name.place(), String.valueOf(e.getMessage()));
      }
      return null;
    }

    private String whereUsed(Node.Scalar name) {
      Place at = name.place();
      String place = at.line() > 0 ? at.file() + ":" + at.line() + ":" + at.column() : at.file();
      return " (used at " + place + ")";
    }

    /** Says here what is wrong within. */
    private void pass(Problems inner, String where, boolean quiet) {
      for (FileProblem problem : inner.all()) {
        Place place = new Place(problem.file(), problem.line(), problem.column());
        if (problem.isError()) {
          here.error(place, problem.message() + where);
        } else if (!quiet) {
          here.warning(place, problem.message() + where);
        }
      }
    }

    private void inside(
        Node.Scalar name,
        Node.Mapping root,
        Map<String, String> with,
        Map<String, Node.Scalar> keys,
        String full) {
      Problems inner = new Problems();
      String where = whereUsed(name);
      ScenarioHead head = new HeadMapper(inner).map(root);
      Map<String, String> all = new LinkedHashMap<>();
      head.parameters().forEach(each -> all.put(each.name(), each.value()));
      int before = here.errors();
      for (Map.Entry<String, String> each : with.entrySet()) {
        if (all.replace(each.getKey(), each.getValue()) == null) {
          here.error(
              keys.get(each.getKey()).place(),
              Parameters.unknown(each.getKey(), each.getKey(), all.keySet())
                  + " of the scenario '"
                  + name.text()
                  + "'");
        }
      }
      for (ScenarioParameter each : head.parameters()) {
        String value = with.get(each.name());
        if (value != null && !each.choices().isEmpty() && !each.choices().contains(value)) {
          here.error(
              keys.get(each.name()).place(), Words.unknown(each.name(), value, each.choices()));
        }
      }
      if (here.errors() != before) {
        return;
      }
      Parameters parameters = new Parameters(all, HeadMapper.choices(root), inner);
      ServerMapper server = new ServerMapper(inner);
      RuleMapper mapper = new RuleMapper(inner);
      List<String> around = new ArrayList<>(open);
      around.add(name.text());
      int number = 0;
      for (Node.Entry entry : root.entries()) {
        switch (entry.key().text()) {
          case "scenario" -> {}
          case "server" -> server(parameters.in(entry.value()), server, inner);
          case "rules" -> {
            if (!(entry.value() instanceof Node.Sequence list)) {
              inner.error(
                  entry.value().place(), "'rules' expects a list, not " + entry.value().kind());
              break;
            }
            for (Node item : list.items()) {
              number++;
              Node filled = parameters.in(item);
              if (isUse(filled)) {
                new Level(inner, around, full + "/", where + used)
                    .use((Node.Mapping) filled, "scenario");
              } else if (rules.size() >= mostRules) {
                here.error(name.place(), "more than 5,000 rules in all files together");
                return;
              } else {
                rule(mapper.map(filled), full, number, where + used, head.odd().isPresent());
              }
            }
          }
          default ->
              inner.error(
                  entry.key().place(),
                  Words.unknown("key", entry.key().text(), List.of("scenario", "server", "rules")));
        }
      }
      pass(inner, where, head.odd().isPresent());
      ServerSettings settings = server.settings();
      if (!settings.equals(ServerSettings.NONE)) {
        needs.add(new ScenarioNeed(name.text(), settings));
      }
    }
  }

  private static void server(Node node, ServerMapper server, Problems inner) {
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        if (ServerMapper.KEYS.contains(entry.key().text())
            && !SETTINGS.contains(entry.key().text())) {
          inner.error(
              entry.key().place(),
              "'"
                  + entry.key().text()
                  + "' is no setting of a scenario (expected one of "
                  + String.join(", ", SETTINGS)
                  + ")");
        }
      }
    }
    server.map(node);
  }

  private void rule(MappedRule mapped, String full, int number, String where, boolean quiet) {
    Rule rule = mapped.rule();
    String own = mapped.name() == null ? Integer.toString(number) : mapped.name();
    String name = full + "/" + own;
    mapped.used(where, quiet);
    mapped.name(name);
    if (rule != null) {
      mapped.rule(rule.name(name));
    }
    rules.add(mapped);
  }

  /** The root of a scenario's file, or null if it is none. */
  static Node.@Nullable Mapping tree(ScenarioText text, Problems problems) {
    try {
      Node root = YamlTree.read(Source.of(text.source(), text.text()), problems);
      if (root instanceof Node.Mapping mapping) {
        return mapping;
      }
      problems.error(
          new Place(text.source(), 1, 1), "a scenario is a mapping of scenario, server and rules");
    } catch (Unreadable e) {
      problems.error(e.place(), e.text());
    }
    return null;
  }
}
