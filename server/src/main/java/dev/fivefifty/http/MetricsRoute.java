package dev.fivefifty.http;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Journal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts for Prometheus, since the API was started. Labels are words of ours alone: neither
 * addresses nor names of rules, which may hold some.
 */
final class MetricsRoute implements Route {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Control control;
  private final LongAdder sessions = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final Map<Answered, LongAdder> exchanges = new ConcurrentHashMap<>();

  /** What exchanges are counted by. */
  private record Answered(String stage, String code, boolean byRule)
      implements Comparable<Answered> {
    @Override
    public int compareTo(Answered other) {
      return toString().compareTo(other.toString());
    }
  }

  MetricsRoute(Control control) {
    this.control = control;
    control.journal().onSessionBegin(session -> sessions.increment());
    control.journal().onSessionEnd(session -> ended.increment());
    control.journal().onExchange(this::count);
  }

  private void count(Exchange exchange) {
    String code = exchange.reply().map(reply -> String.valueOf(reply.code())).orElse("none");
    exchanges
        .computeIfAbsent(
            new Answered(exchange.stage().keyword(), code, exchange.deliberate()),
            key -> new LongAdder())
        .increment();
    if (exchange.message().isPresent()) {
      messages.increment();
    }
  }

  @Override
  public String path() {
    return "/metrics";
  }

  @Override
  public Map<String, Handler> methods() {
    return Map.of("GET", request -> Answer.of(200, TYPE, text()));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    // What has ended is read first, so that no more have ended than begun.
    long over = ended.sum();
    long begun = sessions.sum();
    header(text, "fivefifty_sessions_total", "counter", "Sessions that have begun.");
    sample(text, "fivefifty_sessions_total", "", begun);
    header(text, "fivefifty_sessions_open", "gauge", "Sessions that have begun and not ended.");
    sample(text, "fivefifty_sessions_open", "", Math.max(0, begun - over));
    header(text, "fivefifty_messages_stored_total", "counter", "Messages that were stored.");
    sample(text, "fivefifty_messages_stored_total", "", messages.sum());
    header(
        text,
        "fivefifty_exchanges_total",
        "counter",
        "Exchanges by stage, by the code of the reply, and by whether a rule decided.");
    exchanges.keySet().stream()
        .sorted()
        .forEach(
            key ->
                sample(
                    text,
                    "fivefifty_exchanges_total",
                    "{stage=\"%s\",code=\"%s\",by=\"%s\"}"
                        .formatted(key.stage, key.code, key.byRule ? "rule" : "default"),
                    exchanges.get(key).sum()));
    held(text);
    return text.toString();
  }

  private void held(StringBuilder text) {
    Journal journal = control.journal();
    Map<Attempt.Result, Long> results = new EnumMap<>(Attempt.Result.class);
    journal.attempts().forEach(attempt -> results.merge(attempt.result(), 1L, Long::sum));
    header(text, "fivefifty_journal_attempts", "gauge", "Attempts that the journal holds.");
    for (Attempt.Result result : Attempt.Result.values()) {
      sample(
          text,
          "fivefifty_journal_attempts",
          "{result=\"" + result.name().toLowerCase(Locale.ROOT) + "\"}",
          results.getOrDefault(result, 0L));
    }
    header(text, "fivefifty_journal_messages", "gauge", "Messages that the journal holds.");
    sample(text, "fivefifty_journal_messages", "", journal.messages().size());
    header(text, "fivefifty_rules", "gauge", "Rules in force.");
    sample(text, "fivefifty_rules", "", control.rules().size());
    header(
        text,
        "fivefifty_rule_applications",
        "gauge",
        "How often the rules in force have applied, all together.");
    sample(
        text,
        "fivefifty_rule_applications",
        "",
        control.applications().values().stream().mapToLong(Long::longValue).sum());
  }

  private static void header(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void sample(StringBuilder text, String name, String labels, long value) {
    text.append(name).append(labels).append(' ').append(value).append('\n');
  }
}
