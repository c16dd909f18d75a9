package dev.fivefifty.cli;

import dev.fivefifty.expect.Asked;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was asked of the server during the run, for its reports: so many at most, and so much of
 * each, since both are up to the clients. What is too many goes oldest first, and first what was as
 * expected. Thread-safe.
 */
final class Questions {
  /** With the length below some megabytes at most. */
  static final int MOST = 500;

  private static final int LONGEST = 8_000;
  private static final int MOST_SENTENCES = 20;

  private final Deque<Asked> asked = new ArrayDeque<>();
  private long met;
  private long unmet;

  /**
   * What there was.
   *
   * @param asked those that were kept, in the order of their answers
   * @param met how many there were in all whose answer was yes
   * @param unmet how many whose answer was no
   */
  record Taken(List<Asked> asked, long met, long unmet) {
    static final Taken NONE = new Taken(List.of(), 0, 0);

    /** How many were not kept, in words; or empty. */
    String leftOut() {
      long yes = met - asked.stream().filter(Asked::met).count();
      long no = met + unmet - asked.size() - yes;
      return yes + no == 0
          ? ""
          : Narrator.count(yes + no, "earlier question")
              + " left out: "
              + yes
              + " as expected, "
              + no
              + " not";
    }
  }

  synchronized void add(Asked one) {
    asked.addLast(cut(one));
    if (asked.size() > MOST) {
      asked.remove(asked.stream().filter(Asked::met).findFirst().orElse(asked.getFirst()));
    }
    if (one.met()) {
      met++;
    } else {
      unmet++;
    }
  }

  synchronized Taken taken() {
    return new Taken(List.copyOf(asked), met, unmet);
  }

  private static Asked cut(Asked one) {
    List<String> sentences = one.expected();
    int more = sentences.size() - MOST_SENTENCES;
    List<String> kept =
        new ArrayList<>(
            sentences.stream()
                .limit(MOST_SENTENCES)
                .map(sentence -> cut(sentence, LONGEST / MOST_SENTENCES))
                .toList());
    if (more > 0) {
      kept.add("and " + more + " more");
    }
    return new Asked(one.at(), kept, one.took(), cut(one.explanation(), LONGEST));
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest
        ? text
        : text.substring(0, longest) + "... (" + text.length() + " characters)";
  }
}
