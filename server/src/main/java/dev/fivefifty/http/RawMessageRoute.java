package dev.fivefifty.http;

import java.util.Map;

/** One message, byte for byte. */
record RawMessageRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/messages/{number}/raw";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of(
        "GET",
        request ->
            Answer.of(200, "message/rfc822", MessageRoute.message(request, control).content())
                .with("Content-Disposition", "attachment; filename=\"message.eml\""));
  }
}
