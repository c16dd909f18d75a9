package dev.fivefifty.http;

import dev.fivefifty.file.JournalWriter;
import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.journal.ReceivedMessage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stored messages, without their content. */
record MessagesRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/messages";
  }

  @Override
  public Set<String> query() {
    return Page.parameters("to", "from", "subject", "header", "rule", "since");
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", this::list, "DELETE", request -> JournalRoute.clear(control));
  }

  private Answer list(Request request) throws Refusal {
    MessageFilter filter = filter(request);
    Optional<String> rule = request.query("rule");
    Optional<Instant> since = since(request);
    List<ReceivedMessage> messages =
        control.journal().messages().stream()
            .filter(message -> rule.isEmpty() || message.rule().equals(rule))
            .filter(message -> since.isEmpty() || !message.at().isBefore(since.get()))
            .filter(filter::fits)
            .toList();
    return Page.of(request, "messages", messages, JournalWriter::summary);
  }

  private static MessageFilter filter(Request request) throws Refusal {
    MessageFilter filter = MessageFilter.ANY;
    if (request.query("to").isPresent()) {
      filter = filter.to(request.query("to").get());
    }
    if (request.query("from").isPresent()) {
      filter = filter.from(request.query("from").get());
    }
    if (request.query("subject").isPresent()) {
      filter = filter.subject(request.query("subject").get());
    }
    if (request.query("header").isPresent()) {
      String[] header = request.query("header").get().split(":", 2);
      if (header.length < 2 || header[0].isBlank()) {
        throw Refusal.badRequest(
            "'header' is a name and a pattern such as X-Spam: yes, not '"
                + Shown.of(header[0])
                + "'");
      }
      filter = filter.header(header[0].strip(), header[1].strip());
    }
    return filter;
  }

  private static Optional<Instant> since(Request request) throws Refusal {
    try {
      return request.query("since").map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest(
          "'since' is an instant such as 2026-01-31T12:00:00Z, not '"
              + Shown.of(request.query("since").orElse(""))
              + "'");
    }
  }
}
