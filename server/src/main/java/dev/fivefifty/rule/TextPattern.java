package dev.fivefifty.rule;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a text must look like. All ignore case but {@link Regex}, where the expression says so
 * itself ({@code (?i)}).
 *
 * <p>A pattern is asked about all the values there are, such as every accepted recipient: one that
 * fits is enough, and {@link Not} holds when none fits. Immutable and thread-safe.
 */
public sealed interface TextPattern {

  /**
   * Whether any of the values fits.
   *
   * @param values the values there are; none fits nothing
   * @return true if so
   */
  boolean matchesAny(Collection<String> values);

  /**
   * Whether the value fits.
   *
   * @param value the value
   * @return true if so
   */
  default boolean matches(String value) {
    return matchesAny(List.of(value));
  }

  /**
   * A glob: {@code *} is any text, {@code ?} one character, {@code \} takes the next character as
   * it is; the whole value must fit.
   *
   * @param glob such as {@code *@gone.example}
   * @return the pattern
   */
  static TextPattern glob(String glob) {
    return new Glob(glob);
  }

  /**
   * The value is this text.
   *
   * @param text the text
   * @return the pattern
   */
  static TextPattern equalTo(String text) {
    return new EqualTo(text);
  }

  /**
   * The value contains this text.
   *
   * @param text the text
   * @return the pattern
   */
  static TextPattern contains(String text) {
    return new Contains(text);
  }

  /**
   * The value starts with this text.
   *
   * @param text the text
   * @return the pattern
   */
  static TextPattern startsWith(String text) {
    return new StartsWith(text);
  }

  /**
   * The value ends with this text.
   *
   * @param text the text
   * @return the pattern
   */
  static TextPattern endsWith(String text) {
    return new EndsWith(text);
  }

  /**
   * The regular expression is found in the value.
   *
   * @param regex a {@link Pattern}
   * @return the pattern
   * @throws java.util.regex.PatternSyntaxException if it is none
   */
  static TextPattern regex(String regex) {
    return new Regex(regex);
  }

  /**
   * None of the values fits the pattern; also true where there is no value.
   *
   * @param pattern the pattern to negate
   * @return the pattern
   */
  static TextPattern not(TextPattern pattern) {
    return new Not(pattern);
  }

  /**
   * None of the values fits the glob.
   *
   * @param glob as in {@link #glob(String)}
   * @return the pattern
   */
  static TextPattern not(String glob) {
    return new Not(new Glob(glob));
  }

  /**
   * At least one of the patterns fits.
   *
   * @param patterns at least one
   * @return the pattern
   */
  static TextPattern anyOf(TextPattern... patterns) {
    return new AnyOf(List.of(patterns));
  }

  /**
   * At least one of the globs fits.
   *
   * @param globs at least one, as in {@link #glob(String)}
   * @return the pattern
   */
  static TextPattern anyOf(String... globs) {
    return new AnyOf(Arrays.stream(globs).map(TextPattern::glob).toList());
  }

  /** A glob, see {@link TextPattern#glob(String)}. */
  final class Glob implements TextPattern {
    private final String text;
    // Code points without case, ONE or ANY.
    private final int[] parts;

    private static final int ONE = -1;
    private static final int ANY = -2;

    Glob(String text) {
      this.text = text;
      this.parts = parts(text.codePoints().toArray());
    }

    private static int[] parts(int[] glob) {
      int[] parts = new int[glob.length];
      int count = 0;
      for (int i = 0; i < glob.length; i++) {
        if (glob[i] == '*') {
          parts[count++] = ANY;
        } else if (glob[i] == '?') {
          parts[count++] = ONE;
        } else {
          parts[count++] = folded(glob[i] == '\\' && i + 1 < glob.length ? glob[++i] : glob[i]);
        }
      }
      return Arrays.copyOf(parts, count);
    }

    private static int folded(int codePoint) {
      return Character.toLowerCase(Character.toUpperCase(codePoint));
    }

    /**
     * Goes back to the last star only, never to one before it: of all ways to place what stands
     * between two stars the first leaves most for the rest. A regular expression would try them
     * all.
     */
    private boolean fits(int[] value) {
      int part = 0;
      int star = -1;
      int starAt = 0;
      int at = 0;
      while (at < value.length) {
        if (part < parts.length && parts[part] == ANY) {
          star = part++;
          starAt = at;
        } else if (part < parts.length
            && (parts[part] == ONE || parts[part] == folded(value[at]))) {
          part++;
          at++;
        } else if (star >= 0) {
          part = star + 1;
          at = ++starAt;
        } else {
          return false;
        }
      }
      while (part < parts.length && parts[part] == ANY) {
        part++;
      }
      return part == parts.length;
    }

    /**
     * The glob as written.
     *
     * @return such as {@code *@gone.example}
     */
    public String text() {
      return text;
    }

    @Override
    public boolean matchesAny(Collection<String> values) {
      return values.stream().anyMatch(value -> fits(value.codePoints().toArray()));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Glob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return "\"" + text + "\"";
    }
  }

  /**
   * The value is the text.
   *
   * @param text the text
   */
  record EqualTo(String text) implements TextPattern {
    @Override
    public boolean matchesAny(Collection<String> values) {
      return values.stream().anyMatch(text::equalsIgnoreCase);
    }

    @Override
    public String toString() {
      return "equals \"" + text + "\"";
    }
  }

  /**
   * The value contains the text.
   *
   * @param text the text
   */
  record Contains(String text) implements TextPattern {
    @Override
    public boolean matchesAny(Collection<String> values) {
      String wanted = text.toLowerCase(Locale.ROOT);
      return values.stream().anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(wanted));
    }

    @Override
    public String toString() {
      return "contains \"" + text + "\"";
    }
  }

  /**
   * The value starts with the text.
   *
   * @param text the text
   */
  record StartsWith(String text) implements TextPattern {
    @Override
    public boolean matchesAny(Collection<String> values) {
      return values.stream()
          .anyMatch(value -> value.regionMatches(true, 0, text, 0, text.length()));
    }

    @Override
    public String toString() {
      return "startsWith \"" + text + "\"";
    }
  }

  /**
   * The value ends with the text.
   *
   * @param text the text
   */
  record EndsWith(String text) implements TextPattern {
    @Override
    public boolean matchesAny(Collection<String> values) {
      return values.stream()
          .anyMatch(
              value ->
                  value.regionMatches(
                      true, value.length() - text.length(), text, 0, text.length()));
    }

    @Override
    public String toString() {
      return "endsWith \"" + text + "\"";
    }
  }

  /** A regular expression, see {@link TextPattern#regex(String)}. */
  final class Regex implements TextPattern {
    private final String text;
    private final Pattern compiled;

    Regex(String text) {
      this.text = text;
      this.compiled = Pattern.compile(text);
    }

    /**
     * The expression as written.
     *
     * @return such as {@code ^invoice-\d+$}
     */
    public String text() {
      return text;
    }

    @Override
    public boolean matchesAny(Collection<String> values) {
      return values.stream().anyMatch(value -> compiled.matcher(value).find());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Regex regex && regex.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return "regex \"" + text + "\"";
    }
  }

  /**
   * None of the values fits.
   *
   * @param pattern what must not fit
   */
  record Not(TextPattern pattern) implements TextPattern {
    @Override
    public boolean matchesAny(Collection<String> values) {
      return !pattern.matchesAny(values);
    }

    @Override
    public String toString() {
      return "not " + pattern;
    }
  }

  /**
   * At least one of the patterns fits.
   *
   * @param patterns at least one
   */
  record AnyOf(List<TextPattern> patterns) implements TextPattern {
    /**
     * Makes the pattern.
     *
     * @throws IllegalArgumentException if there is no pattern
     */
    public AnyOf {
      patterns = List.copyOf(patterns);
      if (patterns.isEmpty()) {
        throw new IllegalArgumentException("anyOf needs at least one pattern");
      }
    }

    @Override
    public boolean matchesAny(Collection<String> values) {
      return patterns.stream().anyMatch(pattern -> pattern.matchesAny(values));
    }

    @Override
    public String toString() {
      return patterns.stream()
          .map(Object::toString)
          .collect(Collectors.joining(", ", "any of [", "]"));
    }
  }
}
