package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.FileProblem;
import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads rule files again when they have changed. It looks at them again and again: a WatchService
 * hears nothing of what another machine or container does to a mounted directory.
 */
final class RuleWatch implements AutoCloseable {
  /** A change is loaded at the second look after it, and that within a second. */
  private static final long LOOK_MILLIS = 250;

  private final ServeOptions options;
  private final List<Path> paths;
  private final ServerSettings settings;
  private final FiveFifty server;
  private final Consumer<String> say;
  private final Consumer<String> complain;
  private final CountDownLatch closed = new CountDownLatch(1);

  private Map<Path, Look> loaded;
  private boolean saidThatSettingsStay;

  /**
   * What is seen of a file without reading it.
   *
   * @param modified null if it is missing
   * @param key another one where a file was put in its place; null where there are no keys
   */
  record Look(@Nullable FileTime modified, long size, @Nullable Object key) {
    private static final Look MISSING = new Look(null, 0, null);

    static Look at(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Look(now.lastModifiedTime(), now.size(), now.fileKey());
      } catch (IOException e) {
        return MISSING;
      }
    }
  }

  /**
   * Watches.
   *
   * @param options what rules are of
   * @param paths files and directories that are watched
   * @param seen {@link #look} before they were loaded
   * @param settings what they said of the server then
   * @param say takes a line for standard output
   * @param complain takes a line for standard error
   */
  RuleWatch(
      ServeOptions options,
      List<Path> paths,
      Map<Path, Look> seen,
      ServerSettings settings,
      FiveFifty server,
      Consumer<String> say,
      Consumer<String> complain) {
    this.options = options;
    this.paths = paths;
    this.loaded = seen;
    this.settings = settings;
    this.server = server;
    this.say = say;
    this.complain = complain;
  }

  void start() {
    Thread thread = new Thread(this::watch, "fivefifty-rules");
    thread.setDaemon(true);
    thread.start();
  }

  /** What there is now. */
  static Map<Path, Look> look(List<Path> paths) {
    Map<Path, Look> files = new LinkedHashMap<>();
    RuleFiles.files(paths).forEach(file -> files.put(file, Look.at(file)));
    return files;
  }

  private void watch() {
    Map<Path, Look> before = loaded;
    try {
      while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        Map<Path, Look> now = look(paths);
        // Not while somebody is still writing: half a file may be a file.
        if (now.equals(before) && !now.equals(loaded)) {
          loaded = now;
          reload();
        }
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reload() {
    try {
      LoadedRules files =
          RuleFiles.load(options.rules(), ScenariosCommand.library(options.scenarios()));
      int rules = server.reload().orElseThrow();
      for (FileProblem warning : files.warnings()) {
        complain.accept(warning.toString());
      }
      say.accept(
          "rules "
              + rules
              + " reloaded from "
              + String.join(", ", Serve.sources(files.sources(), options.scenario())));
      boolean same = Objects.equals(settings, files.settings());
      if (!same && !saidThatSettingsStay) {
        complain.accept(
            "fivefifty: what the rule files say under 'server' has changed, and will count from"
                + " the next start on");
      }
      saidThatSettingsStay = !same;
    } catch (RuleFileException e) {
      e.problems().forEach(problem -> complain.accept(problem.toString()));
      stay();
    } catch (RuntimeException e) {
      // Whatever it is, the next change of a file may mend it.
      complain.accept("fivefifty: " + e.getMessage());
      stay();
    }
  }

  private void stay() {
    complain.accept("fivefifty: the rules stay as they were");
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
