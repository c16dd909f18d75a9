package dev.fivefifty.http;

import dev.fivefifty.file.JournalWriter;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Removed;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much the journal holds; emptying it says what it held. */
record JournalRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/journal";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", request -> count(), "DELETE", request -> clear(control));
  }

  private Answer count() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sessions", control.journal().sessions().size());
    tree.put("attempts", control.journal().attempts().size());
    tree.put("messages", control.journal().messages().size());
    Discarded gone = control.journal().discarded();
    Map<String, Object> discarded = new LinkedHashMap<>();
    discarded.put("sessions", gone.sessions());
    discarded.put("exchanges", gone.exchanges());
    discarded.put("attempts", gone.attempts());
    discarded.put("messages", gone.messages());
    discarded.put("bytes", gone.bytes());
    tree.put("discarded", discarded);
    return Answer.ok(tree);
  }

  /** Sessions go with their messages: what is left could not be understood. */
  static Answer clear(Control control) {
    Removed removed = control.journal().clear();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sessions", removed.sessions().stream().map(JournalWriter::summary).toList());
    tree.put("messages", removed.messages().stream().map(JournalWriter::summary).toList());
    return Answer.ok(Map.of("removed", tree));
  }
}
