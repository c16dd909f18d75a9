package dev.fivefifty.http;

import java.util.Map;
import java.util.function.Supplier;

/** A document about the API itself. */
record DocumentRoute(String path, String type, Supplier<String> text) implements Route {
  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", request -> Answer.of(200, type, text.get()));
  }
}
