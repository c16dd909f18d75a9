package dev.fivefifty.file;

import dev.fivefifty.rule.RuleProblem.Severity;

/**
 * Something wrong with a rule file.
 *
 * @param severity whether the file is refused for it
 * @param file the file's path, or the name given for a text
 * @param line the line of the key or value at fault, from 1; 0 for the file as a whole
 * @param column the column there in characters, from 1; 0 for the file as a whole
 * @param message what is wrong, what was expected, and the nearest right word
 */
public record FileProblem(Severity severity, String file, int line, int column, String message) {

  /**
   * Whether the file is refused for it.
   *
   * @return true for an error
   */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /**
   * The problem as compilers write it.
   *
   * @return such as {@code rules.yaml:3:5: unknown key 'repli' (…)}; a warning says so
   */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line + ":" + column : "")
        + (isError() ? ": " : ": warning: ")
        + message;
  }
}
