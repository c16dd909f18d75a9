package dev.fivefifty.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fivefifty.rule.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
  @TempDir Path dir;

  private Path write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String named(String name) {
    return "rules: [{ name: %s, at: rcpt, times: 1 }]\n".formatted(name);
  }

  private static List<String> names(LoadedRules loaded) {
    return loaded.rules().stream().map(Rule::name).flatMap(Optional::stream).toList();
  }

  /** The problems, with the directory left out. */
  private List<String> errors(Path... paths) {
    RuleFileException e =
        catchThrowableOfType(RuleFileException.class, () -> RuleFiles.load(List.of(paths)));
    return e.problems().stream()
        .map(problem -> problem.toString().replace(dir + "/", "").replace(dir.toString(), "DIR"))
        .toList();
  }

  @Test
  void ofADirectoryTheRuleFilesByName() throws IOException {
    write("20.json", "{\"rules\": [{\"name\": \"b\", \"at\": \"rcpt\", \"times\": 1}]}");
    write("10.yaml", named("a"));
    write("30.YML", named("c"));
    write("README.md", "not: [read");
    write(".hidden.yaml", "not: [read");
    write("below.yaml/40.yaml", named("d"));
    LoadedRules loaded = RuleFiles.load(List.of(dir));
    assertThat(names(loaded)).containsExactly("a", "b", "c");
    assertThat(loaded.sources())
        .containsExactly(
            dir.resolve("10.yaml").toString(),
            dir.resolve("20.json").toString(),
            dir.resolve("30.YML").toString());
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void filesInTheOrderGivenWhateverTheirNames() throws IOException {
    Path first = write("z.conf", named("a"));
    Path second = write("a.yaml", named("b"));
    assertThat(names(RuleFiles.load(List.of(first, second)))).containsExactly("a", "b");
    assertThat(RuleFiles.load(List.of()).rules()).isEmpty();
  }

  @Test
  void anEmptyDirectoryIsAWarning() {
    assertThat(RuleFiles.load(List.of(dir)).warnings())
        .hasToString("[" + dir + ": warning: no *.yaml, *.yml or *.json in this directory]");
  }

  @Test
  void aMissingFileAndAllTheOtherErrors() throws IOException {
    Path wrong = write("wrong.yaml", "rules: [{ at: rcpt, repli: 1 }]\n");
    Path broken = write("broken.yaml", "rules: [\n");
    Path json = write("broken.json", "{");
    List<String> errors = errors(dir.resolve("none.yaml"), wrong, broken, json);
    assertThat(errors).hasSize(4);
    assertThat(errors.get(0)).isEqualTo("none.yaml: no such file or directory");
    assertThat(errors.get(1)).startsWith("wrong.yaml:1:21: unknown key 'repli'");
    assertThat(errors.get(2)).isEqualTo("broken.yaml:1:8: this '[' is never closed");
    assertThat(errors.get(3)).startsWith("broken.json:1:2: no valid JSON: Unexpected end-of-input");
  }

  @Test
  void aFileGivenTwice() throws IOException {
    Path file = write("a.yaml", named("a"));
    assertThat(errors(dir, file)).containsExactly("a.yaml: the file is given twice");
  }

  @Test
  void namesAreUniqueInAllFiles() throws IOException {
    write("a.yaml", named("x"));
    write("b.yaml", "\n" + named("x"));
    assertThat(errors(dir))
        .containsExactly(
            "b.yaml:2:11: the name 'x' is that of the rule at a.yaml:1 already (names are unique)");
  }

  @Test
  void aRuleOfALaterFileThatAnEarlierOneHides() throws IOException {
    write("a.yaml", "rules: [{ at: rcpt }]");
    write("b.yaml", "rules: [{ at: rcpt, reply: 550 }]");
    assertThat(errors(dir))
        .containsExactly(
            "b.yaml:1:9: this rule can never apply, because 'the rule at a.yaml:1' before it"
                + " always does (put it first, or limit 'the rule at a.yaml:1')");
  }

  @Test
  void settingsOfSeveralFilesMustNotConflict() throws IOException {
    write("a.yaml", "server: { hostname: a.test, port: 2525 }");
    write("b.yaml", "\nserver: { port: 2525, hostname: b.test, size: 1MB }");
    assertThat(errors(dir))
        .containsExactly(
            "b.yaml:2:33: 'hostname' is another one at a.yaml:1 (leave one of them out)");
    write("b.yaml", "server: { port: 2525, size: 1MB }");
    assertThat(RuleFiles.load(List.of(dir)).settings())
        .isEqualTo(
            new ServerSettings(
                "a.test", 2525, null, 1L << 20, null, null, null, null, null, null, null, null,
                null, null, null, null));
  }

  @Test
  void bytesThatAreNoUtf8() {
    byte[] latin1 = "rules:\n  - at: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> RuleFiles.parse("r.yaml", latin1))
        .hasMessage("r.yaml:2:12: the byte 0xE9 is no UTF-8 (save the file as UTF-8)");
    byte[] cut = "rules: \u00e9".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> RuleFiles.parse("r.yaml", Arrays.copyOf(cut, cut.length - 1)))
        .hasMessage("r.yaml:1:8: the byte 0xC3 is no UTF-8 (save the file as UTF-8)");
    byte[] utf16 = "rules: []".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> RuleFiles.parse("r.yaml", utf16))
        .hasMessage("r.yaml:1:1: the file looks like UTF-16 (save it as UTF-8)");
  }

  @Test
  void aStreamIsReadToItsEndAndStaysOpen() throws IOException {
    InputStream in = new ByteArrayInputStream(named("a").getBytes(StandardCharsets.UTF_8));
    assertThat(names(RuleFiles.parse("r.yaml", in))).containsExactly("a");
  }

  @Test
  void aHundredMegabytesAreRefusedAndNotRead() throws IOException {
    Path huge = dir.resolve("huge.yaml");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(100L << 20);
    }
    assertThat(errors(huge)).containsExactly("huge.yaml: the file is larger than 1 MiB (split it)");

    long[] read = {0};
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read[0]++;
            return '#';
          }
        };
    assertThatThrownBy(() -> RuleFiles.parse("r.yaml", endless))
        .hasMessage("r.yaml: the file is larger than 1 MiB (split it)");
    assertThat(read[0]).isEqualTo((1 << 20) + 1);
    assertThatThrownBy(() -> RuleFiles.parse("r.yaml", "#".repeat((1 << 20) + 1)))
        .hasMessage("r.yaml: the file is larger than 1 MiB (split it)");
    assertThat(RuleFiles.parse("r.yaml", "\n".repeat(1 << 20)).rules()).isEmpty();
  }
}
