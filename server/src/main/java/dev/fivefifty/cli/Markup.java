package dev.fivefifty.cli;

/** Text for HTML and XML, whatever a client has sent. */
final class Markup {
  private Markup() {}

  /** Harmless in an element and in an attribute; what cannot be seen is written as an escape. */
  static String of(String text, int longest) {
    return escaped(Printable.of(text, longest));
  }

  /** The same of a text of several lines, with backslashes as they are. */
  static String lines(String text) {
    return escaped(Printable.safe(text));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
