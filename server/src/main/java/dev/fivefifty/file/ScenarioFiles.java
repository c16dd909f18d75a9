package dev.fivefifty.file;

import dev.fivefifty.rule.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where scenarios are found by name: in directories of the user's own, and then in the library that
 * is shipped. Nothing is read before somebody asks, and directories are read anew each time.
 * Immutable and thread-safe.
 */
public final class ScenarioFiles {
  /** The library that is shipped, alone. */
  public static final ScenarioFiles SHIPPED = new ScenarioFiles(List.of());

  private static final String LIBRARY = "/dev/fivefifty/scenario/library/";

  private final List<Path> directories;

  private ScenarioFiles(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /**
   * The same with a directory, which comes before all others.
   *
   * @param directory where {@code NAME.yaml} or {@code NAME.yml} is the scenario NAME, not those
   *     below it
   * @return a new value
   */
  public ScenarioFiles with(Path directory) {
    List<Path> all = new ArrayList<>(List.of(directory));
    all.addAll(directories);
    return new ScenarioFiles(all);
  }

  /**
   * The directories of the user's own.
   *
   * @return in the order in which they are asked
   */
  public List<Path> directories() {
    return directories;
  }

  /**
   * The names there are.
   *
   * @return those of directories first, then those shipped in the order of the library's index
   * @throws UncheckedIOException if a directory cannot be read
   */
  public List<String> names() {
    return List.copyOf(all().keySet());
  }

  /**
   * A scenario's text.
   *
   * @param name its name
   * @return empty if there is none of that name
   * @throws UncheckedIOException if it cannot be read
   */
  public Optional<ScenarioText> find(String name) {
    Found found = all().get(name);
    return Optional.ofNullable(found).map(each -> each.read(name));
  }

  /**
   * Says that there is no such scenario.
   *
   * @param name what was asked for
   * @return with the nearest there is
   */
  public String unknown(String name) {
    List<String> names = names();
    return "there is no scenario '"
        + Words.shown(name)
        + "' ("
        + Nearest.to(name, names)
            .map(near -> "did you mean " + near + "?")
            .orElse("'fivefifty scenarios' lists the " + names.size() + " there are")
        + ")";
  }

  private sealed interface Found {
    ScenarioText read(String name);
  }

  private record InJar(String path) implements Found {
    @Override
    public ScenarioText read(String name) {
      return new ScenarioText(name, "library/" + path, resource(path));
    }
  }

  private record OnDisk(Path path) implements Found {
    @Override
    public ScenarioText read(String name) {
      try {
        return new ScenarioText(name, path.toString(), Files.readString(path));
      } catch (IOException e) {
        throw new UncheckedIOException("the scenario " + path + " cannot be read: " + e, e);
      }
    }
  }

  private Map<String, Found> all() {
    Map<String, Found> all = new LinkedHashMap<>();
    for (Path directory : directories) {
      try (Stream<Path> files = Files.list(directory)) {
        files
            .sorted()
            .forEach(file -> name(file).ifPresent(n -> all.putIfAbsent(n, new OnDisk(file))));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the directory of scenarios " + directory + " cannot be read: " + e, e);
      }
    }
    for (String path : resource("index.txt").split("\n")) {
      all.putIfAbsent(
          path.substring(path.lastIndexOf('/') + 1).replace(".yaml", ""), new InJar(path));
    }
    return all;
  }

  private static Optional<String> name(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
    return !yaml || name.startsWith(".") || Files.isDirectory(file)
        ? Optional.empty()
        : Optional.of(name.substring(0, name.lastIndexOf('.')));
  }

  private static String resource(String path) {
    try (InputStream in = ScenarioFiles.class.getResourceAsStream(LIBRARY + path)) {
      if (in == null) {
        throw new IllegalStateException(LIBRARY + path + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
