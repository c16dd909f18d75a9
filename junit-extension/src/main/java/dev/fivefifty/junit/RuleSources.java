package dev.fivefifty.junit;

import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.RuleFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rule files by the places in which tests keep them. */
final class RuleSources {
  private static final String CLASSPATH = "classpath:";

  private RuleSources() {}

  /**
   * Reads files.
   *
   * @param locations paths, or {@code classpath:} and the name of a resource
   * @param where who asks for them
   */
  static List<LoadedRules> load(List<String> locations, String where) {
    return locations.stream().map(location -> load(location, where)).toList();
  }

  private static LoadedRules load(String location, String where) {
    try {
      return location.startsWith(CLASSPATH)
          ? resource(location, where)
          : RuleFiles.load(List.of(Path.of(location)));
    } catch (RuleFileException e) {
      throw new Misuse(where + ":\n" + e.getMessage(), e);
    }
  }

  private static LoadedRules resource(String location, String where) {
    String name = location.substring(CLASSPATH.length()).replaceFirst("^/", "");
    try (InputStream in = open(name)) {
      if (in == null) {
        throw new Misuse(
            where + " names " + location + ", which is not on the class path" + otherwise(name));
      }
      return RuleFiles.parse(location, in);
    } catch (IOException e) {
      throw new UncheckedIOException(location, e);
    }
  }

  private static @Nullable InputStream open(String name) {
    return Stream.of(
            Optional.ofNullable(Thread.currentThread().getContextClassLoader()),
            Optional.ofNullable(RuleSources.class.getClassLoader()))
        .flatMap(Optional::stream)
        .map(loader -> loader.getResourceAsStream(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String otherwise(String name) {
    return name.startsWith("src/") ? " (expected a name below src/test/resources)" : "";
  }

  static LoadedRules parse(String yaml, String where) {
    try {
      return RuleFiles.parse("yaml of " + where, yaml);
    } catch (RuleFileException e) {
      throw new Misuse(e.getMessage(), e);
    }
  }
}
