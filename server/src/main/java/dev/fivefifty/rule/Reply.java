package dev.fivefifty.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reply of the server: a code, an optional enhanced code and lines of text (RFC 5321 §4.2, RFC
 * 2034).
 *
 * @param code 200 to 599; anything else can only be said with raw bytes
 * @param enhanced the enhanced status code, such as {@code 5.1.1} (RFC 3463), or null; its class
 *     may differ from the code's, as it does in practice. One at the start of the first line is
 *     taken from there, as it is from a rule file
 * @param lines the text of each line, without code and enhanced code; empty means the server's
 *     usual text for the code; no line holds CR or LF
 */
public record Reply(int code, @Nullable String enhanced, List<String> lines) {
  private static final Pattern CODE = Pattern.compile("(\\d{3})(?:[ -](.*))?", Pattern.DOTALL);
  private static final Pattern ENHANCED = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");
  private static final Pattern ENHANCED_TEXT =
      Pattern.compile("(" + ENHANCED + ")(?: (.*))?", Pattern.DOTALL);

  /**
   * Makes a reply of its parts.
   *
   * @throws IllegalArgumentException if the code is not 200 to 599, the enhanced code is none, or a
   *     line holds CR or LF
   */
  public Reply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException(
          "reply code " + code + " is outside 200 to 599 (anything else can be said with raw)");
    }
    if (enhanced != null && !ENHANCED.matcher(enhanced).matches()) {
      throw new IllegalArgumentException(
          "'" + enhanced + "' is no enhanced status code (expected such as 5.1.1, RFC 3463)");
    }
    lines = List.copyOf(lines);
    if (enhanced == null && !lines.isEmpty()) {
      Matcher matcher = ENHANCED_TEXT.matcher(lines.get(0));
      if (matcher.matches()) {
        enhanced = matcher.group(1);
        lines = List.copyOf(withFirst(matcher.group(2), lines.subList(1, lines.size())));
      }
    }
    for (String line : lines) {
      if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
        throw new IllegalArgumentException(
            "a reply line holds CR or LF (give several lines as a list): " + printable(line));
      }
    }
  }

  /**
   * A reply without an enhanced code.
   *
   * @param code 200 to 599
   * @param lines its lines of text; none means the server's usual text for the code
   * @return the reply
   */
  public static Reply of(int code, String... lines) {
    return new Reply(code, null, List.of(lines));
  }

  /**
   * A reply with an enhanced code and one line.
   *
   * @param code 200 to 599
   * @param enhanced such as {@code 5.1.1}
   * @param text its line of text
   * @return the reply
   */
  public static Reply of(int code, String enhanced, String text) {
    return new Reply(code, enhanced, List.of(text));
  }

  /**
   * Reads a reply as a rule file writes it: {@code 550 5.1.1 Mailbox not found}, or only {@code
   * 450}.
   *
   * @param text code, optional enhanced code, optional text
   * @return the reply
   * @throws IllegalArgumentException if the text does not start with a code of 200 to 599
   */
  public static Reply parse(String text) {
    return parse(List.of(text));
  }

  /**
   * Reads a reply of several lines as a rule file writes it: only the first carries code and
   * enhanced code.
   *
   * @param texts the lines
   * @return the reply
   * @throws IllegalArgumentException if the first line does not start with a code of 200 to 599
   */
  public static Reply parse(List<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("a reply needs at least one line");
    }
    Matcher code = CODE.matcher(texts.get(0));
    if (!code.matches()) {
      throw new IllegalArgumentException(
          "'"
              + printable(texts.get(0))
              + "' is no reply (expected a code of 200 to 599, such as \"550 5.1.1 Mailbox not found\")");
    }
    List<String> lines = withFirst(code.group(2), texts.subList(1, texts.size()));
    return new Reply(Integer.parseInt(code.group(1)), null, lines);
  }

  /** No text at all means the usual one, but a line without text before others is an empty line. */
  private static List<String> withFirst(@Nullable String first, List<String> others) {
    List<String> lines = new ArrayList<>();
    if (first != null || !others.isEmpty()) {
      lines.add(first == null ? "" : first);
    }
    lines.addAll(others);
    return lines;
  }

  /**
   * Whether the command succeeded: 2yz.
   *
   * @return true for 200 to 299
   */
  public boolean isPositive() {
    return code / 100 == 2;
  }

  /**
   * Whether the server waits for more: 3yz.
   *
   * @return true for 300 to 399
   */
  public boolean isIntermediate() {
    return code / 100 == 3;
  }

  /**
   * Whether the client may try again later: 4yz.
   *
   * @return true for 400 to 499
   */
  public boolean isTemporary() {
    return code / 100 == 4;
  }

  /**
   * Whether the client must not repeat the same: 5yz.
   *
   * @return true for 500 to 599
   */
  public boolean isPermanent() {
    return code / 100 == 5;
  }

  /**
   * This reply with the server's usual text where it has none of its own.
   *
   * @return a reply of at least one line
   */
  public Reply withUsualText() {
    return lines.isEmpty() ? new Reply(code, enhanced, List.of(UsualText.of(code))) : this;
  }

  /**
   * The reply as it goes over the wire, in UTF-8: the code on every line, the enhanced code on
   * every line, each line ended by CRLF.
   *
   * @return a new array
   */
  public byte[] toBytes() {
    Reply said = withUsualText();
    StringBuilder text = new StringBuilder(64);
    int last = said.lines.size() - 1;
    for (int i = 0; i <= last; i++) {
      text.append(code).append(i < last ? '-' : ' ');
      if (enhanced != null) {
        text.append(enhanced);
        if (!said.lines.get(i).isEmpty()) {
          text.append(' ');
        }
      }
      text.append(said.lines.get(i)).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The first line as {@link #parse(String)} reads it, and the others each after a line feed.
   *
   * @return such as {@code 550 5.1.1 Mailbox not found}
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(code);
    if (enhanced != null) {
      text.append(' ').append(enhanced);
    }
    if (!lines.isEmpty()) {
      text.append(' ').append(String.join("\n", lines));
    }
    return text.toString();
  }

  private static String printable(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }
}
