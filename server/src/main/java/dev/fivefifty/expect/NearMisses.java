package dev.fivefifty.expect;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.rule.NearMiss;
import dev.fivefifty.rule.Stage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the rules that may have been meant to decide and did not. */
final class NearMisses {
  private static final int MOST = 3;

  private NearMisses() {}

  static List<String> of(Judgement judgement, Evidence evidence) {
    String name = judgement.nearMissesOf();
    if (name == null) {
      return List.of();
    }
    Set<String> found = new LinkedHashSet<>();
    exchanges(judgement, evidence, name)
        .forEach(
            exchange ->
                exchange
                    .nearMiss()
                    .filter(miss -> name.isEmpty() || miss.rule().equals(name))
                    .ifPresent(miss -> found.add(line(exchange, miss))));
    List<String> lines = new ArrayList<>(found);
    return lines.size() <= MOST
        ? lines
        : Stream.concat(lines.stream().limit(MOST), Stream.of("… " + MOST + " of " + lines.size()))
            .toList();
  }

  private static Stream<Exchange> exchanges(Judgement judgement, Evidence evidence, String name) {
    if (!name.isEmpty()) {
      return evidence.sessions().stream().flatMap(session -> session.exchanges().stream());
    }
    // Where a rule decided, another that did not is no riddle.
    List<Attempt> byNoRule =
        judgement.attempts().stream().filter(attempt -> attempt.rule().isEmpty()).toList();
    return byNoRule.stream()
        .map(Attempt::session)
        .distinct()
        .flatMap(id -> evidence.session(id).stream())
        .flatMap(session -> session.exchanges().stream())
        .filter(exchange -> concerns(exchange, byNoRule));
  }

  private static boolean concerns(Exchange exchange, List<Attempt> attempts) {
    if (exchange.stage() != Stage.RCPT) {
      return true;
    }
    String recipient = exchange.occasion().recipient();
    return attempts.stream()
        .anyMatch(attempt -> attempt.recipient().filter(recipient::equalsIgnoreCase).isPresent());
  }

  private static String line(Exchange exchange, NearMiss miss) {
    return "rule '"
        + miss.rule()
        + "' did not apply at "
        + exchange.stage().keyword()
        + " in session "
        + exchange.session()
        + ": "
        + miss.differences().stream()
            .map(each -> each.key().equals("limit") ? each.actual() : each.toString())
            .collect(Collectors.joining("; "));
  }
}
