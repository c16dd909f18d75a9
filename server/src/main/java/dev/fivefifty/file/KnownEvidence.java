package dev.fivefifty.file;

import dev.fivefifty.expect.Evidence;
import dev.fivefifty.journal.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evidence as it travels. Immutable and thread-safe.
 *
 * @param evidence what a server knew
 * @param exchanges the exchanges of all its sessions, in the order of arrival
 */
public record KnownEvidence(Evidence evidence, List<Exchange> exchanges) {
  private record Number(long session, int exchange) {
    static Number of(Exchange exchange) {
      return new Number(exchange.session(), exchange.number());
    }
  }

  /**
   * Copies the list, of which it leaves what no session has, and to which it adds what is missing.
   */
  public KnownEvidence {
    Map<Number, Exchange> held = new LinkedHashMap<>();
    evidence
        .sessions()
        .forEach(session -> session.exchanges().forEach(each -> held.put(Number.of(each), each)));
    List<Exchange> ordered = new ArrayList<>(held.size());
    for (Exchange exchange : exchanges) {
      // The session's own, which may have been corrected meanwhile.
      Exchange same = held.remove(Number.of(exchange));
      if (same != null) {
        ordered.add(same);
      }
    }
    ordered.addAll(held.values());
    exchanges = List.copyOf(ordered);
  }
}
