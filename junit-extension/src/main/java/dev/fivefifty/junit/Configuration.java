package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;

/**
 * Settings of a server that have no attribute of their own, such as several listeners. An
 * implementation named in an annotation has a constructor without parameters.
 */
@FunctionalInterface
public interface Configuration {
  /**
   * Describes the server further, after everything else was set.
   *
   * @param builder what the server will be started from
   */
  void configure(FiveFifty.Builder builder);
}
