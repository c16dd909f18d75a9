package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void shows_what_can_be_seen() {
    assertThat(Printable.of("RCPT TO:<jürgen@例え.example> \uD83D\uDE00", 100))
        .isEqualTo("RCPT TO:<jürgen@例え.example> \uD83D\uDE00");
  }

  @Test
  void escapes_the_rest() {
    assertThat(Printable.of("a\\b\r\n\t\u001B[2J\u0000\u007F\u009B", 100))
        .isEqualTo("a\\\\b\\r\\n\\t\\x1B[2J\\x00\\x7F\\x9B");
    assertThat(Printable.of("\u202E\u2028\u2029\uFEFF\uD800\uE000", 100))
        .isEqualTo("\\u{202E}\\u{2028}\\u{2029}\\u{FEFF}\\u{D800}\\u{E000}");
  }

  @Test
  void cuts_what_is_long() {
    assertThat(Printable.of("x".repeat(11), 10)).isEqualTo("xxxxxxxxxx... (11 characters)");
  }

  @Test
  void leaves_paths_and_lines_alone() {
    assertThat(Printable.safe("C:\\rules\\a.yaml:1:2: no\nb\u001B"))
        .isEqualTo("C:\\rules\\a.yaml:1:2: no\nb\\x1B");
  }

  @Test
  void heeds_what_the_user_says_of_colours() {
    assertThat(Terminal.allowsColours(Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminal.allowsColours(Map.of("NO_COLOR", ""))).isTrue();
    assertThat(Terminal.allowsColours(Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(Terminal.allowsColours(Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.isTerminal(null)).isFalse();
  }
}
