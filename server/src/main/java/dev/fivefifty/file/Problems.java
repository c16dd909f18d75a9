package dev.fivefifty.file;

import dev.fivefifty.rule.RuleProblem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, so that one run shows all of it. */
final class Problems {
  /** A set, because what an alias repeats is wrong once. */
  private final Set<FileProblem> found = new LinkedHashSet<>();

  private int errors;

  void error(Place place, String message) {
    errors++;
    add(Severity.ERROR, place, message);
  }

  void warning(Place place, String message) {
    add(Severity.WARNING, place, message);
  }

  void add(Severity severity, Place place, String message) {
    found.add(new FileProblem(severity, place.file(), place.line(), place.column(), message));
  }

  /** Everything so far, as it was found. */
  List<FileProblem> all() {
    return List.copyOf(found);
  }

  /** How many errors so far; more than before means that something in between failed. */
  int errors() {
    return errors;
  }

  /** The problems of a severity, in the order of the files and of their places. */
  List<FileProblem> sorted(Severity severity, List<String> files) {
    List<FileProblem> sorted = new ArrayList<>();
    found.stream().filter(problem -> problem.severity() == severity).forEach(sorted::add);
    sorted.sort(
        Comparator.comparingInt((FileProblem problem) -> files.indexOf(problem.file()))
            .thenComparingInt(FileProblem::line)
            .thenComparingInt(FileProblem::column));
    return sorted;
  }
}
