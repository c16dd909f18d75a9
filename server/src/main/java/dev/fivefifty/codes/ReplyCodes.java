package dev.fivefifty.codes;

import dev.fivefifty.rule.Reply;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Explains reply codes (RFC 5321 §4.2) and enhanced status codes (RFC 3463): what a server says by
 * them, where they may come, why, and what to do. What is not in the table is explained by its
 * digits. The methods keep no state and may be called by several threads at once.
 *
 * <pre>{@code
 * System.out.println(ReplyCodes.explain("550 5.7.1").text());
 * }</pre>
 */
public final class ReplyCodes {
  private static final String ENHANCED = "\\d\\.\\d{1,3}\\.\\d{1,3}";
  private static final String END = "(?![\\w.])";
  private static final Pattern REPLY =
      Pattern.compile(
          "(\\d{3})(?![^\\s-])(?:[ -]\\s*(" + ENHANCED + ")" + END + ")?.*", Pattern.DOTALL);
  private static final Pattern ALONE =
      Pattern.compile("(" + ENHANCED + ")" + END + ".*", Pattern.DOTALL);

  private ReplyCodes() {}

  /**
   * Explains a code, an enhanced code, both, or a whole reply, whose text does not matter.
   *
   * @param reply such as {@code 550}, {@code 5.7.1}, {@code 550 5.7.1}, {@code 550-5.7.1} or {@code
   *     550 5.1.1 <bob@example.com>: User unknown}; of several lines the first counts
   * @return the explanation
   * @throws IllegalArgumentException if it begins with no code, or the class of an enhanced code is
   *     not 2, 4 or 5
   */
  public static ReplyMeaning explain(String reply) {
    String text = reply.strip();
    Matcher whole = REPLY.matcher(text);
    Matcher alone = ALONE.matcher(text);
    if (whole.matches()) {
      return meaning(Integer.valueOf(whole.group(1)), checked(whole.group(2)));
    }
    if (alone.matches()) {
      return meaning(null, checked(alone.group(1)));
    }
    throw new IllegalArgumentException(
        "'"
            + shown(text)
            + "' is no reply code (expected such as 550, 5.7.1, \"550 5.7.1\", or a whole reply)");
  }

  /**
   * Explains a reply by its codes.
   *
   * @param reply the reply
   * @return the explanation
   */
  public static ReplyMeaning explain(Reply reply) {
    return meaning(reply.code(), reply.enhanced());
  }

  /**
   * Two explanations beside each other.
   *
   * @param one what {@link #explain(String)} takes
   * @param other the same
   * @return lines of at most 80 characters joined by line feeds, the last without one
   * @throws IllegalArgumentException if either is no code
   */
  public static String compare(String one, String other) {
    return explain(one).beside(explain(other), MeaningText.WIDTH);
  }

  /**
   * The reply codes of the table: those of the RFCs, and some that are seen besides.
   *
   * @return in ascending order
   */
  public static List<Integer> codes() {
    return CodeTable.get().all().stream()
        .map(Entry::name)
        .filter(name -> name.matches("\\d{3}"))
        .map(Integer::valueOf)
        .toList();
  }

  /**
   * The enhanced codes of the table.
   *
   * @return such as {@code X.7.1} for any class, {@code 5.7.509}, and {@code 4.7.500-899} for a
   *     range
   */
  public static List<String> enhancedCodes() {
    return CodeTable.get().all().stream()
        .map(Entry::name)
        .filter(name -> name.contains(".") && !name.contains(" "))
        .toList();
  }

  static int firstDigit(ReplyMeaning meaning) {
    Integer code = meaning.code();
    return code == null ? String.valueOf(meaning.enhanced()).charAt(0) - '0' : code / 100;
  }

  private static ReplyMeaning meaning(@Nullable Integer code, @Nullable String enhanced) {
    return new Explainer(code, enhanced).explain();
  }

  private static @Nullable String checked(@Nullable String enhanced) {
    if (enhanced != null && "245".indexOf(enhanced.charAt(0)) < 0) {
      throw new IllegalArgumentException(
          "'"
              + enhanced
              + "' is no enhanced status code (expected class 2, 4 or 5, such as 5.7.1, RFC 3463)");
    }
    return enhanced;
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 60 ? line : line.substring(0, 60) + "...";
  }
}
