package dev.fivefifty.file;

import dev.fivefifty.rule.RuleProblem.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads rule files.
 *
 * <p>A file is YAML or JSON in UTF-8, of 1 MiB at most, and 5,000 rules at most in all files
 * together: JSON if its name ends in {@code .json}, YAML if it ends in {@code .yaml} or {@code
 * .yml}; else JSON if it starts with a brace or a bracket. The methods keep no state and may be
 * called by several threads at once.
 */
public final class RuleFiles {
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

  private RuleFiles() {}

  /**
   * Reads files together: names are unique in all of them, and a setting that two of them give must
   * be the same.
   *
   * @param filesOrDirectories files, whatever their names; of a directory its {@code *.yaml},
   *     {@code *.yml} and {@code *.json} by name, not those below it and not those that start with
   *     a dot
   * @return what they say; the rules of an earlier file come first
   * @throws RuleFileException with every error of all files, also where one is missing
   */
  public static LoadedRules load(List<Path> filesOrDirectories) {
    return load(filesOrDirectories, ScenarioFiles.SHIPPED);
  }

  /**
   * Reads files together that may use scenarios of the user's own.
   *
   * @param filesOrDirectories see {@link #load(List)}
   * @param library where scenarios are found
   * @return what they say; the rules of an earlier file come first
   * @throws RuleFileException with every error of all files, also where one is missing
   */
  public static LoadedRules load(List<Path> filesOrDirectories, ScenarioFiles library) {
    FileMapper mapper = new FileMapper(library);
    Set<Path> seen = new HashSet<>();
    for (Path path : filesOrDirectories) {
      if (Files.isDirectory(path)) {
        directory(mapper, path, seen);
      } else {
        file(mapper, path, seen);
      }
    }
    return mapper.result();
  }

  /**
   * The files that {@link #load} would read now, for who watches them.
   *
   * @param filesOrDirectories see {@link #load}
   * @return in order; those given by name also where they are missing, and none of a directory that
   *     cannot be read
   */
  public static List<Path> files(List<Path> filesOrDirectories) {
    List<Path> files = new ArrayList<>();
    for (Path path : filesOrDirectories) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      try {
        files.addAll(listed(path));
      } catch (IOException | RuntimeException e) {
        // Loading says what is wrong with it.
        continue;
      }
    }
    return files;
  }

  /**
   * Reads a text.
   *
   * @param sourceName what problems call it; its ending tells YAML from JSON, see above
   * @param text the text
   * @return what it says
   * @throws RuleFileException with every error
   */
  public static LoadedRules parse(String sourceName, String text) {
    FileMapper mapper = new FileMapper();
    mapper.add(sourceName, text);
    return mapper.result();
  }

  /**
   * Reads bytes.
   *
   * @param sourceName what problems call them; its ending tells YAML from JSON, see above
   * @param bytes UTF-8
   * @return what they say
   * @throws RuleFileException with every error
   */
  public static LoadedRules parse(String sourceName, byte[] bytes) {
    FileMapper mapper = new FileMapper();
    mapper.add(sourceName, bytes);
    return mapper.result();
  }

  /**
   * Reads a stream to its end, but no more of it than a file may have.
   *
   * @param sourceName what problems call it; its ending tells YAML from JSON, see above
   * @param in UTF-8; stays open
   * @return what it says
   * @throws RuleFileException with every error
   * @throws IOException if reading fails
   */
  public static LoadedRules parse(String sourceName, InputStream in) throws IOException {
    return parse(sourceName, in.readNBytes(Source.LIMIT + 1));
  }

  /**
   * Makes rules of scenarios that no file asks for.
   *
   * @param uses which; the rules of an earlier one come first
   * @param library where they are found
   * @return what they say; their settings are needs
   * @throws RuleFileException with every error
   */
  public static LoadedRules scenarios(List<ScenarioUse> uses, ScenarioFiles library) {
    FileMapper mapper = new FileMapper(library);
    uses.forEach(mapper::add);
    return mapper.result();
  }

  private static void directory(FileMapper mapper, Path directory, Set<Path> seen) {
    List<Path> files;
    try {
      files = listed(directory);
    } catch (IOException | RuntimeException e) {
      mapper.addUnread(directory.toString(), Severity.ERROR, unreadable(e));
      return;
    }
    if (files.isEmpty()) {
      mapper.addUnread(
          directory.toString(), Severity.WARNING, "no *.yaml, *.yml or *.json in this directory");
    }
    files.forEach(file -> file(mapper, file, seen));
  }

  private static List<Path> listed(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(RuleFiles::isRuleFile)
          .sorted(Comparator.comparing(path -> path.getFileName().toString()))
          .toList();
    }
  }

  private static boolean isRuleFile(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".")
        && ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith)
        && !Files.isDirectory(path);
  }

  private static void file(FileMapper mapper, Path file, Set<Path> seen) {
    String name = file.toString();
    if (!seen.add(file.toAbsolutePath().normalize())) {
      mapper.addUnread(name, Severity.ERROR, "the file is given twice");
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      mapper.add(name, in.readNBytes(Source.LIMIT + 1));
    } catch (IOException | RuntimeException e) {
      mapper.addUnread(name, Severity.ERROR, unreadable(e));
    }
  }

  private static String unreadable(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    return e instanceof AccessDeniedException
        ? "the file cannot be read: access denied"
        : "the file cannot be read: " + e;
  }
}
