package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Session;
import java.util.stream.Collectors;

/** All that a server knows of a test, for people. */
final class JournalText {
  private JournalText() {}

  static String of(RunningServer server, String test) {
    FiveFifty smtp = server.smtp();
    StringBuilder text = new StringBuilder();
    text.append("Test: ").append(test).append('\n');
    text.append("Server: ")
        .append(server.name().isEmpty() ? "" : server.name() + ", ")
        .append(
            smtp.ports().entrySet().stream()
                .map(port -> port.getKey() + " " + smtp.host() + ":" + port.getValue())
                .collect(Collectors.joining(", ")))
        .append(", seed ")
        .append(smtp.seed())
        .append('\n');
    text.append("\nRules, and how often each applied\n");
    smtp.rules()
        .forEach(
            (name, rule) ->
                text.append(
                    String.format(
                        "  %5d  %-9s %s%n",
                        smtp.applications().getOrDefault(name, 0L), rule.stage().keyword(), name)));
    text.append("\nAttempts\n");
    smtp.journal().attempts().forEach(attempt -> line(text, attempt.at() + " " + attempt));
    text.append("\nStored messages\n");
    smtp.journal().messages().forEach(message -> line(text, message.at() + " " + message));
    for (Session session : smtp.journal().sessions()) {
      text.append('\n').append(session).append('\n').append(session.transcript());
    }
    if (!smtp.journal().discarded().isNothing()) {
      text.append("\nGone by the journal's limits: ")
          .append(smtp.journal().discarded())
          .append('\n');
    }
    return text.toString();
  }

  private static void line(StringBuilder text, Object line) {
    text.append("  ").append(line).append('\n');
  }
}
