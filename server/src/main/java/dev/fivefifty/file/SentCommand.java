package dev.fivefifty.file;

import dev.fivefifty.rule.RuleProblem.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Small orders in JSON that were sent to a server while it runs. The methods keep no state and may
 * be called by several threads at once.
 */
public final class SentCommand {
  private SentCommand() {}

  /**
   * Reads how far to move a clock.
   *
   * @param json such as {@code {"advance": "5m"}}
   * @return 0 or more
   * @throws RuleFileException with every error
   */
  public static Duration advance(byte[] json) {
    Reader reader = new Reader("advance", "{\"advance\": \"5m\"}");
    Node value = reader.read(json);
    Duration duration = value == null ? null : reader.values.duration("advance", value);
    if (value == null) {
      reader.missing();
    }
    reader.fail();
    return duration == null ? Duration.ZERO : duration;
  }

  /**
   * Reads which listener is meant.
   *
   * @param json such as {@code {"listener": "smtp"}}, {@code {}} or nothing
   * @return its name, or empty for all
   * @throws RuleFileException with every error
   */
  public static Optional<String> listener(byte[] json) {
    Reader reader = new Reader("listener", "{\"listener\": \"smtp\"}");
    Node value = reader.read(json);
    Node.Scalar name =
        value == null ? null : reader.values.scalar("listener", value, "a listener's name");
    reader.fail();
    return Optional.ofNullable(name).map(Node.Scalar::text);
  }

  /**
   * Sees that nothing was sent.
   *
   * @param json {@code {}} or nothing
   * @throws RuleFileException if anything else was
   */
  public static void nothing(byte[] json) {
    Reader reader = new Reader(null, "{}");
    reader.read(json);
    reader.fail();
  }

  /** Reads an object of one key at most. */
  private static final class Reader {
    private final Problems problems = new Problems();
    private final Values values = new Values(problems);
    private final @Nullable String key;
    private final String example;

    Reader(@Nullable String key, String example) {
      this.key = key;
      this.example = example;
    }

    @Nullable Node read(byte[] json) {
      try {
        Node root = JsonTree.read(Source.of(SentRules.NAME, json), problems);
        if (root instanceof Node.Mapping mapping) {
          return value(mapping);
        }
        if (root != null) {
          problems.error(root.place(), "expected such as " + example + ", not " + root.kind());
        }
      } catch (Unreadable e) {
        problems.error(e.place(), e.text());
      }
      return null;
    }

    private @Nullable Node value(Node.Mapping mapping) {
      Node value = null;
      for (Node.Entry entry : mapping.entries()) {
        String word = entry.key().text();
        if (word.equals(key)) {
          value = entry.value();
        } else if (key == null) {
          problems.error(
              entry.key().place(), "unknown key '" + Words.shown(word) + "' (nothing is expected)");
        } else {
          problems.error(entry.key().place(), Words.unknown("key", word, List.of(key)));
        }
      }
      return value;
    }

    void missing() {
      if (problems.errors() == 0) {
        problems.error(
            new Place(SentRules.NAME, 1, 1), "'" + key + "' is missing (such as " + example + ")");
      }
    }

    void fail() {
      List<FileProblem> errors = problems.sorted(Severity.ERROR, List.of(SentRules.NAME));
      if (!errors.isEmpty()) {
        throw new RuleFileException(errors);
      }
    }
  }
}
