package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tab pressed in shells that run on a terminal of their own, which zsh's zpty gives them. */
class ZshCompletionTest {
  /** Types a line and Tab, and prints what the line then is; a widget marks it. */
  private static final String ZSH =
      """
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell 'PS1=; autoload -U compinit && compinit -u -D; source %1$s'
      zpty -w shell 'show() { print; print -r -- "<<$BUFFER>>"; zle kill-whole-line }; zle -N show; bindkey "^X" show; print re""ady'
      zpty -r shell seen '*ready*'
      %2$s
      """;

  private static final String TAB =
      """
      zpty -w -n shell $'%s\\t\\x18'
      zpty -r shell seen '*>>*'
      print -r -- ${${seen##*<<}%%%%>>*}
      """;

  @TempDir Path dir;

  @Test
  void a_command_an_option_and_its_values_are_completed_in_zsh() throws Exception {
    assumeTrue(
        Stream.of("/bin/zsh", "/usr/bin/zsh").map(Path::of).anyMatch(Files::isExecutable),
        "there is no zsh");
    Path script = Files.writeString(dir.resolve("completion"), Program.ended("completion").out());
    String typed =
        Stream.of(
                "fivefifty jour",
                "fivefifty serve --http-t",
                "fivefifty rules cl",
                "fivefifty serve --report rep")
            .map(TAB::formatted)
            .reduce("", String::concat);
    Files.writeString(dir.resolve("report.html"), "");
    Path drive = Files.writeString(dir.resolve("drive"), ZSH.formatted(script, typed));
    Path out = dir.resolve("out.txt");
    Process zsh =
        new ProcessBuilder("zsh", "-f", drive.toString())
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(zsh.waitFor(60, TimeUnit.SECONDS)).as(() -> "hangs").isTrue();
    } finally {
      zsh.destroyForcibly();
    }
    assertThat(Files.readAllLines(out).stream().map(String::strip))
        .containsExactly(
            "fivefifty journal",
            "fivefifty serve --http-token",
            "fivefifty rules clear",
            "fivefifty serve --report report.html");
  }
}
