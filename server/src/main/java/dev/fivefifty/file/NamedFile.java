package dev.fivefifty.file;

import dev.fivefifty.rule.RuleProblem.Severity;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that a rule file names. It is not read with the rule file: who only looks at rules, or got
 * them from elsewhere, should not touch this machine's files. Immutable.
 */
public final class NamedFile {
  private final Path path;
  private final Place place;

  NamedFile(Path path, Place place) {
    this.path = path;
    this.place = place;
  }

  /**
   * The file.
   *
   * @return as written: a relative path starts at the process's working directory
   */
  public Path path() {
    return path;
  }

  /**
   * Says that the file cannot be used.
   *
   * @param why what is wrong with it
   * @return an error, at the place that names the file
   */
  public FileProblem problem(String why) {
    return new FileProblem(Severity.ERROR, place.file(), place.line(), place.column(), why);
  }

  /** Without the place: a setting that two rule files give must be the same, not there. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NamedFile file && path.equals(file.path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
