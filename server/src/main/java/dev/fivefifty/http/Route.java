package dev.fivefifty.http;

import java.util.Map;
import java.util.Set;

/** One resource of the API. */
interface Route {
  /** Does something, or refuses to and has changed nothing. */
  interface Handler {
    Answer answer(Request request) throws Refusal, InterruptedException;
  }

  /** Such as {@code /api/v1/rules/{name}}. */
  String path();

  /** By method; HEAD goes with GET, and OPTIONS with any. */
  Map<String, Handler> methods();

  /** The parameters that may stand in a query; another one is refused. */
  default Set<String> query() {
    return Set.of();
  }
}
