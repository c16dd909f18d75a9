package dev.fivefifty.file;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Prints a tree as block-style YAML or as JSON, both by two blanks a level. */
final class TreePrinter {
  /** Our own keys; anything else, such as a header field's name, is quoted. */
  private static final Pattern PLAIN_KEY = Pattern.compile("[a-z][A-Za-z]{1,30}");

  private static final List<String> BOOLEANS =
      List.of("yes", "no", "on", "off", "true", "false", "null");

  private final StringBuilder out = new StringBuilder();
  private boolean oneLine;

  private TreePrinter() {}

  static String yaml(Map<?, ?> tree) {
    TreePrinter printer = new TreePrinter();
    printer.yamlMapping(tree, 0, false);
    return printer.out.toString();
  }

  static String json(Map<?, ?> tree) {
    TreePrinter printer = new TreePrinter();
    printer.json(tree, 0);
    return printer.out.append('\n').toString();
  }

  static String jsonInOneLine(Map<?, ?> tree) {
    TreePrinter printer = new TreePrinter();
    printer.oneLine = true;
    printer.json(tree, 0);
    return printer.out.toString();
  }

  // --- YAML

  private void yamlMapping(Map<?, ?> map, int indent, boolean behindDash) {
    boolean first = behindDash;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.append(" ".repeat(indent));
      }
      first = false;
      String key = String.valueOf(entry.getKey());
      boolean plain = PLAIN_KEY.matcher(key).matches() && !BOOLEANS.contains(key);
      out.append(plain ? key : quoted(key)).append(':');
      yamlValue(entry.getValue(), indent);
    }
  }

  private void yamlValue(Object value, int indent) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('\n');
      yamlMapping(map, indent + 2, false);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      out.append('\n');
      for (Object item : list) {
        out.append(" ".repeat(indent + 2)).append('-');
        if (item instanceof Map<?, ?> map && !map.isEmpty()) {
          out.append(' ');
          yamlMapping(map, indent + 4, true);
        } else {
          yamlValue(item, indent + 2);
        }
      }
    } else {
      out.append(' ').append(scalar(value, false)).append('\n');
    }
  }

  private static String scalar(Object value, boolean json) {
    if (value instanceof Map<?, ?>) {
      return "{}";
    }
    if (value instanceof List<?>) {
      return "[]";
    }
    if (value instanceof RuleTree.Word word) {
      return json ? quoted(word.text()) : word.text();
    }
    return value instanceof String text ? quoted(text) : String.valueOf(value);
  }

  // --- JSON

  private void json(Object value, int indent) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('{');
      Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<?, ?> entry = entries.next();
        newLine(indent + 2);
        out.append(quoted(String.valueOf(entry.getKey()))).append(": ");
        json(entry.getValue(), indent + 2);
        out.append(entries.hasNext() ? "," : "");
      }
      newLine(indent);
      out.append('}');
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      out.append('[');
      Iterator<?> items = list.iterator();
      while (items.hasNext()) {
        newLine(indent + 2);
        json(items.next(), indent + 2);
        out.append(items.hasNext() ? "," : "");
      }
      newLine(indent);
      out.append(']');
    } else {
      out.append(scalar(value, true));
    }
  }

  private void newLine(int indent) {
    if (!oneLine) {
      out.append('\n').append(" ".repeat(indent));
    }
  }

  /** A text in double quotes, as both JSON and YAML read it. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                  if (isShown(point)) {
                    quoted.appendCodePoint(point);
                  } else {
                    // Beyond U+FFFF only as a pair: JSON knows nothing else.
                    for (char c : Character.toChars(point)) {
                      quoted.append(String.format("\\u%04x", (int) c));
                    }
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> point == ' ' || !Character.isSpaceChar(point);
    };
  }
}
