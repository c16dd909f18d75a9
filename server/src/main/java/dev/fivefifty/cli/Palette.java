package dev.fivefifty.cli;

/** Colours, or none. */
enum Palette {
  COLOURED,
  PLAIN;

  private static final String RESET = "\u001B[0m";

  String dim(String text) {
    return with("\u001B[2m", text);
  }

  String bold(String text) {
    return with("\u001B[1m", text);
  }

  /** By what the code says: green for yes, cyan for go on, yellow for later, red for no. */
  String reply(int code, String text) {
    return switch (code / 100) {
      case 2 -> with("\u001B[32m", text);
      case 3 -> with("\u001B[36m", text);
      case 4 -> with("\u001B[33m", text);
      default -> with("\u001B[31m", text);
    };
  }

  private String with(String start, String text) {
    return this == PLAIN ? text : start + text + RESET;
  }
}
