package dev.fivefifty.expect;

import java.util.function.Function;

/** An expectation made of its two parts. */
record Fact(String sentence, Function<Evidence, Judgement> how) implements Expectation {
  @Override
  public Judgement judge(Evidence evidence) {
    return how.apply(evidence);
  }

  @Override
  public String toString() {
    return sentence;
  }
}
