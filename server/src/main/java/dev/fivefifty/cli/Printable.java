package dev.fivefifty.cli;

/** Makes text harmless for a terminal: what a client sends must not move its cursor or worse. */
final class Printable {
  private Printable() {}

  /**
   * Escapes what cannot be seen, and the backslash, so that each text has a line of its own.
   *
   * @param text from a client or a message
   * @param longest after so many characters it is cut, and says how many there are
   */
  static String of(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    int end = Math.min(text.length(), longest);
    for (int i = 0; i < end; ) {
      int c = text.codePointAt(i);
      append(shown, c, true);
      i += Character.charCount(c);
    }
    if (end < text.length()) {
      shown.append("... (").append(text.length()).append(" characters)");
    }
    return shown.toString();
  }

  /** Escapes what cannot be seen, and leaves backslashes, as in paths, and line feeds. */
  static String safe(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                shown.append('\n');
              } else {
                append(shown, c, false);
              }
            });
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c, boolean backslash) {
    switch (c) {
      case '\r' -> shown.append("\\r");
      case '\n' -> shown.append("\\n");
      case '\t' -> shown.append("\\t");
      case '\\' -> shown.append(backslash ? "\\\\" : "\\");
      default -> {
        if (isVisible(c)) {
          shown.appendCodePoint(c);
        } else if (c <= 0xFF) {
          shown.append(String.format("\\x%02X", c));
        } else {
          shown.append(String.format("\\u{%X}", c));
        }
      }
    }
  }

  /** No control characters, nor those that turn the direction of writing or break lines. */
  private static boolean isVisible(int c) {
    if (c >= ' ' && c < 0x7F) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
