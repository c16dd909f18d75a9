package dev.fivefifty.expect;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Attempt.Result;
import dev.fivefifty.rule.Durations;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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
        + attempt.rule().map(rule -> " by rule '" + rule + "'").orElse(byItself(attempt))
        + attempt
            .reply()
            .map(reply -> " with \"" + oneLine(reply.withUsualText().toString()) + "\"")
            .orElse(attempt.result() == Result.ABANDONED ? "" : " without a reply")
        + (attempt.reply().isPresent() && !attempt.replyWritten() ? " (not all written)" : "")
        + (attempt.stored() && attempt.result() != Result.ACCEPTED
            ? ", though the message was stored"
            : "");
  }

  private static String byItself(Attempt attempt) {
    return attempt.result() == Result.ABANDONED
        ? " by the client"
        : attempt.reply().isPresent() ? " by default" : "";
  }

  /** How many of some attempts came to what. */
  static String results(List<Attempt> attempts) {
    Map<Result, Long> counts = new EnumMap<>(Result.class);
    attempts.forEach(attempt -> counts.merge(attempt.result(), 1L, Long::sum));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  static String verb(Result result) {
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

  /** Which one, from 1. */
  static String ordinal(int number) {
    String[] words = {"first", "second", "third", "fourth", "fifth"};
    if (number <= words.length) {
      return words[number - 1];
    }
    boolean teen = number / 10 % 10 == 1;
    return number
        + (teen
            ? "th"
            : switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            });
  }

  /** A duration that was compared with another, so that rounding does not hide the difference. */
  static String against(Duration duration, Duration bound) {
    return duration(duration).equals(duration(bound))
        ? Durations.format(duration)
        : duration(duration);
  }

  /** A list that does not go on for ever. */
  static String capped(List<String> words) {
    return words.size() <= MOST
        ? String.join(", ", words)
        : String.join(", ", words.subList(0, MOST)) + ", … (" + MOST + " of " + words.size() + ")";
  }
}
