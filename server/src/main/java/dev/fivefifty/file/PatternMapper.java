package dev.fivefifty.file;

import dev.fivefifty.rule.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Makes text patterns: a glob, or a mapping with one of {@link #FORMS}. */
final class PatternMapper {
  static final List<String> FORMS =
      List.of("equals", "contains", "startsWith", "endsWith", "regex", "not", "anyOf");

  /** Compiling a megabyte of stars takes seconds. */
  private static final int LONGEST = 10_000;

  private static final String TOO_LONG =
      "the pattern is too long (10,000 characters at most; contains takes more)";

  private static final String EXPECTED = "a glob, or one of " + String.join(", ", FORMS);

  private final Values values;

  PatternMapper(Values values) {
    this.values = values;
  }

  @Nullable TextPattern pattern(String key, Node node) {
    if (node instanceof Node.Mapping mapping) {
      return form(key, mapping);
    }
    Node.Scalar scalar = values.scalar(key, node, EXPECTED);
    if (scalar == null) {
      return null;
    }
    warnOfComment(scalar);
    return compiled(scalar, false);
  }

  /**
   * A blank between # and the text is how comments look; without one it may belong to the value.
   */
  private void warnOfComment(Node.Scalar scalar) {
    String comment = scalar.comment().strip();
    if (comment.length() > 1
        && !Character.isWhitespace(comment.charAt(1))
        && comment.charAt(1) != '#') {
      values
          .problems()
          .warning(
              scalar.place(),
              "'%s' is a comment, and the value only '%s' (quote it if the value goes on)"
                  .formatted(Words.shown(comment), Words.shown(scalar.text())));
    }
  }

  private @Nullable TextPattern form(String key, Node.Mapping mapping) {
    if (mapping.entries().size() != 1) {
      values
          .problems()
          .error(
              mapping.place(),
              "'%s' expects %s, and only one of them (found %s)"
                  .formatted(key, EXPECTED, found(mapping)));
      return null;
    }
    Node.Scalar form = mapping.entries().get(0).key();
    Node value = mapping.entries().get(0).value();
    if (form.text().equals("not")) {
      TextPattern negated = pattern("not", value);
      return negated == null ? null : TextPattern.not(negated);
    }
    if (form.text().equals("anyOf")) {
      return anyOf(value);
    }
    if (!FORMS.contains(form.text())) {
      values.problems().error(form.place(), Words.unknown("key", form.text(), FORMS));
      return null;
    }
    Node.Scalar text = values.scalar(form.text(), value, "a text");
    if (text == null) {
      return null;
    }
    warnOfComment(text);
    return switch (form.text()) {
      case "equals" -> TextPattern.equalTo(text.text());
      case "contains" -> TextPattern.contains(text.text());
      case "startsWith" -> TextPattern.startsWith(text.text());
      case "endsWith" -> TextPattern.endsWith(text.text());
      default -> compiled(text, true);
    };
  }

  private static String found(Node.Mapping mapping) {
    return mapping.entries().isEmpty()
        ? "none"
        : Words.shown(
            String.join(
                ", ", mapping.entries().stream().map(entry -> entry.key().text()).toList()));
  }

  private @Nullable TextPattern anyOf(Node value) {
    if (!(value instanceof Node.Sequence list) || list.items().isEmpty()) {
      values.wrongKind("anyOf", value, "a list of patterns");
      return null;
    }
    List<TextPattern> patterns = new ArrayList<>();
    for (Node item : list.items()) {
      TextPattern pattern = pattern("anyOf", item);
      if (pattern != null) {
        patterns.add(pattern);
      }
    }
    return patterns.size() < list.items().size()
        ? null
        : TextPattern.anyOf(patterns.toArray(TextPattern[]::new));
  }

  /** Compiling recurses over the expression, so a huge one can exhaust the stack. */
  private @Nullable TextPattern compiled(Node.Scalar scalar, boolean regex) {
    String text = scalar.text();
    if (text.length() > LONGEST) {
      values.problems().error(scalar.place(), TOO_LONG);
      return null;
    }
    try {
      return regex ? TextPattern.regex(text) : TextPattern.glob(text);
    } catch (PatternSyntaxException e) {
      if (!regex) {
        // The JDK reports an exhausted stack in this way too.
        values.problems().error(scalar.place(), TOO_LONG);
        return null;
      }
      values
          .problems()
          .error(
              scalar.place(),
              "'%s' is no regular expression: %s%s"
                  .formatted(
                      Words.shown(text),
                      Words.shown(String.valueOf(e.getDescription())),
                      e.getIndex() >= 0 ? " near character " + (e.getIndex() + 1) : ""));
    } catch (StackOverflowError e) {
      values.problems().error(scalar.place(), TOO_LONG);
    }
    return null;
  }
}
