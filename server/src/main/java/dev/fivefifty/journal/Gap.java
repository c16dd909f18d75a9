package dev.fivefifty.journal;

import java.util.OptionalLong;

/**
 * A gap in what the listeners of a journal were told. Immutable and thread-safe.
 *
 * @param lost how many exchanges, begins and ends of sessions were not told; empty if that is not
 *     known
 * @param why for people, such as {@code they went before they were read}
 */
public record Gap(OptionalLong lost, String why) {
  /**
   * The gap in words.
   *
   * @return such as {@code 12 events were missed: they went before they were read}
   */
  @Override
  public String toString() {
    String events =
        lost.isEmpty()
            ? "events were missed"
            : lost.getAsLong() == 1
                ? "1 event was missed"
                : lost.getAsLong() + " events were missed";
    return events + ": " + why;
  }
}
