package dev.fivefifty.http;

import dev.fivefifty.file.JournalWriter;
import java.util.Map;

/** One session with what was said. */
record SessionRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/sessions/{id}";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", this::show);
  }

  private Answer show(Request request) throws Refusal {
    long id = request.number("id");
    return Answer.ok(
        JournalWriter.session(
            control
                .journal()
                .session(id)
                .orElseThrow(
                    () -> new Refusal(404, "there is no session " + id + ", or no longer"))));
  }
}
