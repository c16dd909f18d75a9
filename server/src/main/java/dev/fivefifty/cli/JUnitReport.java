package dev.fivefifty.cli;

import dev.fivefifty.expect.Evidence;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The end of a run for build servers. It judges nothing, since that a mail was refused may be just
 * what was wanted: a recipient is a test with its attempts as output, a rule that never applied is
 * a skipped one, and a session that failed by an error of the server is an error.
 */
final class JUnitReport {
  private static final int LONGEST = 300;

  private JUnitReport() {}

  static String of(Evidence evidence) {
    Map<String, List<Attempt>> recipients = HtmlReport.byRecipient(evidence);
    long failed = evidence.sessions().stream().filter(session -> isFailed(session)).count();
    long unused = evidence.applications().values().stream().filter(count -> count == 0).count();
    StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    int tests = evidence.sessions().size() + recipients.size() + evidence.applications().size();
    text.append("<testsuites name=\"FiveFifty\"").append(counts(tests, failed, unused));
    text.append(">\n");
    text.append("  <testsuite name=\"recipients\"")
        .append(counts(recipients.size(), 0, 0))
        .append(">\n");
    recipients.forEach((recipient, attempts) -> recipient(text, recipient, attempts));
    text.append("  </testsuite>\n  <testsuite name=\"rules\"");
    text.append(counts(evidence.applications().size(), 0, unused)).append(">\n");
    evidence.applications().forEach((rule, count) -> rule(text, rule, count));
    text.append("  </testsuite>\n  <testsuite name=\"sessions\"");
    text.append(counts(evidence.sessions().size(), failed, 0)).append(">\n");
    evidence.sessions().forEach(session -> session(text, session));
    return text.append("  </testsuite>\n</testsuites>\n").toString();
  }

  private static String counts(long tests, long errors, long skipped) {
    return " tests=\""
        + tests
        + "\" failures=\"0\" errors=\""
        + errors
        + "\" skipped=\""
        + skipped
        + "\"";
  }

  private static boolean isFailed(Session session) {
    return session.end().filter(end -> end == Session.End.FAILED).isPresent();
  }

  private static void testcase(StringBuilder text, String suite, String name, Duration time) {
    text.append("    <testcase classname=\"fivefifty.").append(suite).append("\" name=\"");
    text.append(Markup.of(name, LONGEST)).append("\" time=\"");
    text.append(String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0)).append('"');
  }

  private static void recipient(StringBuilder text, String recipient, List<Attempt> attempts) {
    Instant first = attempts.get(0).at();
    Duration time = Duration.between(first, attempts.get(attempts.size() - 1).at());
    testcase(text, "recipients", recipient, time.isNegative() ? Duration.ZERO : time);
    text.append(">\n      <system-out>");
    attempts.forEach(attempt -> text.append(Markup.lines(attempt.toString())).append('\n'));
    text.append("</system-out>\n    </testcase>\n");
  }

  private static void rule(StringBuilder text, String rule, long count) {
    testcase(text, "rules", rule, Duration.ZERO);
    if (count == 0) {
      text.append(">\n      <skipped message=\"it never applied\"/>\n");
    } else {
      text.append(">\n      <system-out>applied ")
          .append(Narrator.count(count, "time"))
          .append("</system-out>\n");
    }
    text.append("    </testcase>\n");
  }

  private static void session(StringBuilder text, Session session) {
    Duration time =
        session.ended().map(end -> Duration.between(session.begun(), end)).orElse(Duration.ZERO);
    String client = session.client().getHostAddress();
    testcase(text, "sessions", "session " + session.id() + " from " + client, time);
    text.append(">\n");
    if (isFailed(session)) {
      text.append("      <error message=\"it ended by an error of the server\"/>\n");
    }
    text.append("      <system-out>").append(Markup.lines(session.transcript()));
    text.append("</system-out>\n    </testcase>\n");
  }
}
