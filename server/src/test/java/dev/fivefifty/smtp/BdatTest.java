package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CHUNKING (RFC 3030). */
class BdatTest {
  private static String chunk(WireClient client, String command, String bytes) {
    client.raw(command + "\r\n" + bytes);
    return client.reply();
  }

  private static WireClient envelope(Wired wired) {
    return wired.introduced().envelope("a@example.com", "b@example.com");
  }

  @Test
  void one_chunk_is_a_message() {
    try (Wired wired = Wired.start()) {
      WireClient client = envelope(wired);
      assertThat(chunk(client, "BDAT 18 LAST", "Subject: Hi\r\n\r\nHi\r\n"))
          .startsWith("250 2.0.0 M");
      assertThat(wired.message().content()).asString().isEqualTo("Subject: Hi\r\n\r\nHi\r");
      // One byte too many was sent: it is the beginning of the next command.
      assertThat(client.ask("NOOP")).startsWith("500 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void chunks_are_kept_as_they_are() {
    try (Wired wired = Wired.start()) {
      WireClient client = envelope(wired);
      String[] chunks = {"..dot\r\n.\r\n", "\n.\n\r\n.", "\r\nQUIT\r\n\0\u00ff"};
      for (String chunk : chunks) {
        assertThat(chunk(client, "BDAT " + chunk.length(), chunk))
            .isEqualTo("250 2.0.0 " + chunk.length() + " bytes received\r\n");
      }
      assertThat(chunk(client, "bdat 0 last", "")).startsWith("250 2.0.0 Message");
      assertThat(wired.message().content())
          .isEqualTo(
              String.join("", chunks).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      Session session = wired.session();
      assertThat(session.commands())
          .containsExactly("EHLO", "MAIL", "RCPT", "BDAT", "BDAT", "BDAT", "BDAT");
      assertThat(session.transcript()).contains("C: bdat 0 last\n");
    }
  }

  @Test
  void chunks_may_be_pipelined() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.raw(
          "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n"
              + "BDAT 3\r\nabcBDAT 0\r\nBDAT 3 LAST\r\ndefMAIL FROM:<c@example.com>\r\nQUIT\r\n");
      assertThat(client.readToEnd().lines().map(line -> line.substring(0, 3)))
          .containsExactly("250", "250", "250", "250", "250", "250", "221");
      assertThat(wired.message().content()).asString().isEqualTo("abcdef");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BDAT 14", "BDAT 14 LAST"})
  void a_chunk_out_of_sequence_is_read_and_refused(String command) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.greeted();
      assertThat(chunk(client, command, "RSET\r\nNOOP\r\nXX")).startsWith("503 5.5.1 ");
      client.accepted("EHLO client.example");
      assertThat(chunk(client, command, "RSET\r\nNOOP\r\nXX")).startsWith("503 5.5.1 ");
      client.accepted("MAIL FROM:<a@example.com>");
      assertThat(chunk(client, command, "RSET\r\nNOOP\r\nXX")).startsWith("503 5.5.1 ");
      assertThat(client.ask("RCPT TO:<not>")).startsWith("501 ");
      client.accepted("RSET", "MAIL FROM:<a@example.com>");
      assertThat(client.ask("RCPT TO:<not>")).startsWith("501 ");
      assertThat(chunk(client, command, "RSET\r\nNOOP\r\nXX")).startsWith("554 5.5.1 ");
      assertThat(wired.journal.messages()).isEmpty();
    }
  }

  @Test
  void data_cannot_follow_bdat() {
    try (Wired wired = Wired.start()) {
      WireClient client = envelope(wired);
      chunk(client, "BDAT 3", "abc");
      assertThat(client.ask("DATA")).startsWith("503 5.5.1 ");
      client.accepted("RSET").envelope("a@example.com", "b@example.com");
      assertThat(client.data("Hi")).startsWith("250 ");
      assertThat(wired.message().content()).asString().isEqualTo("Hi\r\n");
    }
  }

  @Test
  void rset_forgets_the_chunks() {
    try (Wired wired = Wired.start()) {
      WireClient client = envelope(wired);
      chunk(client, "BDAT 3", "abc");
      client.accepted("RSET").envelope("a@example.com", "b@example.com");
      assertThat(chunk(client, "BDAT 3 LAST", "def")).startsWith("250 ");
      assertThat(wired.message().content()).asString().isEqualTo("def");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BDAT",
        "BDAT ",
        "BDAT x",
        "BDAT -1",
        "BDAT 1.5",
        "BDAT 5 FIRST",
        "BDAT 5 LAST now",
        "BDAT LAST",
        "BDAT 99999999999999999999",
        "BDAT 0x10"
      })
  void a_bad_count_is_refused(String command) {
    try (Wired wired = Wired.start()) {
      WireClient client = envelope(wired);
      assertThat(client.ask(command)).startsWith("501 5.5.4 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void the_limit_holds_for_all_chunks_together() {
    try (Wired wired = new Wired.Settings().size(10).start()) {
      WireClient client = envelope(wired);
      assertThat(chunk(client, "BDAT 6", "abcdef")).startsWith("250 ");
      assertThat(chunk(client, "BDAT 6 LAST", "ghijkl")).startsWith("552 5.3.4 ");
      client.envelope("a@example.com", "b@example.com");
      assertThat(chunk(client, "BDAT 10 LAST", "abcdefghij")).startsWith("250 ");
      assertThat(wired.message().content()).asString().isEqualTo("abcdefghij");
    }
  }

  @Test
  void a_refused_chunk_fails_the_transaction() {
    try (Wired wired = Wired.start(at(Stage.BDAT).name("full").reply("452 4.3.1 Full").times(1))) {
      WireClient client = envelope(wired);
      client.raw("BDAT 3\r\nabcBDAT 3\r\ndefBDAT 3 LAST\r\nghi");
      assertThat(client.reply()).isEqualTo("452 4.3.1 Full\r\n");
      assertThat(client.reply()).startsWith("503 5.5.1 ");
      assertThat(client.reply()).startsWith("503 5.5.1 ");
      assertThat(wired.attempt().result()).isEqualTo(Attempt.Result.DEFERRED);
      assertThat(wired.attempt().rule()).hasValue("full");
      assertThat(client.ask("DATA")).startsWith("503 ");
      client.envelope("a@example.com", "b@example.com");
      assertThat(chunk(client, "BDAT 3 LAST", "xyz")).startsWith("250 ");
      assertThat(wired.message().content()).asString().isEqualTo("xyz");
      assertThat(wired.results()).containsExactly(Attempt.Result.DEFERRED, Attempt.Result.ACCEPTED);
    }
  }

  @Test
  void a_content_rule_ends_the_transaction_at_its_chunk() {
    try (Wired wired =
        Wired.start(at(Stage.CONTENT).name("large").size(">4").reply("552 5.3.4 Too large"))) {
      WireClient client = envelope(wired);
      assertThat(chunk(client, "BDAT 3", "abc")).startsWith("250 ");
      client.raw("BDAT 3\r\ndefBDAT 3 LAST\r\nghi");
      assertThat(client.reply()).isEqualTo("552 5.3.4 Too large\r\n");
      assertThat(client.reply()).startsWith("503 ");
      assertThat(wired.attempt().result()).isEqualTo(Attempt.Result.REFUSED);
      client.envelope("a@example.com", "b@example.com");
      assertThat(chunk(client, "BDAT 3 LAST", "xyz")).startsWith("250 ");
    }
  }

  @Test
  void large_chunks_are_kept_whole() {
    try (Wired wired = Wired.start()) {
      WireClient client = envelope(wired);
      String part = "0123456789abcdef".repeat(20_000);
      for (int i = 0; i < 5; i++) {
        assertThat(chunk(client, "BDAT " + part.length(), part)).startsWith("250 ");
      }
      assertThat(chunk(client, "BDAT " + part.length() + " LAST", part)).startsWith("250 ");
      assertThat(new String(wired.message().content()).equals(part.repeat(6))).isTrue();
    }
  }
}
