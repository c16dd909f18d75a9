package dev.fivefifty.codes;

import dev.fivefifty.rule.Stage;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reply means by its code, its enhanced code, or both. Immutable and thread-safe.
 *
 * @param code the reply code, or null where an enhanced code alone was asked about
 * @param enhanced the enhanced code (RFC 3463), or null
 * @param known false if no record of a code or an enhanced code that was asked about is in the
 *     table, so that it is explained by its digits
 * @param title a few words
 * @param meaning what the server says by it, a sentence each
 * @param stages where an RFC permits it, in the order of a session; empty where none does
 * @param seenAt where servers say it besides
 * @param causes likely reasons, the likeliest first
 * @param sender what who sends the message should do
 * @param client what a correct client program does
 * @param remarks what else to know: a mismatch of the two codes, or another use by a provider
 * @param related codes and enhanced codes, such as {@code 450} and {@code 5.1.6}
 * @param rfcs where it stands, such as {@code RFC 5321 §4.2.3}; the closest first
 */
public record ReplyMeaning(
    @Nullable Integer code,
    @Nullable String enhanced,
    boolean known,
    String title,
    List<String> meaning,
    Set<Stage> stages,
    Set<Stage> seenAt,
    List<String> causes,
    List<String> sender,
    List<String> client,
    List<String> remarks,
    List<String> related,
    List<String> rfcs) {
  /** Copies what it is given. */
  public ReplyMeaning {
    meaning = List.copyOf(meaning);
    stages = ordered(stages);
    seenAt = ordered(seenAt);
    causes = List.copyOf(causes);
    sender = List.copyOf(sender);
    client = List.copyOf(client);
    remarks = List.copyOf(remarks);
    related = List.copyOf(related);
    rfcs = List.copyOf(rfcs);
  }

  private static Set<Stage> ordered(Set<Stage> stages) {
    Set<Stage> copy = EnumSet.noneOf(Stage.class);
    copy.addAll(stages);
    return Collections.unmodifiableSet(copy);
  }

  /**
   * What was explained.
   *
   * @return such as {@code 550 5.7.1}, {@code 550} or {@code 5.7.1}
   */
  public String name() {
    return code == null
        ? String.valueOf(enhanced)
        : code + (enhanced == null ? "" : " " + enhanced);
  }

  /**
   * All of it in half a line.
   *
   * @return such as {@code mailbox full (RFC 3463 §3.3)}
   */
  public String summary() {
    return title + (rfcs.isEmpty() ? "" : " (" + rfcs.get(0) + ")");
  }

  /**
   * All of it, for people.
   *
   * @return lines of at most 80 characters joined by line feeds, the last without one
   */
  public String text() {
    return text(MeaningText.WIDTH);
  }

  /**
   * All of it, for people.
   *
   * @param width the most characters of a line; less than 40 counts as 40. A longer word has a line
   *     of its own
   * @return lines joined by line feeds, the last without one
   */
  public String text(int width) {
    return MeaningText.one(this, width);
  }

  /**
   * This and another beside each other.
   *
   * @param other to stand on the right
   * @param width the most characters of a line; with less than 72 the other stands below
   * @return lines joined by line feeds, the last without one
   */
  public String beside(ReplyMeaning other, int width) {
    return MeaningText.two(this, other, width);
  }
}
