package dev.fivefifty.file;

import dev.fivefifty.rule.Answer;
import dev.fivefifty.rule.Nearest;
import dev.fivefifty.rule.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes what is said, and refuses what YAML made of a reply that should have been quoted. */
final class ReplyMapper {
  private static final String EXPECTED =
      "a reply such as \"550 5.1.1 Mailbox not found\", a list of lines, default, none or as-addressed";
  private static final List<String> WORDS = List.of("default", "none", "as-addressed", "pass");
  private static final Pattern CODE_ALONE = Pattern.compile("[\\d.]+");

  private final Values values;

  ReplyMapper(Values values) {
    this.values = values;
  }

  /**
   * Makes an answer.
   *
   * @param cutOff what a comma cut off from the reply, empty if nothing
   */
  @Nullable Answer answer(Node node, String cutOff, MappedRule rule) {
    if (node instanceof Node.Sequence list) {
      return lines(list, rule);
    }
    if (node instanceof Node.Mapping mapping && mapping.entry("java").isPresent()) {
      values.problems().error(node.place(), "a reply in Java can only be written in Java");
      return null;
    }
    Node.Scalar scalar = values.scalar("reply", node, EXPECTED);
    if (scalar == null || !keptWhole(scalar, cutOff, false)) {
      return null;
    }
    return switch (scalar.text()) {
      case "default" -> new Answer.Default();
      case "none" -> new Answer.None();
      case "as-addressed" -> new Answer.AsAddressed();
      case "pass" -> {
        values
            .problems()
            .error(
                scalar.place(),
                "'pass' is no reply; it belongs in a sequence (expected " + EXPECTED + ")");
        yield null;
      }
      default -> parsed(List.of(scalar), rule);
    };
  }

  private @Nullable Answer lines(Node.Sequence list, MappedRule rule) {
    if (list.items().isEmpty()) {
      values.problems().error(list.place(), "'reply' has no lines (expected " + EXPECTED + ")");
      return null;
    }
    List<Node.Scalar> lines = new ArrayList<>();
    for (Node item : list.items()) {
      Node.Scalar line = values.scalar("reply", item, "a text for each line");
      if (line != null && keptWhole(line, "", true)) {
        lines.add(line);
      }
    }
    return lines.size() < list.items().size() ? null : parsed(lines, rule);
  }

  /** Whether YAML took nothing away from the text. */
  private boolean keptWhole(Node.Scalar scalar, String cutOff, boolean inList) {
    if (!scalar.isPlain()) {
      return true;
    }
    String text = scalar.text();
    if (!scalar.comment().isEmpty() && !WORDS.contains(text)) {
      values
          .problems()
          .error(
              scalar.place(),
              "'#' starts a comment and ends this unquoted reply (quote it: \"%s\")"
                  .formatted(quoted(text + scalar.comment())));
      return false;
    }
    boolean split = !cutOff.isEmpty() || text.contains(" ") || inList;
    if (scalar.inFlow() && split && !CODE_ALONE.matcher(text + cutOff).matches()) {
      values
          .problems()
          .error(
              scalar.place(),
              "a comma ends an unquoted reply between braces or brackets (quote it: \"%s\")"
                  .formatted(quoted(text + cutOff)));
      return false;
    }
    return true;
  }

  private static String quoted(String text) {
    return Words.shown(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private @Nullable Answer parsed(List<Node.Scalar> lines, MappedRule rule) {
    List<String> texts = lines.stream().map(ReplyMapper::line).toList();
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).indexOf('\n') >= 0 || texts.get(i).indexOf('\r') >= 0) {
        values
            .problems()
            .error(
                lines.get(i).place(),
                "this reply text has several lines (write a list, one item a line)");
        return null;
      }
    }
    try {
      Reply reply = Reply.parse(texts);
      lines.forEach(rule::replyLine);
      return new Answer.Fixed(reply);
    } catch (IllegalArgumentException e) {
      values.problems().error(lines.get(0).place(), explained(texts.get(0), e));
      return null;
    }
  }

  private static String explained(String text, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    if (message.endsWith(")") && !text.isEmpty() && !Character.isDigit(text.charAt(0))) {
      return message.substring(0, message.length() - 1) + Nearest.hint(text, WORDS) + ")";
    }
    return message;
  }

  /** A block's text always ends with a line end, which nobody means. */
  private static String line(Node.Scalar scalar) {
    String text = scalar.text();
    return scalar.style() == Node.Style.BLOCK ? text.replaceFirst("\\R$", "") : text;
  }
}
