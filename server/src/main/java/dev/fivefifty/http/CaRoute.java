package dev.fivefifty.http;

import java.util.Map;

/** The CA that signed the server's certificate. */
record CaRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/ca.pem";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", request -> Answer.of(200, "application/x-pem-file", control.caPem()));
  }
}
