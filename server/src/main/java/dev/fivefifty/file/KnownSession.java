package dev.fivefifty.file;

import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import java.util.List;

/**
 * A session as it travels alone. Immutable and thread-safe.
 *
 * @param session the session
 * @param messages what was stored in it, but for what the journal has let go
 */
public record KnownSession(Session session, List<ReceivedMessage> messages) {
  /** Copies the list. */
  public KnownSession {
    messages = List.copyOf(messages);
  }
}
