package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import org.junit.jupiter.api.Test;

/** Commands that come before the replies to those before them (RFC 2920). */
class PipeliningTest {
  private static final String MAIL =
      "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nRCPT TO:<c@example.com>\r\n"
          + "DATA\r\nSubject: one\r\n\r\nHi\r\n.\r\n";

  @Test
  void a_whole_session_in_one_segment() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.connect();
      client.raw("EHLO me.example\r\n" + MAIL + MAIL + "NOOP\r\nQUIT\r\n");
      assertThat(client.readToEnd().lines().map(line -> line.substring(0, 4)))
          .containsExactly(
              "220 ", "250-", "250-", "250-", "250-", "250-", "250-", "250-", "250 ", //
              "250 ", "250 ", "250 ", "354 ", "250 ", //
              "250 ", "250 ", "250 ", "354 ", "250 ", //
              "250 ", "221 ");
      assertThat(wired.journal.messages())
          .hasSize(2)
          .allSatisfy(message -> assertThat(message.content()).asString().endsWith("\r\nHi\r\n"));
    }
  }

  @Test
  void replies_come_in_order_when_some_are_refusals() {
    try (Wired wired = Wired.start(at(Stage.RCPT).to("c@*").reply("550 5.1.1 Not c"))) {
      WireClient client = wired.introduced();
      client.raw(MAIL);
      assertThat(client.reply()).startsWith("250 2.1.0");
      assertThat(client.reply()).startsWith("250 2.1.5");
      assertThat(client.reply()).startsWith("550 5.1.1 Not c");
      assertThat(client.reply()).startsWith("354");
      assertThat(client.reply()).startsWith("250 2.0.0");
    }
  }

  @Test
  void every_recipient_refused_then_354_takes_a_lone_dot() {
    try (Wired wired =
        Wired.start(at(Stage.RCPT).reply("550 5.1.1 No"), at(Stage.DATA).reply("354 Well"))) {
      WireClient client = wired.introduced();
      client.raw("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n");
      client.reply();
      client.reply();
      assertThat(client.reply()).startsWith("354 Well");
      client.raw(".\r\n");
      assertThat(client.reply()).startsWith("554 5.5.1 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
      assertThat(wired.journal.messages()).isEmpty();
    }
  }

  @Test
  void a_reply_is_sent_while_half_of_the_next_command_waits() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.raw("NOOP\r\nNO");
      assertThat(client.reply()).startsWith("250 ");
      client.raw("OP\r\n");
      assertThat(client.reply()).startsWith("250 ");
    }
  }

  @Test
  void ten_thousand_commands_are_answered_one_by_one() throws InterruptedException {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      Thread writer = new Thread(() -> client.raw("NOOP\r\nBOOP\r\n".repeat(5_000)));
      writer.start();
      for (int i = 0; i < 5_000; i++) {
        assertThat(client.reply()).startsWith("250 2.0.0");
        assertThat(client.reply()).startsWith("500 5.5.1");
      }
      writer.join();
      assertThat(client.ask("QUIT")).startsWith("221 ");
    }
  }
}
