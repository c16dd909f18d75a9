package dev.fivefifty.rule;

import java.util.Optional;

/**
 * The rules that were asked about an occasion, as far as what became of it can still be explained
 * by them: in a journal that was read from elsewhere they are not there, but what they came to is.
 */
@FunctionalInterface
public interface AskedRules {
  /**
   * The rule that came closest to an occasion that no rule decided.
   *
   * @param occasion the occasion
   * @param decision what was decided
   * @return the nearest rule of that stage, or empty if a rule decided or none is asked there
   */
  Optional<NearMiss> nearMiss(Occasion occasion, Decision decision);
}
