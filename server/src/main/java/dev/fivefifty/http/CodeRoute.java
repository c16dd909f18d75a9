package dev.fivefifty.http;

import dev.fivefifty.codes.ReplyCodes;
import dev.fivefifty.file.MeaningWriter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a reply code means, or an enhanced code, or both. */
record CodeRoute() implements Route {
  @Override
  public String path() {
    return "/api/v1/codes/{code}";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", CodeRoute::explain);
  }

  @Override
  public Set<String> query() {
    return Set.of("enhanced");
  }

  private static Answer explain(Request request) throws Refusal {
    String code = request.variable("code");
    Optional<String> enhanced = request.query("enhanced");
    if (enhanced.isPresent()) {
      if (!code.matches("\\d{3}") || !enhanced.get().matches("\\d\\.\\d{1,3}\\.\\d{1,3}")) {
        throw Refusal.badRequest(
            "'"
                + Shown.of(code)
                + "' with the enhanced code '"
                + Shown.of(enhanced.get())
                + "' (expected such as /api/v1/codes/550?enhanced=5.7.1)");
      }
      code = code + " " + enhanced.get();
    }
    try {
      return Answer.ok(MeaningWriter.tree(ReplyCodes.explain(code)));
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
  }
}
