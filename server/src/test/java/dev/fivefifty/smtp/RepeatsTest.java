package dev.fivefifty.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private final Repeats repeats = new Repeats();

  private static CommandLine line(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return CommandLine.of(new RawInput.Line(bytes, bytes.length, true));
  }

  @Test
  void an_equal_reply_is_held_once() {
    Repeats.Said said = repeats.said(Reply.of(500, "5.5.2", "Empty line"));
    assertThat(repeats.said(Reply.of(500, "5.5.2", "Empty line"))).isSameAs(said);
    assertThat(said.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("500 5.5.2 Empty line\r\n");
    assertThat(said.recorded().toByteArray()).isEqualTo(said.bytes());
    assertThat(said.reply()).contains(Reply.of(500, "5.5.2", "Empty line"));
    assertThat(repeats.said(null).bytes()).isEmpty();
  }

  @Test
  void whatever_came_before_a_reply_is_said_as_it_is() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5_000; i++) {
        Reply reply = Reply.of(250, "2.0.0", "message " + i);
        assertThat(repeats.said(reply).bytes()).isEqualTo(reply.toBytes());
      }
    }
  }

  @Test
  void an_equal_command_is_held_once_whatever_came_between() {
    CommandLine noop = repeats.command(line("NOOP\r\n"));
    assertThat(repeats.command(line("NOOP\r\n"))).isSameAs(noop);
    for (String other : List.of("NOOP\n", "noop\r\n", "NOOP \r\n", "\r\n", "\n")) {
      assertThat(repeats.command(line(other))).isEqualTo(line(other)).isNotEqualTo(noop);
    }
    for (int i = 0; i < 5_000; i++) {
      assertThat(repeats.command(line(i + "\r\n"))).isEqualTo(line(i + "\r\n"));
    }
  }

  @Test
  void neither_credentials_nor_long_lines_are_kept() {
    for (String text : List.of("AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n", "x".repeat(65) + "\r\n")) {
      CommandLine once = repeats.command(line(text));
      assertThat(repeats.command(line(text))).isEqualTo(once).isNotSameAs(once);
    }
  }
}
