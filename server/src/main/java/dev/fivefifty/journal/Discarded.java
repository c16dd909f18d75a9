package dev.fivefifty.journal;

/**
 * What a journal let go by its limits since it was made or last cleared. Immutable and thread-safe.
 *
 * @param sessions sessions that are no longer listed
 * @param exchanges exchanges, with those of these sessions
 * @param attempts attempts, with those of these sessions
 * @param messages messages, with those of these sessions
 * @param bytes what all of it had been counted for
 */
public record Discarded(long sessions, long exchanges, long attempts, long messages, long bytes) {
  static final Discarded NOTHING = new Discarded(0, 0, 0, 0, 0);

  /**
   * Whether the journal still holds everything.
   *
   * @return true if nothing was discarded
   */
  public boolean isNothing() {
    return equals(NOTHING);
  }

  Discarded withSession(long size) {
    return new Discarded(sessions + 1, exchanges, attempts, messages, bytes + size);
  }

  Discarded withExchange(long size) {
    return new Discarded(sessions, exchanges + 1, attempts, messages, bytes + size);
  }

  Discarded withAttempt(long size) {
    return new Discarded(sessions, exchanges, attempts + 1, messages, bytes + size);
  }

  Discarded withMessage(long size) {
    return new Discarded(sessions, exchanges, attempts, messages + 1, bytes + size);
  }
}
