package dev.fivefifty.cli;

import dev.fivefifty.expect.Asked;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The end of a run for build servers. Of what happened it judges nothing, since that a mail was
 * refused may be just what was wanted; but it tells what was asked during the run, and whether it
 * was as expected: a question is a test, failed with the explanation that was its answer. A
 * recipient is a test with its attempts as output, a rule that never applied is a skipped one, and
 * a session that failed by an error of the server is an error.
 */
final class JUnitReport {
  private static final int LONGEST = 300;

  private JUnitReport() {}

  static String of(Evidence evidence, Questions.Taken questions) {
    Map<String, List<Attempt>> recipients = HtmlReport.byRecipient(evidence);
    long failed = evidence.sessions().stream().filter(session -> isFailed(session)).count();
    long unused = evidence.applications().values().stream().filter(count -> count == 0).count();
    StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    int asked = questions.asked().size();
    long unmet = questions.asked().stream().filter(each -> !each.met()).count();
    int tests =
        asked + evidence.sessions().size() + recipients.size() + evidence.applications().size();
    text.append("<testsuites name=\"FiveFifty\"").append(counts(tests, unmet, failed, unused));
    text.append(">\n");
    suite(text, "expectations", counts(asked, unmet, 0, 0));
    questions.asked().forEach(each -> expectation(text, each));
    if (!questions.leftOut().isEmpty()) {
      text.append("    <system-out>").append(questions.leftOut()).append("</system-out>\n");
    }
    text.append("  </testsuite>\n");
    suite(text, "recipients", counts(recipients.size(), 0, 0, 0));
    recipients.forEach((recipient, attempts) -> recipient(text, recipient, attempts));
    text.append("  </testsuite>\n");
    suite(text, "rules", counts(evidence.applications().size(), 0, 0, unused));
    evidence.applications().forEach((rule, count) -> rule(text, rule, count));
    text.append("  </testsuite>\n");
    suite(text, "sessions", counts(evidence.sessions().size(), 0, failed, 0));
    evidence.sessions().forEach(session -> session(text, session));
    return text.append("  </testsuite>\n</testsuites>\n").toString();
  }

  private static void suite(StringBuilder text, String name, String counts) {
    text.append("  <testsuite name=\"").append(name).append('"').append(counts).append(">\n");
  }

  private static String counts(long tests, long failures, long errors, long skipped) {
    return " tests=\""
        + tests
        + "\" failures=\""
        + failures
        + "\" errors=\""
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

  /** The one thing here that judges: because somebody has asked. */
  private static void expectation(StringBuilder text, Asked asked) {
    testcase(text, "expectations", String.join("; ", asked.expected()), asked.took());
    if (asked.met()) {
      text.append("/>\n");
      return;
    }
    text.append(">\n      <failure message=\"")
        .append(Markup.of(reason(asked), LONGEST))
        .append("\">");
    text.append(Markup.lines(asked.explanation())).append("</failure>\n    </testcase>\n");
  }

  /** The line that says in short what came instead; the first tells only what was expected. */
  static String reason(Asked asked) {
    String second = asked.explanation().lines().skip(1).findFirst().orElse("");
    return second.replaceFirst("^But: +", "");
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
