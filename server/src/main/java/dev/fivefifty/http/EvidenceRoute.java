package dev.fivefifty.http;

import dev.fivefifty.expect.Evidence;
import dev.fivefifty.file.EvidenceJson;
import dev.fivefifty.file.KnownEvidence;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Removed;
import java.io.BufferedWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * All that is known, for the client with the embedded interface; emptying the journal says all that
 * it held.
 */
record EvidenceRoute(Control control) implements Route {
  private static final int BUFFER = 64 * 1024;

  @Override
  public String path() {
    return "/api/v1/evidence";
  }

  @Override
  public Set<String> query() {
    return Set.of("of", "have");
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", this::show, "DELETE", this::clear);
  }

  private Answer show(Request request) throws Refusal {
    // Before the evidence, so that the tag promises no more than what was sent with it.
    String tag = '"' + control.id() + "." + control.revision() + '"';
    if (request.header("If-None-Match").filter(tag::equals).isPresent()) {
      return Answer.of(304, Answer.JSON, new byte[0]).with("ETag", tag);
    }
    LongPredicate there = Numbers.parse(request.query("have").orElse(""));
    // The numbers of another server are of other messages.
    boolean known = request.query("of").filter(control.id()::equals).isPresent();
    Evidence evidence = control.evidence();
    KnownEvidence all = new KnownEvidence(evidence, control.journal().exchanges());
    return answer(all, known ? there : number -> false).with("ETag", tag);
  }

  private Answer clear(Request request) {
    Removed removed = control.journal().clear();
    List<Attempt> attempts =
        removed.sessions().stream().flatMap(session -> session.attempts().stream()).toList();
    Evidence evidence =
        new Evidence(
            control.seed(),
            removed.sessions(),
            attempts,
            removed.messages(),
            Map.of(),
            new Discarded(0, 0, 0, 0, 0));
    return answer(new KnownEvidence(evidence, List.of()), number -> false);
  }

  private static Answer answer(KnownEvidence evidence, LongPredicate there) {
    return Answer.streaming(
        Answer.JSON,
        sink -> {
          BufferedWriter out = new BufferedWriter(new PieceWriter(sink), BUFFER);
          EvidenceJson.write(evidence, out, there);
          out.flush();
        });
  }
}
