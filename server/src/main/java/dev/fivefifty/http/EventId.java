package dev.fivefifty.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells an event from all others, also from those of a server that was at the same place
 * before.
 *
 * @param server the server's own id
 * @param number the event's; 0 stands before the first
 */
record EventId(String server, long number) {
  private static final Pattern TEXT = Pattern.compile("([^.]+)\\.([0-9]{1,18})");

  /** Reads what {@link #toString()} wrote; empty if it is something else. */
  static Optional<EventId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new EventId(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return server + "." + number;
  }
}
