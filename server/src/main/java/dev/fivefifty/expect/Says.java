package dev.fivefifty.expect;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.rule.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How things are called in sentences for people. */
final class Says {
  private static final Duration COARSE = Duration.ofMinutes(1);

  private static final int MOST = 12;

  private Says() {}

  static String count(long number, String one) {
    return number == 1 ? "1 " + one : number + " " + one + "s";
  }

  /** What became of an attempt, by whom and in which words. */
  static String outcome(Attempt attempt) {
    return attempt.result()
        + attempt
            .rule()
            .map(rule -> " by rule '" + rule + "'")
            .orElse(attempt.reply().isPresent() ? " by no rule" : "")
        + attempt
            .reply()
            .map(reply -> ", with \"" + oneLine(reply.withUsualText().toString()) + "\"")
            .orElse(", without a reply")
        + (attempt.reply().isPresent() && !attempt.replyWritten() ? " (not all written)" : "")
        + (attempt.stored() && attempt.result() != Attempt.Result.ACCEPTED
            ? ", though the message was stored"
            : "");
  }

  /** All results of some attempts, in order. */
  static String results(List<Attempt> attempts) {
    return capped(attempts.stream().map(attempt -> attempt.result().toString()).toList());
  }

  static String verb(Attempt.Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }

  /** A duration without what does not matter. */
  static String duration(Duration duration) {
    Duration rounded =
        duration.compareTo(COARSE) >= 0
            ? Duration.ofSeconds(duration.toSeconds())
            : Duration.ofMillis(duration.toMillis());
    return Durations.format(rounded);
  }

  /** The 1st, 2nd, 3rd … */
  static String ordinal(int number) {
    String[] words = {"first", "second", "third", "fourth", "fifth"};
    return number >= 1 && number <= words.length ? words[number - 1] : number + "th";
  }

  /** A duration that was compared with another, so that rounding does not hide the difference. */
  static String precise(Duration duration) {
    return Durations.format(
        duration.compareTo(COARSE) >= 0
            ? Duration.ofMillis(duration.toMillis())
            : micros(duration));
  }

  private static Duration micros(Duration duration) {
    return duration.toMillis() >= 10 ? Duration.ofMillis(duration.toMillis()) : duration;
  }

  /** A list that does not go on for ever. */
  static String capped(List<String> words) {
    return words.size() <= MOST
        ? String.join(", ", words)
        : String.join(", ", words.subList(0, MOST)) + ", … (" + MOST + " of " + words.size() + ")";
  }
}
