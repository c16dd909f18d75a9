package dev.fivefifty.expect;

import dev.fivefifty.rule.Reply;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reply must be like. Immutable and thread-safe.
 *
 * @param code 200 to 599
 * @param enhanced the enhanced code, or null if it does not matter
 * @param text what its text contains, ignoring case, or null if it does not matter
 */
public record ReplyPattern(int code, @Nullable String enhanced, @Nullable String text) {
  private static final Pattern FORM =
      Pattern.compile("([2-5]\\d\\d)(?: ([245]\\.\\d{1,3}\\.\\d{1,3}))?(?: (.+))?");

  /**
   * Reads a pattern.
   *
   * @param text such as {@code 550}, {@code 550 5.1.1} or {@code 550 5.1.1 mailbox}
   * @return the pattern
   * @throws IllegalArgumentException if it does not start with a code
   */
  public static ReplyPattern parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no reply (expected a code, then an enhanced code and a piece of the text if"
              + " they matter, such as \"550\", \"550 5.1.1\" or \"550 5.1.1 mailbox\")");
    }
    return new ReplyPattern(Integer.parseInt(matcher.group(1)), matcher.group(2), matcher.group(3));
  }

  /**
   * Whether a reply is like this.
   *
   * @param reply the reply
   * @return true if so
   */
  public boolean matches(Reply reply) {
    return difference(reply) == null;
  }

  /** How near a reply comes: 0 to 3. */
  int nearness(Reply reply) {
    return reply.code() != code
        ? reply.code() / 100 == code / 100 ? 1 : 0
        : sameEnhanced(reply) ? 3 : 2;
  }

  /** The first thing that is not as expected, or null. */
  @Nullable String difference(Reply reply) {
    if (reply.code() != code) {
      return "the code is " + reply.code() + ", not " + code;
    }
    if (!sameEnhanced(reply)) {
      return reply.enhanced() == null
          ? "it has no enhanced code, not " + enhanced
          : "the enhanced code is " + reply.enhanced() + ", not " + enhanced;
    }
    String said = String.join("\n", reply.withUsualText().lines());
    return text == null || said.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))
        ? null
        : "its text does not contain \"" + text + "\"";
  }

  private boolean sameEnhanced(Reply reply) {
    return enhanced == null || enhanced.equals(reply.enhanced());
  }

  /**
   * The pattern as {@link #parse(String)} reads it.
   *
   * @return such as {@code 550 5.1.1}
   */
  @Override
  public String toString() {
    return code + (enhanced == null ? "" : " " + enhanced) + (text == null ? "" : " " + text);
  }
}
