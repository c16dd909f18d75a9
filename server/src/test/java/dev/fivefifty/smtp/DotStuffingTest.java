package dev.fivefifty.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.wire.WireClient;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The content as it was sent, byte by byte; only CRLF.CRLF ends it (RFC 5321 §4.1.1.4, §4.5.2). */
class DotStuffingTest {
  private static final String TRICKY =
      "Subject: dots\r\n\r\n..one\r\n...two\r\n.x\r\n..\r\n.\rx\r\n.\r\r\n\r\r\n\n.\n\r.\r\n"
          + "a.\r\n \r\n.\n\r\n\0\u00e9\u00ff\r\nlast";
  private static final String UNSTUFFED =
      "Subject: dots\r\n\r\n.one\r\n..two\r\nx\r\n.\r\n\rx\r\n\r\r\n\r\r\n\n.\n\r.\r\n"
          + "a.\r\n \r\n\n\r\n\0\u00e9\u00ff\r\nlast\r\n";

  @Test
  void one_leading_dot_is_taken_away() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      assertThat(client.data(TRICKY)).startsWith("250 ");
      assertThat(text(wired)).isEqualTo(UNSTUFFED);
    }
  }

  @Test
  void it_does_not_matter_where_writes_are_cut() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      String all = TRICKY + "\r\n.\r\nNOOP\r\n";
      for (int cut = 1; cut < all.length(); cut++) {
        client.envelope("a@example.com", "b@example.com");
        assertThat(client.ask("DATA")).startsWith("354 ");
        client.raw(all.substring(0, cut));
        client.raw(all.substring(cut));
        assertThat(client.reply()).as("cut at %s", cut).startsWith("250 2.0.0 Message");
        assertThat(client.reply()).as("cut at %s", cut).startsWith("250 2.0.0 OK");
        assertThat(text(wired)).as("cut at %s", cut).isEqualTo(UNSTUFFED);
      }
    }
  }

  @Test
  void the_reader_itself_does_not_mind_either() {
    byte[] all = (TRICKY + "\r\n.\r\nNOOP\r\n").getBytes(StandardCharsets.ISO_8859_1);
    for (int first = 0; first < all.length; first++) {
      for (int second = first; second < all.length; second++) {
        ContentBuffer content = new ContentBuffer(10_000, -1);
        DotReader reader = new DotReader(content);
        int taken = reader.scan(all, 0, first);
        if (!reader.done()) {
          taken = reader.scan(all, taken, Math.max(second, taken));
        }
        if (!reader.done()) {
          taken = reader.scan(all, taken, all.length);
        }
        assertThat(reader.done()).isTrue();
        assertThat(taken).isEqualTo(all.length - "NOOP\r\n".length());
        assertThat(new String(content.array(), 0, content.kept(), StandardCharsets.ISO_8859_1))
            .isEqualTo(UNSTUFFED);
      }
    }
  }

  @Test
  void a_byte_at_a_time_is_as_good() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      assertThat(client.ask("DATA")).startsWith("354 ");
      for (char c : (TRICKY + "\r\n.\r\n").toCharArray()) {
        client.raw(String.valueOf(c));
      }
      assertThat(client.reply()).startsWith("250 ");
      assertThat(text(wired)).isEqualTo(UNSTUFFED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\n\n.\n", "\r\r\n. \r\n"})
  void nothing_else_ends_the_content(String almost) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      assertThat(client.ask("DATA")).startsWith("354 ");
      client.raw("Hi" + almost + "MAIL FROM:<smuggled@example.com>\r\n.\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0 Message");
      assertThat(client.ask("NOOP")).startsWith("250 2.0.0 OK");
      assertThat(text(wired)).contains("smuggled").startsWith("Hi");
      assertThat(wired.session().commands())
          .containsExactly("EHLO", "MAIL", "RCPT", "DATA", "NOOP");
    }
  }

  @Test
  void large_content_is_kept_whole() {
    byte[] lines = new byte[3_000_000];
    new Random(7).nextBytes(lines);
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      char c = (char) (lines[i] & 0xff);
      content.append(c == '.' || c == '\r' || c == '\n' ? "\r\n." : c);
    }
    content.append("end");
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      assertThat(client.data(content.toString().replace("\r\n.", "\r\n.."))).startsWith("250 ");
      assertThat(text(wired).equals(content + "\r\n")).isTrue();
    }
  }

  private static String text(Wired wired) {
    return new String(wired.message().content(), StandardCharsets.ISO_8859_1);
  }
}
