package dev.fivefifty.scenario;

import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ScenarioHead;
import dev.fivefifty.file.ScenarioParameter;
import dev.fivefifty.file.ScenarioReader;
import dev.fivefifty.file.ScenarioText;
import dev.fivefifty.file.ScenarioUse;
import dev.fivefifty.rule.Nearest;
import dev.fivefifty.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A named rule file with parameters: a server that refuses, delays or loses mail in a way that is
 * met in the field. Immutable and thread-safe.
 *
 * <pre>{@code
 * smtp.add(Scenarios.named("greylisting").with("delay", "5m"));
 * }</pre>
 */
public final class Scenario {
  private final ScenarioFiles library;
  private final ScenarioText text;
  private final ScenarioHead head;
  private final ScenarioUse use;

  Scenario(ScenarioFiles library, ScenarioText text) {
    this(
        library,
        text,
        ScenarioReader.head(text),
        new ScenarioUse(text.name(), Map.of(), Optional.empty()));
  }

  private Scenario(ScenarioFiles library, ScenarioText text, ScenarioHead head, ScenarioUse use) {
    this.library = library;
    this.text = text;
    this.head = head;
    this.use = use;
  }

  /**
   * What it is asked for by.
   *
   * @return such as {@code greylisting}
   */
  public String name() {
    return text.name();
  }

  /**
   * Under which it is listed.
   *
   * @return such as {@code temporary}; empty if its file says none
   */
  public String group() {
    return head.group();
  }

  /**
   * What the server does.
   *
   * @return one or two sentences
   */
  public String description() {
    return head.description();
  }

  /**
   * What a correct client does then.
   *
   * @return one or two sentences; empty if its file does not say
   */
  public String client() {
    return head.client();
  }

  /**
   * Where that stands.
   *
   * @return such as {@code RFC 5321 §4.2.3}
   */
  public List<String> sources() {
    return head.sources();
  }

  /**
   * What is wrong in it on purpose, such as an enhanced code of another class than the code's.
   *
   * @return a sentence, or empty
   */
  public Optional<String> odd() {
    return head.odd();
  }

  /**
   * What it can be told, and what it was.
   *
   * @return in the order of its file
   */
  public List<Parameter> parameters() {
    return head.parameters().stream()
        .map(
            each ->
                new Parameter(
                    each.name(),
                    use.with().getOrDefault(each.name(), each.value()),
                    each.description(),
                    each.choices()))
        .toList();
  }

  /**
   * As a rule file that can be copied and changed: parameters filled in, and what it says of itself
   * as comments.
   *
   * @return YAML
   */
  public String text() {
    return ScenarioReader.copy(text, use.with());
  }

  /**
   * The same, told something.
   *
   * @param parameter the name of a parameter
   * @param value a line of text of 1,000 characters at most; nothing in it is a placeholder. One of
   *     {@link Parameter#choices()} where there are any
   * @return a copy
   * @throws IllegalArgumentException if there is no such parameter or no such choice
   */
  public Scenario with(String parameter, String value) {
    List<String> names = head.parameters().stream().map(ScenarioParameter::name).toList();
    if (!names.contains(parameter)) {
      throw new IllegalArgumentException(
          "the scenario '"
              + name()
              + "' has no parameter '"
              + parameter
              + "' ("
              + (names.isEmpty()
                  ? "it has none"
                  : "expected one of " + String.join(", ", names) + Nearest.hint(parameter, names))
              + ")");
    }
    List<String> choices = head.parameters().get(names.indexOf(parameter)).choices();
    if (!choices.isEmpty() && !choices.contains(value)) {
      throw new IllegalArgumentException(
          "unknown "
              + parameter
              + " '"
              + value
              + "' of the scenario '"
              + name()
              + "' (expected one of "
              + String.join(", ", choices)
              + Nearest.hint(value, choices)
              + ")");
    }
    Map<String, String> with = new LinkedHashMap<>(use.with());
    with.put(parameter, value);
    return new Scenario(library, text, head, new ScenarioUse(use.name(), with, use.as()));
  }

  /**
   * The same, told several things.
   *
   * @param parameters values by parameter
   * @return a copy
   * @throws IllegalArgumentException if there is no such parameter
   */
  public Scenario with(Map<String, String> parameters) {
    Scenario told = this;
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      told = told.with(each.getKey(), each.getValue());
    }
    return told;
  }

  /**
   * The same under another name, so that it can be there twice.
   *
   * @param name what its rules are named by
   * @return a copy
   */
  public Scenario as(String name) {
    return new Scenario(
        library, text, head, new ScenarioUse(use.name(), use.with(), Optional.of(name)));
  }

  /**
   * Its rules; each is named {@code scenario/rule}.
   *
   * @return in the order in which they are asked
   * @throws dev.fivefifty.file.RuleFileException if a value is none that can stand where its
   *     parameter does, or anything else is wrong in its file
   */
  public List<Rule> rules() {
    return loaded().rules();
  }

  /**
   * Its rules and what it needs of the server.
   *
   * @return what its file says
   * @throws dev.fivefifty.file.RuleFileException if anything is wrong in it
   */
  public LoadedRules loaded() {
    return RuleFiles.scenarios(List.of(use), library);
  }

  /**
   * How a list of rules asks for it.
   *
   * @return its name, and what it was told
   */
  public ScenarioUse use() {
    return use;
  }

  /**
   * Where it was found, and where scenarios that it uses are.
   *
   * @return the library
   */
  public ScenarioFiles library() {
    return library;
  }

  /**
   * What it says of itself, for JSON.
   *
   * @return a new tree, without its rules
   */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name());
    tree.put("group", group());
    tree.put("description", description());
    tree.put("client", client());
    tree.put("sources", sources());
    odd().ifPresent(odd -> tree.put("odd", odd));
    tree.put("parameters", parameters().stream().map(Scenario::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(Parameter parameter) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", parameter.name());
    tree.put("default", parameter.value());
    tree.put("description", parameter.description());
    if (!parameter.choices().isEmpty()) {
      tree.put("choices", parameter.choices());
    }
    return tree;
  }

  /**
   * Its name, and what it was told.
   *
   * @return such as {@code greylisting{delay=5m}}
   */
  @Override
  public String toString() {
    return name() + (use.with().isEmpty() ? "" : use.with());
  }
}
