package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Attempt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Suppressed in the failure of a test: what its server saw, in short, and where the rest is. */
final class JournalSummary extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int MOST = 5;

  JournalSummary(RunningServer server, Optional<String> file) {
    super(text(server, file), null, false, false);
  }

  private static String text(RunningServer server, Optional<String> file) {
    FiveFifty smtp = server.smtp();
    List<Attempt> attempts = smtp.journal().attempts();
    return "What "
        + server.title()
        + " saw: "
        + count(smtp.journal().sessions().size(), "session")
        + ", "
        + count(attempts.size(), "attempt")
        + ", "
        + count(smtp.journal().messages().size(), "stored message")
        + " (seed "
        + smtp.seed()
        + ")"
        + attempts.stream()
            .skip(Math.max(0, attempts.size() - MOST))
            .map(attempt -> "\n  " + attempt)
            .collect(Collectors.joining())
        + (attempts.size() > MOST ? "\n  (the last " + MOST + " of " + attempts.size() + ")" : "")
        + file.map(name -> "\n  The whole journal: " + name).orElse("");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** Without the class's name, which is nobody's business. */
  @Override
  public String toString() {
    return getMessage();
  }
}
