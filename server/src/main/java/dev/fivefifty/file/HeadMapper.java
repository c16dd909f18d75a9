package dev.fivefifty.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes what a scenario says of itself. */
final class HeadMapper {
  static final List<String> KEYS =
      List.of("group", "description", "client", "sources", "parameters", "odd");

  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,40}");

  private final Values values;

  HeadMapper(Problems problems) {
    values = new Values(problems);
  }

  /** What the root says below {@code scenario}; something is there even if it is wrong. */
  ScenarioHead map(Node.Mapping root) {
    Node.Entry head = root.entry("scenario").orElse(null);
    Map<String, Node> keys = new HashMap<>();
    if (head == null) {
      values
          .problems()
          .error(
              root.place(), "a scenario says what it is (expected scenario: { description: … })");
    } else if (head.value() instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        String key = entry.key().text();
        if (KEYS.contains(key)) {
          keys.put(key, entry.value());
        } else {
          values.problems().error(entry.key().place(), Words.unknown("key", key, KEYS));
        }
      }
      if (!keys.containsKey("description")) {
        values.problems().error(head.key().place(), "the scenario lacks a 'description'");
      }
    } else {
      values.wrongKind("scenario", head.value(), "a mapping such as { description: … }");
    }
    String odd = text(keys, "odd");
    return new ScenarioHead(
        orEmpty(text(keys, "group")),
        orEmpty(text(keys, "description")),
        orEmpty(text(keys, "client")),
        sources(keys.get("sources")),
        parameters(keys.get("parameters")),
        Optional.ofNullable(odd));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private @Nullable String text(Map<String, Node> keys, String key) {
    Node node = keys.get(key);
    return node == null ? null : text(key, node);
  }

  private @Nullable String text(String key, Node node) {
    Node.Scalar scalar = values.scalar(key, node, "a text");
    return scalar == null ? null : scalar.text().strip();
  }

  private List<String> sources(@Nullable Node node) {
    List<String> sources = new ArrayList<>();
    if (node instanceof Node.Sequence list) {
      for (Node item : list.items()) {
        String source = text("sources", item);
        if (source != null) {
          sources.add(source);
        }
      }
    } else if (node != null) {
      values.wrongKind("sources", node, "a list such as [RFC 5321 §4.2.3]");
    }
    return sources;
  }

  private List<ScenarioParameter> parameters(@Nullable Node node) {
    List<ScenarioParameter> parameters = new ArrayList<>();
    if (node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        parameters.add(parameter(entry));
      }
    } else if (node != null) {
      values.wrongKind("parameters", node, "{ domain: { default: example.com, description: … } }");
    }
    return parameters;
  }

  private ScenarioParameter parameter(Node.Entry entry) {
    String name = entry.key().text();
    if (!PARAMETER.matcher(name).matches()) {
      values
          .problems()
          .error(
              entry.key().place(),
              "a parameter's name is a word such as domain, not " + entry.key().kind());
    }
    String value = null;
    String description = "";
    List<String> choices = List.of();
    if (entry.value() instanceof Node.Mapping mapping) {
      for (Node.Entry each : mapping.entries()) {
        switch (each.key().text()) {
          case "default" -> value = value(name, each.value());
          case "description" -> description = orEmpty(text("description", each.value()));
          case "choices" -> choices = choices(each.value());
          default ->
              values
                  .problems()
                  .error(
                      each.key().place(),
                      Words.unknown(
                          "key", each.key().text(), List.of("default", "description", "choices")));
        }
      }
      if (mapping.entry("default").isEmpty()) {
        values
            .problems()
            .error(entry.key().place(), "the parameter '" + name + "' lacks a 'default'");
      }
      if (value != null && !choices.isEmpty() && !choices.contains(value)) {
        values
            .problems()
            .error(entry.key().place(), "the default of '" + name + "' is none of its choices");
      }
    } else {
      values.wrongKind(name, entry.value(), "{ default: example.com, description: … }");
    }
    return new ScenarioParameter(name, orEmpty(value), description, choices);
  }

  private List<String> choices(Node node) {
    if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
      return mapping.entries().stream().map(each -> each.key().text()).toList();
    }
    values.wrongKind("choices", node, "a mapping such as { plain: 550 5.1.1 No such user }");
    return List.of();
  }

  /** What the words of the parameters that are choices stand for, by parameter. */
  static Map<String, Node.Mapping> choices(Node.Mapping root) {
    Map<String, Node.Mapping> all = new HashMap<>();
    entries(root.entry("scenario").map(Node.Entry::value))
        .filter(each -> each.key().text().equals("parameters"))
        .flatMap(each -> entries(Optional.of(each.value())))
        .forEach(
            parameter ->
                entries(Optional.of(parameter.value()))
                    .filter(each -> each.key().text().equals("choices"))
                    .map(Node.Entry::value)
                    .filter(Node.Mapping.class::isInstance)
                    .forEach(each -> all.put(parameter.key().text(), (Node.Mapping) each)));
    return all;
  }

  private static Stream<Node.Entry> entries(Optional<Node> node) {
    return node.stream()
        .filter(Node.Mapping.class::isInstance)
        .flatMap(each -> ((Node.Mapping) each).entries().stream());
  }

  private @Nullable String value(String name, Node node) {
    return value(name, node, values);
  }

  /** A parameter's value as it stands in a file; an empty text must be written as such. */
  static @Nullable String value(String name, Node node, Values values) {
    Node.Scalar scalar = values.scalar(name, node, "a text (\"\" for an empty one)");
    if (scalar == null) {
      return null;
    }
    String wrong = Parameters.wrong(scalar.text());
    if (wrong != null) {
      values.problems().error(scalar.place(), "'" + name + "' " + wrong);
      return null;
    }
    if (!scalar.comment().isEmpty()) {
      // What is cut off would be missing in a reply.
      values
          .problems()
          .error(scalar.place(), "quote '" + Words.shown(scalar.text()) + "': a comment follows");
      return null;
    }
    return scalar.text();
  }
}
