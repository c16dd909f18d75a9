package dev.fivefifty.expect;

/** Something that is expected to have happened, or not. Immutable and thread-safe. */
public interface Expectation {
  /**
   * The expectation for people.
   *
   * @return a sentence such as {@code bob@example.com was accepted}
   */
  String sentence();

  /**
   * Compares it with what happened.
   *
   * @param evidence what happened
   * @return whether it holds, and if not, why
   */
  Judgement judge(Evidence evidence);
}
