package dev.fivefifty.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds the targets with their corpus, and with what becomes of it by a few changes; new inputs are
 * looked for by {@code .ci/fuzz}. A file that once made a target fail stays in the corpus.
 */
class CorpusTest {
  private static final Map<String, Consumer<byte[]>> TARGETS =
      Map.of(
          "rules", RuleFileTarget::fuzzerTestOneInput,
          "commands", CommandsTarget::fuzzerTestOneInput,
          "framing", FramingTarget::fuzzerTestOneInput,
          "auth", AuthTarget::fuzzerTestOneInput,
          "api", ApiTarget::fuzzerTestOneInput);

  /** How often each file is changed. */
  private static final int CHANGES = 20;

  static Stream<Path> corpus() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of("src/test/resources/fuzz"), 2)) {
      files = all.filter(Files::isRegularFile).filter(CorpusTest::isInput).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(30);
    return files.stream();
  }

  /** Beside the directories are the dictionaries. */
  private static boolean isInput(Path file) {
    return TARGETS.containsKey(String.valueOf(file.getParent().getFileName()));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  @Timeout(60)
  @Execution(ExecutionMode.SAME_THREAD)
  void holds(Path file) throws IOException {
    Consumer<byte[]> target = TARGETS.get(String.valueOf(file.getParent().getFileName()));
    byte[] bytes = Files.readAllBytes(file);
    target.accept(bytes);
    Random random = new Random(550);
    for (int i = 0; i < CHANGES; i++) {
      byte[] changed = changed(random, bytes);
      try {
        target.accept(changed);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("With " + FuzzServer.text(changed), e);
      }
    }
  }

  private static byte[] changed(Random random, byte[] original) {
    StringBuilder text = new StringBuilder(FuzzServer.text(original));
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(20));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
        case 2 -> text.insert(at, (char) random.nextInt(256));
        default -> text.replace(at, Math.min(text.length(), at + 1), "\r\n");
      }
    }
    return FuzzServer.bytes(text.toString());
  }
}
