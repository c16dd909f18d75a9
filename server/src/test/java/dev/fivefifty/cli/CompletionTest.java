package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir Path dir;

  @Test
  void bash_completes_commands_and_options_by_the_script() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
    Program completion = Program.ended("completion");
    assertThat(completion.code()).isZero();
    assertThat(completion.err()).isEmpty();
    Path script = Files.writeString(dir.resolve("completion"), completion.out());
    assertThat(complete(script, "fivefifty", "jou")).isEqualTo("journal");
    assertThat(complete(script, "fivefifty", "expl")).isEqualTo("explain");
    assertThat(complete(script, "fivefifty", "serve", "--http-t")).isEqualTo("--http-token");
    assertThat(complete(script, "fivefifty", "rules", "cl")).isEqualTo("clear");
  }

  private String complete(Path script, String... words) throws Exception {
    // Bash has compopt only while somebody presses Tab.
    String line =
        "compopt() { :; }; source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_fivefifty; echo \"${COMPREPLY[@]}\""
            .formatted(script, String.join(" ", words), words.length - 1);
    Path out = dir.resolve("out.txt");
    Process bash =
        new ProcessBuilder("/bin/bash", "-c", line)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out).strip();
  }
}
