package dev.fivefifty.cli;

import dev.fivefifty.expect.Asked;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run for people: one page that fetches nothing and runs no script, so that it can be
 * kept among the artefacts of a build and opened from there.
 */
final class HtmlReport {
  private static final int LONGEST = 1_000;
  private static final int SHORT = 80;
  private static final String NOBODY = "(no recipient named)";

  /** So many can be looked over; what is more is there, and opens. */
  private static final int MANY_RECIPIENTS = 40;

  private static final int FEW = 12;

  private final Evidence evidence;
  private final Questions.Taken questions;
  private final StringBuilder page = new StringBuilder();
  private final TimeScale scale;

  private HtmlReport(Evidence evidence, Questions.Taken questions) {
    this.evidence = evidence;
    this.questions = questions;
    List<Instant> events = new ArrayList<>();
    for (Session session : evidence.sessions()) {
      events.add(session.begun());
      events.add(end(session));
      for (Exchange exchange : session.exchanges()) {
        events.add(exchange.at());
        events.add(exchange.at().plus(exchange.took()));
      }
    }
    scale = TimeScale.of(events);
  }

  static String of(Evidence evidence, Questions.Taken questions) {
    return new HtmlReport(evidence, questions).page();
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
    page.append("<title>FiveFifty report</title>\n<style>\n").append(style());
    gapStyle();
    page.append("</style>\n</head>\n<body>\n<main>\n");
    summary();
    expectations();
    totals();
    recipients();
    sessions();
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  /** Once for all lines: there may be thousands. */
  private void gapStyle() {
    List<TimeScale.Gap> gaps = scale.gaps();
    if (gaps.isEmpty()) {
      return;
    }
    // A background stands where its own point of so many percent meets that of the line.
    page.append(".line::after { background-size: ").append(each(gaps, TimeScale.Gap::width));
    page.append("; background-position: ");
    page.append(each(gaps, gap -> 100 * gap.left() / Math.max(1e-9, 100 - gap.width())));
    page.append("; background-image: ");
    page.append(String.join(", ", Collections.nCopies(gaps.size(), "var(--hatch)")));
    page.append("; }\n");
  }

  private static String each(List<TimeScale.Gap> gaps, ToDoubleFunction<TimeScale.Gap> value) {
    return gaps.stream()
        .map(gap -> percent(value.applyAsDouble(gap)) + "% 100%")
        .collect(Collectors.joining(", "));
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
      String begin = scale.begin().truncatedTo(ChronoUnit.SECONDS).toString();
      page.append(Elapsed.length(scale.span()))
          .append(" from ")
          .append(text(begin.replace('T', ' ').replace("Z", " UTC")));
      page.append(" on, by the server’s clock.");
    }
    page.append(" Seed ").append(evidence.seed()).append(".</p>\n<ul class=\"facts\">\n");
    if (!questions.asked().isEmpty()) {
      fact(questions.met() + questions.unmet(), "question", "expectations");
    }
    fact(evidence.attempts().size(), "attempt", "recipients");
    fact(evidence.sessions().size(), "session", "sessions");
    fact(evidence.messages().size(), "stored message", null);
    page.append("</ul>\n");
    Discarded gone = evidence.discarded();
    if (!gone.isNothing()) {
      page.append("<p class=\"note\">The journal has let go by its limits, and this page lacks: ")
          .append(Narrator.count(gone.sessions(), "session"))
          .append(", ")
          .append(Narrator.count(gone.exchanges(), "exchange"))
          .append(", ")
          .append(Narrator.count(gone.attempts(), "attempt"))
          .append(", ")
          .append(Narrator.count(gone.messages(), "message"))
          .append(".</p>\n");
    }
    page.append("</header>\n");
  }

  private void fact(long number, String what, @Nullable String where) {
    page.append("<li><b>").append(number).append("</b> ");
    if (where != null) {
      page.append("<a href=\"#").append(where).append("\">");
    }
    page.append(what).append(number == 1 ? "" : "s").append(where == null ? "" : "</a>");
    page.append("</li>\n");
  }

  private void expectations() {
    if (questions.asked().isEmpty()) {
      return;
    }
    page.append("<section id=\"expectations\">\n<h2>Expectations</h2>\n<p>");
    page.append("What was asked during the run: ").append(questions.met());
    page.append(" as expected, ").append(questions.unmet()).append(" not.");
    if (!questions.leftOut().isEmpty()) {
      page.append(" Here are the last; ").append(questions.leftOut()).append('.');
    }
    page.append("</p>\n<ol class=\"asked\">\n");
    questions.asked().forEach(this::asked);
    page.append("</ol>\n</section>\n");
  }

  private void asked(Asked asked) {
    page.append("<li>");
    String sentences =
        asked.expected().stream().map(HtmlReport::text).collect(Collectors.joining("<br>"));
    String time =
        "<span class=\"time\">" + since(asked.at()) + ", after " + Elapsed.length(asked.took());
    page.append("<span class=\"result ")
        .append(asked.met() ? "accepted\">met" : "refused\">not met");
    page.append("</span><span class=\"what\">").append(sentences).append("</span>");
    page.append(time).append("</span>");
    if (!asked.met()) {
      page.append("<p>").append(text(JUnitReport.reason(asked))).append("</p>\n");
      page.append("<details><summary>The whole explanation</summary><pre>");
      page.append(Markup.lines(asked.explanation())).append("</pre></details>");
    }
    page.append("</li>\n");
  }

  private void totals() {
    page.append("<div class=\"totals\">\n");
    replies();
    results();
    rules();
    page.append("</div>\n");
  }

  private void results() {
    Map<Attempt.Result, Integer> results = new EnumMap<>(Attempt.Result.class);
    evidence.attempts().forEach(attempt -> results.merge(attempt.result(), 1, Integer::sum));
    if (results.isEmpty()) {
      return;
    }
    page.append("<section>\n<h2>Attempts</h2>\n<table>\n<thead><tr><th>Result</th>");
    page.append("<th>Attempts</th></tr></thead>\n<tbody>\n");
    results.forEach(
        (result, count) -> {
          String word = result.name().toLowerCase(Locale.ROOT);
          page.append("<tr><td><span class=\"result ").append(word).append("\">").append(word);
          page.append("</span></td><td>").append(count).append("</td></tr>\n");
        });
    page.append("</tbody>\n</table>\n</section>\n");
  }

  private void rules() {
    if (evidence.applications().isEmpty()) {
      return;
    }
    page.append("<section>\n<h2>Rules</h2>\n<table>\n<thead><tr><th>Rule</th>");
    page.append("<th>Applied</th></tr></thead>\n<tbody>\n");
    evidence
        .applications()
        .forEach(
            (name, count) ->
                page.append("<tr><td class=\"name\">")
                    .append(text(name))
                    .append("</td><td>")
                    .append(count == 0 ? "never" : count.toString())
                    .append("</td></tr>\n"));
    page.append("</tbody>\n</table>\n</section>\n");
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
    page.append("<section id=\"recipients\">\n<h2>Recipients</h2>\n");
    Map<String, List<Attempt>> told = byRecipient(evidence);
    Map<String, List<Attempt>> plain = new LinkedHashMap<>();
    Map<String, List<Attempt>> more = new LinkedHashMap<>();
    if (told.isEmpty()) {
      page.append("<p>Nothing was attempted.</p>\n");
    }
    told.forEach(
        (recipient, attempts) -> {
          if (isPlain(attempts)) {
            plain.put(recipient, attempts);
          } else {
            more.put(recipient, attempts);
          }
        });
    int left = more.size() - MANY_RECIPIENTS;
    more.entrySet().stream()
        .limit(left > FEW ? MANY_RECIPIENTS : more.size())
        .forEach(each -> recipient(each.getKey(), each.getValue()));
    if (left > FEW) {
      page.append("<details><summary>").append(left).append(" more</summary>\n");
      more.entrySet().stream()
          .skip(MANY_RECIPIENTS)
          .forEach(each -> recipient(each.getKey(), each.getValue()));
      page.append("</details>\n");
    }
    if (!plain.isEmpty()) {
      page.append("<details").append(plain.size() > FEW ? "" : " open=\"\"").append("><summary>");
      page.append(plain.size()).append(" with every message accepted at once</summary>\n");
      plain.forEach(this::recipient);
      page.append("</details>\n");
    }
    page.append("</section>\n");
  }

  /** Nobody looks for what was accepted at once, but for a message that came twice. */
  private static boolean isPlain(List<Attempt> attempts) {
    List<String> ids = attempts.stream().flatMap(each -> each.messageId().stream()).toList();
    return Set.copyOf(ids).size() == ids.size()
        && attempts.stream().allMatch(each -> each.result() == Attempt.Result.ACCEPTED);
  }

  private void recipient(String recipient, List<Attempt> attempts) {
    page.append("<article class=\"recipient\">\n<h3>").append(text(recipient));
    page.append("</h3>\n<ol>\n");
    attempts.forEach(this::attempt);
    page.append("</ol>\n</article>\n");
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
    page.append("<section id=\"sessions\">\n<h2>Sessions</h2>\n");
    if (!evidence.sessions().isEmpty()) {
      page.append("<p>Each opens to what was said. The bars stand on one line of time, ");
      page.append(Elapsed.length(scale.span())).append(" long");
      String gaps =
          scale.gaps().stream()
              .map(gap -> Elapsed.length(gap.length()) + " from " + since(gap.from()) + " on")
              .collect(Collectors.joining(", "));
      if (!gaps.isEmpty()) {
        page.append("; hatched is when nothing was said, drawn short: ").append(gaps);
      }
      page.append(".</p>\n");
      axis();
    }
    evidence.sessions().forEach(this::session);
    page.append("</section>\n");
  }

  private void axis() {
    if (!scale.gaps().isEmpty()) {
      page.append("<div class=\"axis\" aria-hidden=\"true\"><span class=\"labels\">");
      for (TimeScale.Gap gap : scale.gaps()) {
        page.append("<span style=\"left:").append(percent(gap.left() + gap.width() / 2));
        page.append("%\">").append(Elapsed.about(gap.length())).append("</span>");
      }
      page.append("</span></div>\n");
    }
  }

  private void session(Session session) {
    Instant end = end(session);
    String worst = worst(session);
    page.append("<details class=\"session\">\n<summary>");
    page.append("<span class=\"who\"><b>#").append(session.id()).append("</b> ");
    page.append(text(session.client().getHostAddress()));
    if (session.tls()) {
      page.append(" <span class=\"tag\">TLS</span>");
    }
    session
        .user()
        .ifPresent(
            user -> page.append(" <span class=\"tag\">").append(text(user)).append("</span>"));
    to(session);
    double left = scale.at(session.begun());
    page.append("</span> <span class=\"line\"><span class=\"bar ").append(worst);
    page.append("\" style=\"left:min(").append(percent(left)).append("%, 100% - 4px);width:");
    page.append(percent(scale.at(end) - left));
    page.append("%\"></span></span> <span class=\"result ").append(worst).append("\">");
    page.append(worst).append("</span> <span class=\"time\">").append(since(session.begun()));
    page.append(", for ").append(Elapsed.length(Duration.between(session.begun(), end)));
    // Inside of what opens, so that a link to it opens it where the browser can.
    page.append("</span></summary>\n<ol class=\"transcript\" id=\"s").append(session.id());
    page.append("\">\n");
    if (session.discardedExchanges() > 0) {
      page.append("<li class=\"note\">").append(session.discardedExchanges());
      page.append(" earlier exchanges were discarded</li>\n");
    }
    session.exchanges().forEach(this::exchange);
    page.append("</ol>\n<p class=\"end\">")
        .append(text(ended(session)))
        .append("</p>\n</details>\n");
  }

  private void to(Session session) {
    List<String> recipients =
        session.attempts().stream()
            .flatMap(attempt -> attempt.recipient().stream())
            .distinct()
            .toList();
    if (!recipients.isEmpty()) {
      page.append("<span class=\"to\">").append(Markup.of(recipients.get(0), SHORT));
      if (recipients.size() > 1) {
        page.append(" and ").append(recipients.size() - 1).append(" more");
      }
      page.append("</span>");
    }
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
    if (exchange.sent().length() == 0) {
      page.append("<span class=\"server\"><i>nothing</i></span>");
    } else if (reply.isPresent()) {
      lines(reply.get());
    } else {
      page.append("<span class=\"server\">").append(text(exchange.sent().text()));
      page.append("</span>");
    }
    page.append("</span><span class=\"why\">");
    exchange.rule().ifPresent(this::rule);
    // What the server does of itself, such as to close after QUIT, is no fault.
    String kind = exchange.deliberate() ? "fault" : "tag";
    Narrator.whatElse(exchange).forEach(remark -> remark(kind, remark));
    if (!exchange.written() && exchange.sent().length() > 0) {
      remark("fault", "not all written");
    }
    exchange.note().ifPresent(note -> remark("fault", note));
    exchange.message().ifPresent(number -> remark("tag", "stored as message " + number));
    page.append("</span></li>\n");
  }

  private void remark(String kind, String remark) {
    page.append("<span class=\"").append(kind).append("\">").append(text(remark));
    page.append("</span> ");
  }

  /** A reply as it was sent: a line each. */
  private void lines(Reply reply) {
    Reply said = reply.withUsualText();
    page.append("<span class=\"server\">").append(code(said));
    String enhanced = said.enhanced() == null ? "" : said.enhanced() + " ";
    page.append(text(" " + enhanced + said.lines().get(0))).append("</span>");
    said.lines().stream()
        .skip(1)
        .forEach(line -> page.append("<span class=\"more\">").append(text(line)).append("</span>"));
  }

  private static String reply(Reply reply) {
    Reply said = reply.withUsualText();
    String enhanced = said.enhanced() == null ? "" : said.enhanced() + " ";
    return code(said) + text(" " + enhanced + String.join(" | ", said.lines()));
  }

  private static String code(Reply reply) {
    return "<span class=\"code c" + reply.code() / 100 + "\">" + reply.code() + "</span>";
  }

  private String since(Instant at) {
    return Elapsed.clock(Duration.between(scale.begin(), at));
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.3f", part);
  }

  private static String text(String text) {
    return Markup.of(text, LONGEST);
  }
}
