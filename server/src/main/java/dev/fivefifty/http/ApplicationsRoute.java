package dev.fivefifty.http;

import java.util.Map;

/** How often each rule has applied. */
record ApplicationsRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/applications";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", request -> Answer.ok(Map.of("applications", control.applications())));
  }
}
