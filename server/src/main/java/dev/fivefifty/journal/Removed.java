package dev.fivefifty.journal;

import java.util.List;

/**
 * What {@link Journal#clear()} removed. Immutable and thread-safe.
 *
 * @param sessions the sessions as they were then, those still open among them
 * @param messages the messages, taken or not
 */
public record Removed(List<Session> sessions, List<ReceivedMessage> messages) {
  /** Copies the lists. */
  public Removed {
    sessions = List.copyOf(sessions);
    messages = List.copyOf(messages);
  }
}
