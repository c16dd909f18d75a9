package dev.fivefifty.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the reply to EHLO advertises, unlike what the server would; what the server then does stays
 * as it is.
 *
 * @param add lines to add; one with the keyword of another replaces it ({@code SIZE 1000})
 * @param remove keywords to leave out
 * @param only the whole list, or null for the server's own
 */
public record Capabilities(List<String> add, List<String> remove, @Nullable List<String> only) {
  /**
   * Makes the changes.
   *
   * @throws IllegalArgumentException if a line is blank or holds CR or LF
   */
  public Capabilities {
    add = checked(add);
    remove = checked(remove);
    only = only == null ? null : checked(only);
  }

  /**
   * Adds to the server's own.
   *
   * @param lines lines to add
   * @return the changes
   */
  public static Capabilities add(String... lines) {
    return new Capabilities(List.of(lines), List.of(), null);
  }

  /**
   * Leaves out of the server's own.
   *
   * @param keywords keywords to leave out
   * @return the changes
   */
  public static Capabilities remove(String... keywords) {
    return new Capabilities(List.of(), List.of(keywords), null);
  }

  /**
   * Replaces the server's own.
   *
   * @param lines the whole list; {@link #none()} for an empty one
   * @return the changes
   */
  public static Capabilities only(String... lines) {
    return new Capabilities(List.of(), List.of(), List.of(lines));
  }

  /**
   * Advertises nothing at all.
   *
   * @return the changes
   */
  public static Capabilities none() {
    return new Capabilities(List.of(), List.of(), List.of());
  }

  private static List<String> checked(List<String> lines) {
    for (String line : lines) {
      if (line.isBlank() || line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("a capability is a line of text, not '" + line + "'");
      }
    }
    return List.copyOf(lines);
  }

  /**
   * The list in effect.
   *
   * @param own the server's own
   * @return what is advertised
   */
  public List<String> applyTo(List<String> own) {
    List<String> lines = new ArrayList<>(only == null ? own : only);
    for (String keyword : remove) {
      lines.removeIf(line -> keywordOf(line).equals(keywordOf(keyword)));
    }
    for (String added : add) {
      lines.removeIf(line -> keywordOf(line).equals(keywordOf(added)));
      lines.add(added);
    }
    return List.copyOf(lines);
  }

  private static String keywordOf(String line) {
    return line.strip().split("[ =]", 2)[0].toUpperCase(Locale.ROOT);
  }
}
