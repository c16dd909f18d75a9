package dev.fivefifty.cli;

import dev.fivefifty.file.JournalWriter;
import dev.fivefifty.file.JsonText;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Stage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The journal as JSON lines: an event each, by the names that the control API's events have. They
 * end up in the archives of build servers, so the secrets of an authentication are left out.
 */
final class JournalLines {
  private JournalLines() {}

  static String began(Session session) {
    return line("session-begin", JournalWriter.summary(session));
  }

  static String exchange(Exchange exchange) {
    Map<String, Object> tree = JournalWriter.exchange(exchange);
    boolean auth = exchange.stage() == Stage.AUTH || exchange.stage() == Stage.CHALLENGE;
    if (auth && !exchange.answersChallenge()) {
      tree.put("received", exchange.occasion().line().orElse("***"));
    }
    return line("exchange", tree);
  }

  static String ended(Session session) {
    return line("session-end", JournalWriter.summary(session));
  }

  private static String line(String event, Map<String, Object> tree) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("event", event);
    all.putAll(tree);
    return JsonText.inOneLine(all);
  }
}
