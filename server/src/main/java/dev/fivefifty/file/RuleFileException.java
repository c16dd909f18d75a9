package dev.fivefifty.file;

import java.util.List;
import java.util.stream.Collectors;

/** Rule files were refused; the message holds every error, one a line. */
public final class RuleFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<FileProblem> problems;

  /**
   * Refuses rule files.
   *
   * @param problems what is wrong, at least one
   */
  public RuleFileException(List<FileProblem> problems) {
    super(problems.stream().map(FileProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /**
   * Every error of every file.
   *
   * @return in the order of the files, of their lines and columns; at least one
   */
  public List<FileProblem> problems() {
    return problems;
  }
}
