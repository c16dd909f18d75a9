package dev.fivefifty.file;

import dev.fivefifty.rule.RuleProblem.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what scenarios say of themselves. The methods keep no state. */
public final class ScenarioReader {
  private ScenarioReader() {}

  /**
   * What a scenario says of itself; its rules are not looked at.
   *
   * @param text the scenario
   * @return what it says
   * @throws RuleFileException with every error
   */
  public static ScenarioHead head(ScenarioText text) {
    Problems problems = new Problems();
    Node.Mapping root = ScenarioMapper.tree(text, problems);
    ScenarioHead head = root == null ? null : new HeadMapper(problems).map(root);
    check(text, problems);
    if (head == null) {
      throw new IllegalStateException("nothing was read of " + text.source());
    }
    return head;
  }

  /**
   * A scenario as a rule file that a user can copy and change: its parameters are filled in, and
   * what it says of itself stands above as comments.
   *
   * @param text the scenario
   * @param with values by parameter; the others are the scenario's own
   * @return YAML that ends with a line end
   * @throws RuleFileException with every error
   */
  public static String copy(ScenarioText text, Map<String, String> with) {
    Problems problems = new Problems();
    Node.Mapping root = ScenarioMapper.tree(text, problems);
    check(text, problems);
    if (root == null) {
      throw new IllegalStateException("nothing was read of " + text.source());
    }
    ScenarioHead head = new HeadMapper(problems).map(root);
    Map<String, String> values = new LinkedHashMap<>();
    head.parameters().forEach(each -> values.put(each.name(), each.value()));
    values.putAll(with);
    StringBuilder out = new StringBuilder();
    comment(out, text.name());
    comment(out, head.description());
    if (!head.client().isEmpty()) {
      comment(out, "A correct client: " + head.client());
    }
    if (!head.sources().isEmpty()) {
      comment(out, "Sources: " + String.join("; ", head.sources()));
    }
    head.odd().ifPresent(odd -> comment(out, "Wrong on purpose: " + odd));
    for (ScenarioParameter each : head.parameters()) {
      comment(
          out,
          "parameter "
              + each.name()
              + " = "
              + values.get(each.name())
              + (each.description().isEmpty() ? "" : ": " + each.description()));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    Parameters parameters = new Parameters(values, HeadMapper.choices(root), problems);
    for (Node.Entry entry : root.entries()) {
      if (!entry.key().text().equals("scenario")) {
        tree.put(entry.key().text(), plain(parameters.in(entry.value())));
      }
    }
    check(text, problems);
    return out.append(TreePrinter.yaml(tree)).toString();
  }

  private static void check(ScenarioText text, Problems problems) {
    List<FileProblem> errors = problems.sorted(Severity.ERROR, List.of(text.source()));
    if (!errors.isEmpty()) {
      throw new RuleFileException(errors);
    }
  }

  private static void comment(StringBuilder out, String text) {
    StringBuilder line = new StringBuilder("#");
    for (String word : text.split("\\s+")) {
      if (line.length() + word.length() > 98) {
        out.append(line).append('\n');
        line = new StringBuilder("# ");
      }
      line.append(' ').append(word);
    }
    out.append(line).append('\n');
  }

  /** As {@link TreePrinter} takes it: words stay words, and texts are quoted. */
  private static Object plain(Node node) {
    if (node instanceof Node.Mapping mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      mapping.entries().forEach(each -> map.put(each.key().text(), plain(each.value())));
      return map;
    }
    if (node instanceof Node.Sequence list) {
      return list.items().stream().map(ScenarioReader::plain).toList();
    }
    Node.Scalar scalar = (Node.Scalar) node;
    boolean word = scalar.isPlain() && scalar.text().matches("[A-Za-z0-9][A-Za-z0-9.%-]*");
    return word ? new RuleTree.Word(scalar.text()) : scalar.text();
  }
}
