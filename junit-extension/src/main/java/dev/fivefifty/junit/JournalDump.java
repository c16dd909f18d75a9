package dev.fivefifty.junit;

/** When a test's journal is attached to it as a file. */
public enum JournalDump {
  /** When the test fails. */
  ON_FAILURE,
  /** After each test. */
  ALWAYS,
  /** Never. */
  NEVER
}
