package dev.fivefifty.expect;

import dev.fivefifty.codes.ReplyCodes;
import dev.fivefifty.codes.ReplyMeaning;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why an expectation does not hold, for people: what was expected, what came instead, the attempts
 * with the rule that decided each, what their replies mean, the rule that nearly applied, what was
 * said, and the seed. Immutable and thread-safe.
 */
public final class Explanation {
  private static final int ATTEMPTS = 12;
  private static final int FIRST_ATTEMPTS = 2;
  private static final int SESSIONS = 3;
  private static final int MEANINGS = 5;
  private static final int LINES = 40;
  private static final int FIRST_LINES = 12;

  private static final int EVERYBODY_KNOWS = 250;

  private static final Pattern REPLY_LINE = Pattern.compile("S: \\d{3}[ -]");
  private static final int REPLY_TEXT = 7;

  private final Expectation expectation;
  private final Judgement judgement;
  private final Evidence evidence;
  private final List<String> remarks;

  private Explanation(
      Expectation expectation, Judgement judgement, Evidence evidence, List<String> remarks) {
    this.expectation = expectation;
    this.judgement = judgement;
    this.evidence = evidence;
    this.remarks = remarks;
  }

  /**
   * Explains.
   *
   * @param expectation what was expected
   * @param judgement that it does not hold
   * @param evidence what was judged
   * @return the explanation
   */
  public static Explanation of(Expectation expectation, Judgement judgement, Evidence evidence) {
    return new Explanation(expectation, judgement, evidence, List.of());
  }

  /**
   * The same, which says that the answer was waited for.
   *
   * @param waited for how long; if less than {@code most}, because more was no use, or because the
   *     thread was interrupted
   * @param most for how long it would have been
   * @return an explanation
   */
  public Explanation waited(Duration waited, Duration most) {
    String end =
        judgement.isFinal()
            ? " of "
                + Says.duration(most)
                + ", then no longer: nothing that still happens can change this"
            : waited.compareTo(most) < 0
                ? " of " + Says.duration(most) + ", then interrupted"
                : ", in vain";
    return remark("Waited:   " + Says.duration(waited) + end);
  }

  /**
   * The same, which says that it was to stay true and did at first.
   *
   * @param held for how long it did; of 0, nothing is said
   * @param wanted for how long it should have
   * @param clock whose time that is, such as {@code in real time}
   * @return an explanation
   */
  public Explanation held(Duration held, Duration wanted, String clock) {
    if (held.isZero()) {
      return this;
    }
    return remark(
        "Held for: " + Says.duration(held) + " of " + Says.duration(wanted) + " (" + clock + ")");
  }

  private Explanation remark(String remark) {
    List<String> more = new ArrayList<>(remarks);
    more.add(remark);
    return new Explanation(expectation, judgement, evidence, List.copyOf(more));
  }

  /**
   * The whole explanation.
   *
   * @return lines joined by line feeds
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("Expected: ").append(expectation.sentence()).append('\n');
    text.append("But:      ").append(judgement.reason()).append('\n');
    remarks.forEach(remark -> text.append(remark).append('\n'));
    discarded(text);
    attempts(text);
    nearMisses(text);
    sessions(text);
    text.append("\nSeed ")
        .append(evidence.seed())
        .append(": FiveFifty.builder().seed(")
        .append(evidence.seed())
        .append(") draws the same chances and delays again");
    return text.toString();
  }

  private void discarded(StringBuilder text) {
    Discarded gone = evidence.discarded();
    if (gone.isNothing()) {
      return;
    }
    List<String> parts = new ArrayList<>();
    add(parts, gone.sessions(), "session");
    add(parts, gone.exchanges(), "exchange");
    add(parts, gone.attempts(), "attempt");
    add(parts, gone.messages(), "message");
    text.append("Note:     the journal has let ")
        .append(String.join(", ", parts))
        .append(" go by its limits; what is missing may have been among them")
        .append(" (raise journalLimit or journalBytes)\n");
  }

  private static void add(List<String> parts, long number, String one) {
    if (number > 0) {
      parts.add(Says.count(number, one));
    }
  }

  private void attempts(StringBuilder text) {
    Set<Attempt> shown = new HashSet<>(judgement.attempts());
    // In the order in which they were decided, whichever was named first.
    List<Attempt> all = evidence.attempts().stream().filter(shown::contains).toList();
    if (all.isEmpty()) {
      return;
    }
    boolean capped = all.size() > ATTEMPTS;
    text.append("\nAttempts");
    if (capped) {
      text.append(" (").append(ATTEMPTS).append(" of ").append(all.size()).append(" shown)");
    }
    text.append(":\n");
    boolean senders = all.stream().map(Attempt::sender).distinct().count() > 1;
    boolean ids =
        all.stream().map(Attempt::messageId).flatMap(Optional::stream).distinct().count() > 1;
    for (int i = 0; i < all.size(); i++) {
      if (capped && i == FIRST_ATTEMPTS) {
        int next = all.size() - (ATTEMPTS - FIRST_ATTEMPTS);
        text.append("  … ").append(next - i).append(" left out\n");
        i = next;
      }
      line(text, i + 1, all.get(i), all.get(0).at(), senders, ids);
    }
    meanings(text, all);
  }

  /** A line for each code that was said, but for 250, which everybody knows. */
  private static void meanings(StringBuilder text, List<Attempt> attempts) {
    Map<String, ReplyMeaning> meanings = new LinkedHashMap<>();
    for (Attempt attempt : attempts) {
      attempt
          .reply()
          .filter(reply -> reply.code() != EVERYBODY_KNOWS)
          .map(ReplyCodes::explain)
          .ifPresent(meaning -> meanings.putIfAbsent(meaning.name(), meaning));
    }
    meanings.values().stream()
        .limit(MEANINGS)
        .forEach(
            meaning ->
                text.append("  ")
                    .append(meaning.name())
                    .append(" means: ")
                    .append(meaning.summary())
                    .append('\n'));
  }

  private static void line(
      StringBuilder text, int number, Attempt attempt, Instant first, boolean sender, boolean id) {
    text.append("  ").append(number).append(". ");
    Duration after = Duration.between(first, attempt.at());
    if (number > 1) {
      // The end of a session without a name may be noticed late, but never before the first.
      text.append("after ").append(Says.duration(after.isNegative() ? Duration.ZERO : after));
      text.append(", ");
    }
    text.append("session ").append(attempt.session()).append(": ");
    text.append(attempt.recipient().orElse("(no recipient named)"));
    if (sender) {
      text.append(
          attempt.sender().map(from -> " from <" + from + ">").orElse(" (no sender named)"));
    }
    text.append(' ').append(Says.outcome(attempt));
    if (id) {
      text.append(attempt.messageId().map(known -> ", Message-ID " + known).orElse(""));
    }
    text.append('\n');
  }

  private void nearMisses(StringBuilder text) {
    List<String> misses = NearMisses.of(judgement, evidence);
    if (misses.isEmpty()) {
      return;
    }
    text.append("\nA near miss:\n");
    misses.forEach(miss -> text.append("  ").append(miss).append('\n'));
  }

  private void sessions(StringBuilder text) {
    List<Long> all = judgement.sessions();
    List<Long> shown = all.stream().limit(SESSIONS).sorted().toList();
    if (shown.isEmpty()) {
      return;
    }
    text.append("\nWhat was said");
    if (all.size() > SESSIONS) {
      text.append(" (")
          .append(SESSIONS)
          .append(" of ")
          .append(all.size())
          .append(" sessions shown)");
    }
    text.append(":\n");
    Map<List<String>, Long> told = new HashMap<>();
    for (long id : shown) {
      Optional<Session> session = evidence.session(id);
      if (session.isPresent()) {
        List<String> lines = folded(session.get().transcript().lines().toList());
        // But for the first line, which tells the sessions apart.
        Long same = told.putIfAbsent(lines.subList(1, lines.size()), id);
        if (same == null) {
          transcript(text, lines);
        } else {
          text.append("  ").append(lines.get(0)).append('\n');
          text.append("  the same as in session ").append(same).append(", word for word\n");
        }
      } else {
        text.append("  -- session ").append(id).append(" is no longer in the journal\n");
      }
    }
  }

  private static void transcript(StringBuilder text, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.size() > LINES && i == FIRST_LINES) {
        int next = lines.size() - (LINES - FIRST_LINES);
        text.append("  … ")
            .append(next - i)
            .append(" lines left out (")
            .append(LINES)
            .append(" of ")
            .append(lines.size())
            .append(" shown)\n");
        i = next;
      }
      text.append("  ").append(lines.get(i)).append('\n');
    }
  }

  /** Puts the lines of one reply together: the answer to EHLO is long and seldom the reason. */
  private static List<String> folded(List<String> lines) {
    List<String> folded = new ArrayList<>();
    boolean more = false;
    for (String line : lines) {
      boolean ofServer = REPLY_LINE.matcher(line).lookingAt();
      if (more && ofServer) {
        int last = folded.size() - 1;
        folded.set(last, folded.get(last) + " | " + line.substring(REPLY_TEXT));
      } else {
        folded.add(line);
      }
      more = ofServer && line.charAt(REPLY_TEXT - 1) == '-';
    }
    return folded;
  }
}
