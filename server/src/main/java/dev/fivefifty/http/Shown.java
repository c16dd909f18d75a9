package dev.fivefifty.http;

/** Texts of clients in messages. */
final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  /** On one line, and not too long. */
  static String of(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
