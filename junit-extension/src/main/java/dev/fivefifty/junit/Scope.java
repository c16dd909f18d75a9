package dev.fivefifty.junit;

/**
 * How long a server lives. Whatever the scope, each test begins with an empty journal, in which
 * only sessions are listed that another test left open: of a pooled connection, say.
 */
public enum Scope {
  /** A fresh server for each test method, and for each invocation of a test template. */
  PER_METHOD,
  /** One server for a test class and its {@code @Nested} classes, reset before each test. */
  PER_CLASS,
  /** One server for all classes of the test run that ask for this scope, reset before each test. */
  PER_SUITE
}
