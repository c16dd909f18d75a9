package dev.fivefifty.junit;

/** What fails a test although all its assertions hold. */
public enum Strict {
  /**
   * A rule that never applied: the test did not meet what it was written for. Of a scenario, whose
   * rules are named {@code scenario/rule}, one that applied is enough.
   */
  UNUSED_RULES,
  /**
   * An exchange that no rule decided, at a stage for which there are rules. Rules that say {@code
   * reply: default} make an allow-list.
   */
  UNEXPECTED_EXCHANGES
}
