package dev.fivefifty.cli;

import dev.fivefifty.expect.Evidence;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The end of a run for people: one page that fetches nothing and runs no script, so that it can be
 * kept among the artefacts of a build and opened from there.
 */
final class HtmlReport {
  private static final int LONGEST = 1_000;
  private static final String NOBODY = "(no recipient named)";

  private final Evidence evidence;
  private final StringBuilder page = new StringBuilder();
  private final Instant begin;
  private final Duration span;

  private HtmlReport(Evidence evidence) {
    this.evidence = evidence;
    Instant first = null;
    Instant last = null;
    for (Session session : evidence.sessions()) {
      Instant end = end(session);
      first = first == null || session.begun().isBefore(first) ? session.begun() : first;
      last = last == null || end.isAfter(last) ? end : last;
    }
    begin = first == null ? Instant.EPOCH : first;
    span = first == null || last == null ? Duration.ZERO : Duration.between(first, last);
  }

  static String of(Evidence evidence) {
    return new HtmlReport(evidence).page();
  }

  /** What each recipient has seen, in the order in which they were first tried. */
  static Map<String, List<Attempt>> byRecipient(Evidence evidence) {
    return evidence.attempts().stream()
        .collect(
            Collectors.groupingBy(
                attempt ->
                    attempt.recipient().map(to -> to.toLowerCase(Locale.ROOT)).orElse(NOBODY),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  /** When it ended, or what was last heard of it. */
  private static Instant end(Session session) {
    return session
        .ended()
        .or(
            () ->
                session.exchanges().stream()
                    .map(exchange -> exchange.at().plus(exchange.took()))
                    .max(Instant::compareTo))
        .orElse(session.begun());
  }

  private String page() {
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.append("<title>FiveFifty report</title>\n<style>\n").append(style()).append("</style>\n");
    page.append("</head>\n<body>\n<main>\n");
    summary();
    replies();
    recipients();
    sessions();
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void summary() {
    page.append("<header>\n<h1>FiveFifty report</h1>\n<p>");
    if (evidence.sessions().isEmpty()) {
      page.append("Nobody connected.");
    } else {
      page.append(text(begin.truncatedTo(ChronoUnit.MILLIS).toString()))
          .append(" and ")
          .append(duration(span))
          .append(" from then on, by the server’s clock.");
    }
    page.append(" Seed ").append(evidence.seed()).append(".</p>\n<ul class=\"facts\">\n");
    fact(evidence.sessions().size(), "session");
    fact(evidence.attempts().size(), "attempt");
    fact(evidence.messages().size(), "stored message");
    page.append("</ul>\n");
    Discarded gone = evidence.discarded();
    if (!gone.isNothing()) {
      page.append("<p class=\"note\">The journal has let go by its limits, and this page lacks: ")
          .append(gone.sessions())
          .append(" sessions, ")
          .append(gone.exchanges())
          .append(" exchanges, ")
          .append(gone.attempts())
          .append(" attempts, ")
          .append(gone.messages())
          .append(" messages.</p>\n");
    }
    page.append("</header>\n");
  }

  private void fact(int number, String what) {
    page.append("<li><b>").append(number).append("</b> ").append(what);
    page.append(number == 1 ? "" : "s").append("</li>\n");
  }

  /** How often a code was said, and by whom. */
  private static final class Said {
    private long all;
    private long byRule;
  }

  private void replies() {
    Map<Integer, Said> codes = new TreeMap<>();
    for (Session session : evidence.sessions()) {
      for (Exchange exchange : session.exchanges()) {
        exchange
            .reply()
            .ifPresent(
                reply -> {
                  Said said = codes.computeIfAbsent(reply.code(), code -> new Said());
                  said.all++;
                  said.byRule += exchange.deliberate() ? 1 : 0;
                });
      }
    }
    page.append("<section>\n<h2>Replies</h2>\n");
    if (codes.isEmpty()) {
      page.append("<p>Nothing was said.</p>\n</section>\n");
      return;
    }
    page.append("<table class=\"numbers\">\n<thead><tr><th>Code</th><th>Said</th>");
    page.append("<th>of these by a rule</th></tr></thead>\n<tbody>\n");
    codes.forEach(
        (code, said) ->
            page.append("<tr><td><span class=\"code c")
                .append(code / 100)
                .append("\">")
                .append(code)
                .append("</span></td><td>")
                .append(said.all)
                .append("</td><td>")
                .append(said.byRule)
                .append("</td></tr>\n"));
    page.append("</tbody>\n</table>\n</section>\n");
  }

  private void recipients() {
    page.append("<section>\n<h2>Recipients</h2>\n");
    Map<String, List<Attempt>> all = byRecipient(evidence);
    if (all.isEmpty()) {
      page.append("<p>Nothing was attempted.</p>\n");
    }
    all.forEach(
        (recipient, attempts) -> {
          page.append("<article class=\"recipient\">\n<h3>").append(text(recipient));
          page.append("</h3>\n<ol>\n");
          attempts.forEach(this::attempt);
          page.append("</ol>\n</article>\n");
        });
    page.append("</section>\n");
  }

  private void attempt(Attempt attempt) {
    String result = attempt.result().name().toLowerCase(Locale.ROOT);
    page.append("<li><span class=\"result ").append(result).append("\">").append(result);
    page.append("</span> <span class=\"time\">").append(since(attempt.at())).append("</span> ");
    attempt
        .reply()
        .ifPresent(
            reply -> page.append("<span class=\"said\">").append(reply(reply)).append("</span> "));
    attempt.rule().ifPresent(this::rule);
    page.append("<a href=\"#s").append(attempt.session()).append("\">session ");
    page.append(attempt.session()).append("</a>");
    attempt.message().ifPresent(number -> page.append(", stored as message ").append(number));
    page.append("</li>\n");
  }

  private void rule(String name) {
    page.append("<span class=\"rule\">").append(text(name)).append("</span> ");
  }

  private void sessions() {
    page.append("<section>\n<h2>Sessions</h2>\n");
    if (!evidence.sessions().isEmpty()) {
      page.append("<p>Each opens to what was said. The bars stand on one line of time, ");
      page.append(duration(span)).append(" long.</p>\n");
    }
    evidence.sessions().forEach(this::session);
    page.append("</section>\n");
  }

  private void session(Session session) {
    Instant end = end(session);
    String worst = worst(session);
    page.append("<details class=\"session\" id=\"s").append(session.id()).append("\">\n<summary>");
    page.append("<span class=\"who\"><b>#").append(session.id()).append("</b> ");
    page.append(text(session.client().getHostAddress()));
    if (session.tls()) {
      page.append(" <span class=\"tag\">TLS</span>");
    }
    session
        .user()
        .ifPresent(
            user -> page.append(" <span class=\"tag\">").append(text(user)).append("</span>"));
    page.append("</span> <span class=\"line\"><span class=\"bar ").append(worst);
    page.append("\" style=\"margin-left:")
        .append(percent(Duration.between(begin, session.begun())));
    page.append("%;width:").append(percent(Duration.between(session.begun(), end)));
    page.append("%\"></span></span> <span class=\"result ").append(worst).append("\">");
    page.append(worst).append("</span> <span class=\"time\">").append(since(session.begun()));
    page.append(", for ").append(duration(Duration.between(session.begun(), end)));
    page.append("</span></summary>\n<ol class=\"transcript\">\n");
    if (session.discardedExchanges() > 0) {
      page.append("<li class=\"note\">").append(session.discardedExchanges());
      page.append(" earlier exchanges were discarded</li>\n");
    }
    session.exchanges().forEach(this::exchange);
    page.append("</ol>\n<p class=\"end\">")
        .append(text(ended(session)))
        .append("</p>\n</details>\n");
  }

  private static String ended(Session session) {
    return session
        .end()
        .map(how -> "Ended: " + how.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .orElse("It was still open.");
  }

  /** What a person looks for first: what went most wrong. */
  private static String worst(Session session) {
    Attempt.Result[] byHarm = {
      Attempt.Result.LOST,
      Attempt.Result.REFUSED,
      Attempt.Result.DEFERRED,
      Attempt.Result.ABANDONED,
      Attempt.Result.ACCEPTED
    };
    for (Attempt.Result result : byHarm) {
      if (session.attempts().stream().anyMatch(attempt -> attempt.result() == result)) {
        return result.name().toLowerCase(Locale.ROOT);
      }
    }
    return "nothing";
  }

  private void exchange(Exchange exchange) {
    page.append("<li><span class=\"time\">").append(since(exchange.at())).append("</span>");
    page.append("<span class=\"stage\">").append(exchange.stage().keyword()).append("</span>");
    page.append("<span class=\"talk\">");
    String command = Narrator.command(exchange);
    if (!command.isEmpty()) {
      page.append("<span class=\"client\">").append(text(command)).append("</span>");
    }
    Optional<Reply> reply = exchange.reply();
    page.append("<span class=\"server\">");
    if (exchange.sent().length() == 0) {
      page.append("<i>nothing</i>");
    } else {
      page.append(reply.isPresent() ? reply(reply.get()) : text(exchange.sent().text()));
    }
    page.append("</span></span><span class=\"why\">");
    exchange.rule().ifPresent(this::rule);
    for (String remark : remarks(exchange)) {
      page.append("<span class=\"fault\">").append(text(remark)).append("</span> ");
    }
    page.append("</span></li>\n");
  }

  private static List<String> remarks(Exchange exchange) {
    List<String> remarks = new ArrayList<>(Narrator.whatElse(exchange));
    if (!exchange.written() && exchange.sent().length() > 0) {
      remarks.add("not all written");
    }
    exchange.note().ifPresent(remarks::add);
    exchange.message().ifPresent(number -> remarks.add("stored as message " + number));
    return remarks;
  }

  private static String reply(Reply reply) {
    Reply said = reply.withUsualText();
    String rest =
        (said.enhanced() == null ? "" : " " + said.enhanced())
            + " "
            + String.join(" | ", said.lines());
    return "<span class=\"code c"
        + said.code() / 100
        + "\">"
        + said.code()
        + "</span>"
        + text(rest);
  }

  private String since(Instant at) {
    Duration since = Duration.between(begin, at);
    return "+" + duration(since.isNegative() ? Duration.ZERO : since);
  }

  private static String duration(Duration duration) {
    return Durations.format(duration.truncatedTo(ChronoUnit.MILLIS));
  }

  private String percent(Duration part) {
    double all = Math.max(1, span.toNanos());
    return String.format(Locale.ROOT, "%.3f", Math.min(100, 100 * part.toNanos() / all));
  }

  private static String text(String text) {
    return Markup.of(text, LONGEST);
  }
}
