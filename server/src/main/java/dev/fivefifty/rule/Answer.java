package dev.fivefifty.rule;

import java.util.function.Function;

/** What is said. Immutable. */
public sealed interface Answer {

  /**
   * A reply; its text may hold placeholders.
   *
   * @param reply the reply
   */
  record Fixed(Reply reply) implements Answer {}

  /** The server's own correct answer. */
  record Default() implements Answer {}

  /** Nothing. */
  record None() implements Answer {}

  /** The reply that the recipient's address asks for: 550-5.1.1@any.domain, bounce+421@…. */
  record AsAddressed() implements Answer {}

  /**
   * A reply made in Java, its text sent as it is; equal to itself only.
   *
   * @param function makes the reply
   */
  record Computed(Function<Occasion, Reply> function) implements Answer {}
}
