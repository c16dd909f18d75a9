package dev.fivefifty.rule;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A rule's counts for one key. Guarded by its own monitor; nothing in it blocks. */
final class Counter {
  private long matches;
  private long applications;
  private long firstMatch;
  private final ArrayDeque<Long> recentMatches = new ArrayDeque<>();
  private final ArrayDeque<Long> recentApplications = new ArrayDeque<>();
  private int turn;
  private int turnUsed;

  /**
   * What one match came to.
   *
   * @param number the match's number for its key, from 1
   * @param refusal why the rule does not apply, or null if it does
   * @param turn the item of the sequence that is due, 0 if there is none
   */
  record Result(long number, @Nullable String refusal, int turn) {}

  /**
   * Counts a match and decides, all at once.
   *
   * @param chances the draw for a match of that number, from 0 to less than 1
   */
  synchronized Result match(Rule rule, long now, Draws chances) {
    Limit limit = rule.limit();
    matches++;
    long counted = countMatch(limit, now);
    String refusal = refusal(limit, now, counted, chances);
    if (refusal != null) {
      return new Result(matches, refusal, 0);
    }
    applications++;
    if (limit.window() != null && limit.times() != null) {
      recentApplications.addLast(now);
    }
    return new Result(matches, null, advance(rule));
  }

  /** The draw for a match's number. */
  interface Draws {
    double of(long number);
  }

  private long countMatch(Limit limit, long now) {
    if (limit.window() == null) {
      if (matches == 1) {
        firstMatch = now;
      }
      return matches;
    }
    long oldest = now - limit.window().toNanos();
    forget(recentMatches, oldest);
    forget(recentApplications, oldest);
    if (limit.after() != null || limit.lasting() != null) {
      recentMatches.addLast(now);
      // Without `lasting` only whether there are more than `after` matters: the oldest may go.
      if (limit.lasting() == null && recentMatches.size() > limit.after() + 1L) {
        recentMatches.removeFirst();
      }
      firstMatch = recentMatches.getFirst();
    }
    return recentMatches.size();
  }

  private static void forget(ArrayDeque<Long> times, long oldest) {
    while (!times.isEmpty() && times.getFirst() <= oldest) {
      times.removeFirst();
    }
  }

  private @Nullable String refusal(Limit limit, long now, long counted, Draws chances) {
    if (limit.lasting() != null && now - firstMatch >= limit.lasting().toNanos()) {
      return "lasting " + Durations.format(limit.lasting()) + " is over";
    }
    if (limit.after() != null && counted <= limit.after()) {
      return "match " + counted + " is within the first " + limit.after();
    }
    if (limit.chance() != null && chances.of(matches) >= limit.chance()) {
      return "chance did not draw it";
    }
    if (limit.times() != null) {
      long used = limit.window() == null ? applications : recentApplications.size();
      if (used >= limit.times()) {
        return "times " + limit.times() + " are used up";
      }
    }
    return null;
  }

  private int advance(Rule rule) {
    int due = turn;
    if (turn < rule.sequence().size() - 1) {
      Integer times = rule.sequence().get(turn).times();
      if (++turnUsed >= (times == null ? 1 : times)) {
        turn++;
        turnUsed = 0;
      }
    }
    return due;
  }
}
