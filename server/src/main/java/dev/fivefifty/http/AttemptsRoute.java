package dev.fivefifty.http;

import dev.fivefifty.file.JournalWriter;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.rule.TextPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The attempts to deliver. */
record AttemptsRoute(Control control) implements Route {
  @Override
  public String path() {
    return "/api/v1/attempts";
  }

  @Override
  public Set<String> query() {
    return Page.parameters("to");
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", this::list);
  }

  private Answer list(Request request) throws Refusal {
    Optional<TextPattern> to = request.query("to").map(TextPattern::glob);
    List<Attempt> attempts =
        control.journal().attempts().stream()
            .filter(
                attempt ->
                    to.isEmpty()
                        || attempt.recipient().filter(name -> matches(to.get(), name)).isPresent())
            .toList();
    return Page.of(request, "attempts", attempts, JournalWriter::attempt);
  }

  private static boolean matches(TextPattern pattern, String address) {
    return pattern.matchesAny(List.of(address));
  }
}
