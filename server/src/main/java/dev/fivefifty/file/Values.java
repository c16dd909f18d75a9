package dev.fivefifty.file;

import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.Nearest;
import dev.fivefifty.rule.Sizes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes values of scalars. What cannot be made is a problem, and null. */
final class Values {
  /** Longer than any value with a form, so that no regular expression gets to see a whole file. */
  private static final int LONGEST = 400;

  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,18})");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,20}(\\.\\d{1,350})?");

  private final Problems problems;

  Values(Problems problems) {
    this.problems = problems;
  }

  Problems problems() {
    return problems;
  }

  /** The scalar, if it is one and has a value. */
  Node.@Nullable Scalar scalar(String key, Node node, String expected) {
    if (node instanceof Node.Scalar scalar && !scalar.isNull()) {
      return scalar;
    }
    wrongKind(key, node, expected);
    return null;
  }

  void wrongKind(String key, Node node, String expected) {
    boolean isNull = node instanceof Node.Scalar scalar && scalar.isNull();
    if (isNull) {
      problems.error(node.place(), "'" + key + "' has no value (expected " + expected + ")");
    } else {
      problems.error(node.place(), "'" + key + "' expects " + expected + ", not " + node.kind());
    }
  }

  /** What the function makes of the text; its IllegalArgumentException is the problem. */
  <T> @Nullable T made(String key, Node node, String expected, Function<String, T> function) {
    Node.Scalar scalar = scalar(key, node, expected);
    if (scalar == null) {
      return null;
    }
    if (scalar.text().length() > LONGEST) {
      wrongKind(key, node, expected);
      return null;
    }
    try {
      return function.apply(scalar.text());
    } catch (IllegalArgumentException e) {
      problems.error(scalar.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  @Nullable Duration duration(String key, Node node) {
    return made(key, node, "a duration such as 30s", Durations::parse);
  }

  @Nullable Duration positive(String key, Node node) {
    Duration duration = duration(key, node);
    if (duration != null && duration.isZero()) {
      problems.error(node.place(), "'" + key + "' is more than 0");
      return null;
    }
    return duration;
  }

  @Nullable Long size(String key, Node node) {
    Long size = made(key, node, "a size such as 25MB", Sizes::parse);
    if (size != null && size == 0) {
      problems.error(node.place(), "'" + key + "' is more than 0");
      return null;
    }
    return size;
  }

  @Nullable Integer integer(String key, Node node, int least, int most) {
    Long number = number(key, node, least, most);
    return number == null ? null : number.intValue();
  }

  @Nullable Long number(String key, Node node, long least, long most) {
    String range =
        most >= Integer.MAX_VALUE ? " of " + least + " or more" : " from " + least + " to " + most;
    String expected = "a whole number" + (least == Long.MIN_VALUE ? "" : range);
    Node.Scalar scalar = scalar(key, node, expected);
    if (scalar == null) {
      return null;
    }
    if (WHOLE.matcher(scalar.text()).matches()) {
      try {
        long number = Long.parseLong(scalar.text());
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // more than 64 bits: as far out of range as the others
      }
    }
    wrongKind(key, scalar, expected);
    return null;
  }

  @Nullable Boolean bool(String key, Node node) {
    String expected = "true or false";
    Node.Scalar scalar = scalar(key, node, expected);
    if (scalar == null) {
      return null;
    }
    if (!scalar.text().equals("true") && !scalar.text().equals("false")) {
      wrongKind(key, scalar, expected);
      return null;
    }
    return scalar.text().equals("true");
  }

  /** A decimal number, 0 or more. */
  @Nullable Double decimal(String key, Node node, String expected) {
    Node.Scalar scalar = scalar(key, node, expected);
    if (scalar == null) {
      return null;
    }
    if (!DECIMAL.matcher(scalar.text()).matches()) {
      wrongKind(key, scalar, expected);
      return null;
    }
    return Double.valueOf(scalar.text());
  }

  /** {@code 25%} or {@code 0.25}. */
  @Nullable Double chance(Node node) {
    String expected = "a probability such as 25% or 0.25";
    Node.Scalar scalar = scalar("chance", node, expected);
    if (scalar == null) {
      return null;
    }
    String text = scalar.text();
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
    if (!DECIMAL.matcher(digits).matches()) {
      wrongKind("chance", scalar, expected);
      return null;
    }
    BigDecimal number = new BigDecimal(digits);
    double chance = (percent ? number.movePointLeft(2) : number).doubleValue();
    if (chance > 1) {
      problems.error(
          scalar.place(),
          percent
              ? "'chance' is 0% to 100%, not " + text
              : "'chance' is 0 to 1 or has a %, not " + text + " (did you mean " + text + "%?)");
      return null;
    }
    return chance;
  }

  /** One of several words. */
  <T> @Nullable T word(String key, Node node, List<T> values, Function<T, String> keyword) {
    List<String> words = values.stream().map(keyword).toList();
    String expected = "one of " + String.join(", ", words);
    Node.Scalar scalar = scalar(key, node, expected);
    if (scalar == null) {
      return null;
    }
    int index = words.indexOf(scalar.text());
    if (index >= 0) {
      return values.get(index);
    }
    problems.error(
        scalar.place(),
        "'"
            + key
            + "' expects "
            + expected
            + ", not "
            + scalar.kind()
            + Nearest.to(scalar.text(), words)
                .map(near -> " (did you mean " + near + "?)")
                .orElse(""));
    return null;
  }
}
