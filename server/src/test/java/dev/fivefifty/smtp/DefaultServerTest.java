package dev.fivefifty.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.wire.WireClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a rule it is a correct server. */
class DefaultServerTest {
  @Test
  void greets_and_introduces_itself() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.connect();
      assertThat(client.reply()).isEqualTo("220 mx.example.test ESMTP FiveFifty\r\n");
      assertThat(client.ask("EHLO me.example"))
          .isEqualTo(
              "250-mx.example.test greets me.example\r\n"
                  + "250-PIPELINING\r\n"
                  + "250-8BITMIME\r\n"
                  + "250-SMTPUTF8\r\n"
                  + "250-SIZE 26214400\r\n"
                  + "250-CHUNKING\r\n"
                  + "250-DSN\r\n"
                  + "250 ENHANCEDSTATUSCODES\r\n");
      assertThat(client.ask("HELO me.example")).isEqualTo("250 mx.example.test\r\n");
      assertThat(client.ask("QUIT")).isEqualTo("221 2.0.0 mx.example.test closing connection\r\n");
      assertThat(client.readToEnd()).isEmpty();
      assertThat(wired.awaitEnds().session().helo()).hasValue("me.example");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NOOP, 250",
    "NOOP anything goes, 250",
    "RSET, 250",
    "VRFY bob, 252",
    "VRFY, 501",
    "EXPN list, 502",
    "HELP, 214",
    "HELP MAIL, 214",
    "MAIL FROM:<a@example.com>, 503",
    "RCPT TO:<a@example.com>, 503",
    "DATA, 503",
    "BDAT 0 LAST, 503",
    "STARTTLS, 502",
    "AUTH PLAIN, 502",
    "XYZZY, 500",
    "MAILX FROM:<a@example.com>, 500",
    "EHLO, 501",
    "HELO, 501",
    "EHLO two words, 501",
    "RSET now, 501",
    "QUIT now, 501",
    "QUIT, 221",
  })
  void answers_before_ehlo(String command, String code) {
    try (Wired wired = Wired.start()) {
      assertThat(wired.greeted().ask(command)).startsWith(code);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " NOOP", "\tNOOP", "NOOP\tx", "N", "250 OK", "é"})
  void answers_500_to_what_is_no_command(String line) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.greeted();
      assertThat(client.ask(line)).startsWith("500 5.5.");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"noop", "NoOp", "NOOP ", "NOOP  "})
  void ignores_case_and_spaces_at_the_end(String line) {
    try (Wired wired = Wired.start()) {
      assertThat(wired.greeted().ask(line)).startsWith("250 ");
    }
  }

  @Test
  void takes_a_mail_in_small_letters() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.greeted();
      client.accepted(
          "ehlo me", "mail from:<a@example.com> body=8bitmime", "rcpt to:<b@x.example>");
      assertThat(client.ask("data")).startsWith("354 ");
      client.raw("Hi\r\n.\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0 ");
      ReceivedMessage message = wired.message();
      assertThat(message.helo()).isEqualTo("me");
      assertThat(message.parameters()).containsEntry("BODY", "8bitmime");
    }
  }

  @Test
  void wants_commands_in_sequence() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("503 5.5.1 ");
      assertThat(client.ask("DATA")).startsWith("503 5.5.1 ");
      client.accepted("MAIL FROM:<a@example.com>");
      assertThat(client.ask("DATA")).startsWith("503 5.5.1 ");
      assertThat(client.ask("MAIL FROM:<other@example.com>")).startsWith("503 5.5.1 ");
      assertThat(client.ask("RCPT TO:<no>")).startsWith("501 ");
      assertThat(client.ask("DATA")).startsWith("554 5.5.1 ");
      client.accepted("RCPT TO:<b@example.com>");
      assertThat(client.ask("DATA now")).startsWith("501 ");
      assertThat(client.data("Hi")).startsWith("250 ");
      assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("503 5.5.1 ");
      assertThat(wired.message().sender()).isEqualTo("a@example.com");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSET", "EHLO again.example", "HELO again.example"})
  void rset_and_hello_end_a_transaction(String command) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      client.accepted(command);
      assertThat(client.ask("DATA")).startsWith("503 ");
      client.envelope("a2@example.com", "b2@example.com");
      assertThat(client.data("Hi")).startsWith("250 ");
      assertThat(wired.message().recipientAddresses()).containsExactly("b2@example.com");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOOP", "VRFY b", "HELP", "EXPN x", "XYZZY", "EHLO", "RSET now"})
  void other_commands_and_wrong_ones_do_not_end_it(String command) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      client.ask(command);
      assertThat(client.data("Hi")).startsWith("250 ");
      assertThat(wired.message().sender()).isEqualTo("a@example.com");
    }
  }

  @Test
  void takes_several_mails_in_a_session() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      for (int i = 0; i < 5; i++) {
        client.envelope("a" + i + "@example.com", "b" + i + "@example.com");
        assertThat(client.data("Subject: " + i + "\r\n\r\nHi")).startsWith("250 ");
        ReceivedMessage message = wired.message();
        assertThat(message.sender()).isEqualTo("a" + i + "@example.com");
        assertThat(message.recipientAddresses()).containsExactly("b" + i + "@example.com");
        assertThat(message.subject()).hasValue("" + i);
        assertThat(message.truncated()).isFalse();
      }
      client.accepted("QUIT");
      assertThat(wired.awaitEnds().journal.attempts()).hasSize(5);
    }
  }

  @Test
  void helo_brings_no_parameters() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.greeted().accepted("HELO me.example");
      assertThat(client.ask("MAIL FROM:<a@example.com> SIZE=1")).startsWith("555 5.5.4 ");
      client.accepted("MAIL FROM:<a@example.com>");
      assertThat(client.ask("RCPT TO:<b@example.com> NOTIFY=NEVER")).startsWith("555 5.5.4 ");
      client.accepted("RCPT TO:<b@example.com>");
      assertThat(client.data("Hi")).startsWith("250 ");
      assertThat(client.ask("EHLO me.example")).startsWith("250-");
      client.accepted("MAIL FROM:<a@example.com> SIZE=1");
    }
  }

  @Test
  void takes_a_thousand_recipients_and_no_more() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().accepted("MAIL FROM:<a@example.com>");
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 1_001; i++) {
        all.append("RCPT TO:<b").append(i).append("@example.com>\r\n");
      }
      client.raw(all.toString());
      for (int i = 0; i < 1_000; i++) {
        assertThat(client.reply()).startsWith("250 2.1.5 ");
      }
      assertThat(client.reply()).startsWith("452 4.5.3 ");
      assertThat(client.data("Hi")).startsWith("250 ");
      assertThat(wired.message().recipients()).hasSize(1_000);
      assertThat(wired.journal.attemptsFor("b1000@example.com"))
          .singleElement()
          .hasToString(
              "<a@example.com> to <b1000@example.com> DEFERRED: 452 4.5.3 Too many recipients,"
                  + " session 1");
    }
  }

  @Test
  void turns_too_many_sessions_away() {
    try (Wired wired = new Wired.Settings().connections(2).start()) {
      WireClient first = wired.introduced();
      wired.introduced();
      WireClient third = wired.connect();
      assertThat(third.reply())
          .isEqualTo("421 mx.example.test Too many connections, try again later\r\n");
      assertThat(third.readToEnd()).isEmpty();
      first.accepted("QUIT");
      assertThat(first.readToEnd()).isEmpty();
      assertThat(wired.connect().reply()).startsWith("220 ");
    }
  }

  @Test
  void the_content_may_be_empty_or_without_a_header() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope("", "b@example.com");
      assertThat(client.ask("DATA")).startsWith("354 ");
      client.raw(".\r\n");
      assertThat(client.reply()).startsWith("250 ");
      ReceivedMessage empty = wired.message();
      assertThat(empty.size()).isZero();
      assertThat(empty.sender()).isEmpty();
      client.envelope("", "b@example.com");
      assertThat(client.data("no header here")).startsWith("250 ");
      assertThat(wired.message().content()).asString().isEqualTo("no header here\r\n");
    }
  }
}
