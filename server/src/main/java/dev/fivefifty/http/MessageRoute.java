package dev.fivefifty.http;

import dev.fivefifty.file.JournalWriter;
import dev.fivefifty.journal.ReceivedMessage;
import java.util.Map;

/** One message: envelope, header fields, text and what is attached. */
record MessageRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/messages/{number}";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", request -> Answer.ok(JournalWriter.message(message(request, control))));
  }

  static ReceivedMessage message(Request request, Control control) throws Refusal {
    long number = request.number("number");
    return control
        .journal()
        .message(number)
        .orElseThrow(() -> new Refusal(404, "there is no message " + number + ", or no longer"));
  }
}
