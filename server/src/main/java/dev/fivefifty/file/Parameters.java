package dev.fivefifty.file;

import dev.fivefifty.rule.Nearest;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a scenario's parameters into its tree. A value is text, whatever it looks like: it stands
 * within one scalar, so that it cannot add a key, an item or a line, and what looks like a
 * placeholder in it is none.
 */
final class Parameters {
  /** The same form that a reply's placeholders have. */
  private static final Pattern FORM = Pattern.compile("\\$\\$\\{|\\$\\{param\\.([^}]*)\\}");

  private final Map<String, String> values;
  private final Map<String, Node.Mapping> choices;
  private final Problems problems;

  /**
   * Parameters of one use of a scenario.
   *
   * @param values by parameter
   * @param choices of parameters that are one of several words: what each word stands for
   * @param problems told of what is wrong
   */
  Parameters(Map<String, String> values, Map<String, Node.Mapping> choices, Problems problems) {
    this.values = values;
    this.choices = choices;
    this.problems = problems;
  }

  Node in(Node node) {
    return in(node, false);
  }

  private Node in(Node node, boolean reply) {
    if (node instanceof Node.Mapping mapping) {
      return new Node.Mapping(
          mapping.place(),
          mapping.inFlow(),
          mapping.entries().stream().map(each -> in(each, reply)).toList());
    }
    if (node instanceof Node.Sequence list) {
      return new Node.Sequence(
          list.place(), list.inFlow(), list.items().stream().map(each -> in(each, reply)).toList());
    }
    Node.Scalar scalar = (Node.Scalar) node;
    if (!scalar.text().contains("${")) {
      return scalar;
    }
    Matcher alone = FORM.matcher(scalar.text());
    if (alone.matches() && alone.group(1) != null && choices.containsKey(alone.group(1))) {
      return chosen(scalar, alone.group(1), reply);
    }
    return new Node.Scalar(
        scalar.place(),
        in(scalar, scalar.text(), reply),
        scalar.style(),
        scalar.inFlow(),
        scalar.comment());
  }

  /** A choice is the scenario's own text, of one line or several, and not the user's. */
  private Node chosen(Node.Scalar scalar, String name, boolean reply) {
    Node.Mapping words = choices.get(name);
    Node chosen = words.entry(values.get(name)).map(Node.Entry::value).orElse(null);
    if (chosen == null) {
      problems.error(
          scalar.place(),
          Words.unknown(
              name,
              String.valueOf(values.get(name)),
              words.entries().stream().map(each -> each.key().text()).toList()));
      return scalar;
    }
    // Within it another choice is its word: nothing goes round in circles.
    return new Parameters(values, Map.of(), problems).in(chosen, reply);
  }

  private Node.Entry in(Node.Entry entry, boolean reply) {
    boolean isReply = reply || entry.key().text().equals("reply");
    return new Node.Entry(entry.key(), in(entry.value(), isReply), entry.bare());
  }

  private String in(Node.Scalar scalar, String text, boolean reply) {
    StringBuilder out = new StringBuilder();
    Matcher matcher = FORM.matcher(text);
    int from = 0;
    while (matcher.find()) {
      out.append(text, from, matcher.start());
      from = matcher.end();
      String name = matcher.group(1);
      if (name == null) {
        // Where nothing else would take it away.
        boolean param = text.startsWith("param.", from);
        out.append(!reply && param ? "${" : "$${");
        continue;
      }
      String value = value(scalar, name);
      // A reply fills in what stands in ${…} later: not so in a value, nor across its end.
      out.append(reply ? value.replace("${", "$${") : value);
      if (reply && value.endsWith("$") && text.startsWith("{", from)) {
        out.append('$');
      }
    }
    return out.append(text, from, text.length()).toString();
  }

  private String value(Node.Scalar scalar, String name) {
    String value = values.get(name);
    if (value == null) {
      problems.error(scalar.place(), unknown("${param." + name + "}", name, values.keySet()));
      return "";
    }
    if (choices.containsKey(name)) {
      problems.error(
          scalar.place(), "'${param." + name + "}' is one of several texts and stands alone");
      return "";
    }
    return value;
  }

  static String unknown(String shown, String name, java.util.Collection<String> known) {
    return "unknown parameter '"
        + Words.shown(shown)
        + "' ("
        + (known.isEmpty()
            ? "the scenario has none"
            : "expected one of "
                + String.join(", ", known.stream().sorted().toList())
                + Nearest.hint(name, known))
        + ")";
  }

  /** What is wrong with a value, or null. */
  static @Nullable String wrong(String value) {
    if (value.length() > 1_000) {
      return "is longer than 1,000 characters";
    }
    List<Integer> controls =
        value.chars().filter(c -> Character.isISOControl(c) && c != '\t').boxed().toList();
    return controls.isEmpty() ? null : "is one line of text, not '" + Words.shown(value) + "'";
  }
}
