package dev.fivefifty.http;

import dev.fivefifty.file.JournalWriter;
import java.util.Map;
import java.util.Set;

/** All sessions, without what was said. */
record SessionsRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/sessions";
  }

  @Override
  public Set<String> query() {
    return Page.parameters();
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of(
        "GET",
        request ->
            Page.of(request, "sessions", control.journal().sessions(), JournalWriter::summary),
        "DELETE",
        request -> JournalRoute.clear(control));
  }
}
