package dev.fivefifty.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Says what SnakeYAML found in the words of somebody who writes rules, and where the mistake was
 * made, which is often a line before the one where SnakeYAML gave up.
 */
final class YamlSyntax {
  private static final Pattern CANNOT_START =
      Pattern.compile("found character '(.)' that cannot start any token.*");
  private static final Pattern BARE_WORD = Pattern.compile("[\\s-]*[\\w-]+\\s*");
  private static final Pattern NO_BLANK = Pattern.compile("(\\w+):\\S.*");
  private static final String INDENTATION =
      "wrong indentation (the keys of one rule stand exactly below each other)";

  private final Source source;
  private final @Nullable Event last;
  private final @Nullable Place bracket;

  /**
   * Makes an interpreter.
   *
   * @param last the last event before the error, if there was any
   * @param bracket the innermost bracket or brace that is open, if there is any
   */
  YamlSyntax(Source source, @Nullable Event last, @Nullable Place bracket) {
    this.source = source;
    this.last = last;
    this.bracket = bracket;
  }

  Unreadable explain(MarkedYAMLException e) {
    String problem = String.valueOf(e.getProblem());
    String context = String.valueOf(e.getContext());
    Place at = place(e.getProblemMark());
    Place opened = e.getContextMark() == null ? at : place(e.getContextMark());
    if (problem.contains("(TAB)")) {
      return tab(at);
    }
    if (context.equals("while scanning an alias") || context.equals("while scanning an anchor")) {
      return startsBadly(opened);
    }
    Matcher cannotStart = CANNOT_START.matcher(problem);
    if (cannotStart.matches()) {
      return startsBadly(at);
    }
    if (problem.equals("could not find expected ':'")) {
      return noColon(opened);
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return colonTooMuch(at);
    }
    if (problem.startsWith("sequence entries are not allowed")) {
      return new Unreadable(at, "'- ' cannot stand here (start a list on a line of its own)");
    }
    if (context.equals("while scanning a quoted scalar")) {
      return new Unreadable(opened, "this quote is never closed");
    }
    if (problem.startsWith("found unknown escape character")) {
      return new Unreadable(
          at,
          "unknown escape '%s' in double quotes (write \\\\ for a backslash, or use single quotes)"
              .formatted(Words.shown(escape(at))));
    }
    if (problem.startsWith("expected ',' or")) {
      return inFlow(problem, at, opened);
    }
    if (problem.startsWith("expected the node content")) {
      return bracket != null && problem.contains("<stream end>")
          ? neverClosed(bracket)
          : new Unreadable(at, "a value is missing before this");
    }
    if (problem.startsWith("expected <block end>")) {
      return blockEnd(at);
    }
    if (problem.startsWith("expected '<document start>'")) {
      return new Unreadable(at, "text behind the end of the document");
    }
    return new Unreadable(at, "no valid YAML: " + Words.shown(problem));
  }

  private Place place(Mark mark) {
    return new Place(source.name(), mark.getLine() + 1, mark.getColumn() + 1);
  }

  private String first(Place place) {
    String rest = source.rest(place.line(), place.column());
    return rest.isEmpty() ? "" : rest.substring(0, rest.offsetByCodePoints(0, 1));
  }

  private String escape(Place at) {
    String before = source.before(at.line(), at.column());
    String escape = before.substring(Math.max(0, before.lastIndexOf('\\')));
    return escape.length() > 1 ? escape : escape + first(at);
  }

  private Unreadable tab(Place at) {
    boolean indents = source.before(at.line(), at.column()).isBlank();
    return new Unreadable(
        at,
        indents
            ? "a tab indents this line (YAML takes spaces only)"
            : "a tab separates here (YAML takes spaces only, and a tab within quotes)");
  }

  private Unreadable startsBadly(Place at) {
    String rest = source.rest(at.line(), at.column());
    String word = rest.split("[\\s,\\]}]", 2)[0];
    return new Unreadable(
        at,
        "a text that starts with %s must be quoted: \"%s\""
            .formatted(first(at), Words.shown(word.replace("\\", "\\\\"))));
  }

  private Unreadable noColon(Place key) {
    String rest = source.rest(key.line(), key.column());
    Matcher noBlank = NO_BLANK.matcher(rest);
    if (noBlank.matches()) {
      return new Unreadable(key, "a space is missing after '" + noBlank.group(1) + ":'");
    }
    return new Unreadable(
        key, "a colon is missing in '" + Words.shown(rest.strip()) + "' (expected key: value)");
  }

  private Unreadable colonTooMuch(Place colon) {
    String before = source.before(colon.line(), colon.column());
    boolean continues = last instanceof ScalarEvent || last == null;
    if (BARE_WORD.matcher(before).matches()) {
      int indent = before.length() - before.replaceFirst("^[\\s-]+", "").length();
      return new Unreadable(new Place(source.name(), colon.line(), indent + 1), INDENTATION);
    }
    return new Unreadable(
        colon,
        continues
            ? "': ' cannot stand in an unquoted text (quote the whole text)"
            : "a second ': ' (quote the whole text)");
  }

  /** An opening line that goes on behind the bracket was meant to close there. */
  private Unreadable inFlow(String problem, Place at, Place opened) {
    String opening = first(opened);
    String rest = source.rest(opened.line(), opened.column()).strip();
    if (last instanceof ScalarEvent scalar && scalar.isPlain()) {
      String comment = source.commentBehind(scalar.getEndMark().getIndex());
      if (comment.contains("}") || comment.contains("]")) {
        return new Unreadable(
            place(scalar.getStartMark()),
            "'%s' behind this text is a comment (quote the text)"
                .formatted(Words.shown(comment.strip())));
      }
    }
    boolean closesThere = at.line() > opened.line() && rest.length() > 1 && !rest.endsWith(",");
    if (closesThere || problem.contains("<stream end>")) {
      return neverClosed(opened);
    }
    return new Unreadable(
        at,
        "expected ',' or '%s' here, for the '%s' at line %d, column %d (quote a text with %s in it)"
            .formatted(
                opening.equals("[") ? "]" : "}",
                opening,
                opened.line(),
                opened.column(),
                "any of , [ ] { }"));
  }

  private Unreadable neverClosed(Place opened) {
    return new Unreadable(opened, "this '" + first(opened) + "' is never closed");
  }

  private Unreadable blockEnd(Place at) {
    if (last instanceof ScalarEvent scalar) {
      Place start = place(scalar.getStartMark());
      Place end = place(scalar.getEndMark());
      if (scalar.isPlain() && !source.commentBehind(scalar.getEndMark().getIndex()).isEmpty()) {
        return new Unreadable(
            start, "a comment ends this text, which goes on below (quote the whole text)");
      }
      boolean quoted = YamlTree.isQuoted(scalar);
      if (quoted && start.line() < end.line() && end.line() == at.line()) {
        return new Unreadable(
            start,
            "the text quoted here ends at line %d, column %d (is a closing quote missing?)"
                .formatted(end.line(), end.column() - 1));
      }
      if (quoted && end.line() == at.line()) {
        return new Unreadable(
            at, "text behind the closing quote (quote the whole text; '' is a ' in single quotes)");
      }
    }
    // The end of a block has no width; that of a flow has a bracket's.
    if (last instanceof CollectionEndEvent end
        && end.getStartMark().getIndex() < end.getEndMark().getIndex()
        && place(end.getEndMark()).line() == at.line()) {
      String rest = source.rest(at.line(), at.column());
      return new Unreadable(
          at,
          rest.startsWith("}") || rest.startsWith("]")
              ? "'" + first(at) + "' closes nothing"
              : "text behind a closing bracket (quote a text that starts with [ or {)");
    }
    return new Unreadable(at, INDENTATION);
  }
}
