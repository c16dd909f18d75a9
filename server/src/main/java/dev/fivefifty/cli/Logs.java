package dev.fivefifty.cli;

/**
 * How the standalone program logs. By system properties, since a file in the jar would also change
 * how the programs log that embed the server.
 */
final class Logs {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logs() {}

  /** Call it before any logger is made. What the user has set stays. */
  static void configure() {
    set("defaultLogLevel", "warn");
    set("logFile", "System.err");
    set("showDateTime", "true");
    set("showThreadName", "false");
    // SubEtha at DEBUG logs credentials.
    set("log.org.subethamail", "warn");
  }

  private static void set(String key, String value) {
    if (System.getProperty(PREFIX + key) == null) {
      System.setProperty(PREFIX + key, value);
    }
  }
}
