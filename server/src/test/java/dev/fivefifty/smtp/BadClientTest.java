package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a client sends: a reply or a clean close, nothing in the log, no thread left, and the
 * journal says what came.
 */
class BadClientTest {
  @BeforeAll
  static void listenToTheLog() {
    LogTap.listen();
  }

  @AfterEach
  void nothingWasLogged() {
    assertThat(LogTap.problems()).isEmpty();
  }

  /** Every session ends, and with the server every thread. */
  private static void overAndOut(Wired wired) {
    wired.awaitEnds();
    wired.server.close();
    await().atMost(Wired.GUARD).until(() -> wired.server.threads().isTerminated());
  }

  private static String received(Exchange exchange) {
    return new String(exchange.received().toByteArray(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOOP\n",
        "\n",
        "NO\rOP\r\n",
        "\rNOOP\r\n",
        "NOOP\r\r\n",
        "NOOP \0\r\n",
        "\0\r\n",
        "\0\n",
        "\u00ff\u00fe\u0080\r\n",
        "MAIL FROM:<a@example.com>\n",
        "BDAT 5 LAST\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\n",
        "GET / HTTP/1.1\r\n",
      })
  void what_is_no_command_is_answered_500(String bytes) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.raw(bytes);
      assertThat(client.reply()).startsWith("500 5.5.");
      Exchange exchange = wired.exchange(Stage.UNKNOWN);
      assertThat(received(exchange)).isEqualTo(bytes);
      assertThat(client.ask("QUIT")).startsWith("221 ");
      overAndOut(wired);
    }
  }

  @Test
  void several_bare_line_feeds_are_several_lines() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.raw("MAIL FROM:<a@example.com>\nRCPT TO:<b@example.com>\nDATA\nHi\n.\nQUIT\n");
      for (int i = 0; i < 6; i++) {
        assertThat(client.reply()).startsWith("500 5.5.2 Line ends with a bare LF");
      }
      client.accepted("QUIT");
      overAndOut(wired);
      assertThat(wired.exchanges(Stage.UNKNOWN)).hasSize(6);
    }
  }

  @Test
  void eight_bit_arguments_are_taken_as_they_are() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.raw("NOOP \u00e9\u00ff\r\nVRFY \u00e9\r\n");
      assertThat(client.reply()).startsWith("250 ");
      assertThat(client.reply()).startsWith("252 ");
      assertThat(wired.exchange(Stage.NOOP).occasion().line()).hasValue("NOOP \u00e9\u00ff");
      assertThat(received(wired.exchange(Stage.NOOP))).isEqualTo("NOOP \u00e9\u00ff\r\n");
    }
  }

  @Test
  void a_line_of_a_megabyte_is_too_long() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.raw("NOOP " + "x".repeat(1_000_000) + "\r\n");
      assertThat(client.reply()).isEqualTo("500 5.5.2 Line too long\r\n");
      assertThat(received(wired.exchange(Stage.UNKNOWN)))
          .startsWith("NOOP xxx")
          .hasSize(CommandLine.KEPT);
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {510, 2_046})
  void a_line_of_a_lawful_length_is_not(int length) {
    try (Wired wired = Wired.start()) {
      assertThat(wired.introduced().ask("NOOP " + "x".repeat(length - 5))).startsWith("250 ");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_line_that_never_ends_is_in_the_journal(boolean reset) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.raw("MAIL " + "x".repeat(100_000));
      leave(client, reset);
      overAndOut(wired);
      if (!reset) {
        assertThat(received(wired.exchange(Stage.UNKNOWN))).startsWith("MAIL xxx");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL FRO", "Q", "\r", "RCPT TO:<a@example.com>\r"})
  void half_a_command_is_in_the_journal_and_not_obeyed(String half) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.raw(half);
      client.halfClose();
      assertThat(client.readToEnd()).isEmpty();
      overAndOut(wired);
      Exchange exchange = wired.exchange(Stage.UNKNOWN);
      assertThat(received(exchange)).isEqualTo(half);
      assertThat(exchange.reply()).isEmpty();
      assertThat(wired.session().end()).hasValue(Session.End.CLIENT_CLOSED);
    }
  }

  @Test
  void a_client_that_half_closes_gets_its_replies() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.connect();
      client.raw(
          "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nHi\r\n.\r\n");
      client.halfClose();
      assertThat(client.readToEnd().lines().map(line -> line.substring(0, 4)))
          .endsWith("250 ", "250 ", "250 ", "354 ", "250 ");
      overAndOut(wired);
      assertThat(wired.results()).containsExactly(Attempt.Result.ACCEPTED);
    }
  }

  @Test
  void a_client_that_talks_before_the_greeting_is_answered_after_it() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.connect();
      client.raw("EHLO me\r\nQUIT\r\n");
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.reply()).startsWith("250-");
      assertThat(client.reply()).startsWith("221 ");
      overAndOut(wired);
    }
  }

  @Test
  void rcpt_first() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.connect();
      client.raw("RCPT TO:<b@example.com>\r\n");
      client.reply();
      assertThat(client.reply()).startsWith("503 5.5.1 ");
      Attempt attempt = wired.attempt();
      assertThat(attempt.result()).isEqualTo(Attempt.Result.REFUSED);
      assertThat(attempt.recipient()).hasValue("b@example.com");
      assertThat(attempt.sender()).isEmpty();
      client.close();
      overAndOut(wired);
    }
  }

  @Test
  void a_hundred_thousand_recipients() throws InterruptedException {
    long most = 4 << 20;
    try (Wired wired = new Wired.Settings().journalBytes(most).start()) {
      WireClient client = wired.introduced().accepted("MAIL FROM:<a@example.com>");
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  client.raw("RCPT TO:<b@example.com>\r\n".repeat(100));
                }
              });
      writer.start();
      for (int i = 0; i < 100_000; i++) {
        String reply = client.readLine();
        if (!reply.startsWith(i < 1_000 ? "250 " : "452 ")) {
          throw new AssertionError(i + ": " + reply);
        }
      }
      writer.join();
      assertThat(client.data("Hi")).startsWith("250 ");
      assertThat(wired.journal.bytes()).isLessThanOrEqualTo(most);
      assertThat(wired.journal.discarded().exchanges()).isGreaterThan(90_000);
      client.accepted("QUIT");
      overAndOut(wired);
    }
  }

  @Test
  void a_chunk_that_is_shorter_than_said_is_waited_for() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      client.raw("BDAT 100 LAST\r\nonly so much");
      client.halfClose();
      assertThat(client.readToEnd()).isEmpty();
      overAndOut(wired);
      assertThat(received(wired.exchange(Stage.MESSAGE))).isEqualTo("only so much");
      assertThat(wired.results()).containsExactly(Attempt.Result.ABANDONED);
      assertThat(wired.journal.messages()).isEmpty();
    }
  }

  @Test
  void a_chunk_that_is_longer_than_said_is_no_command() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      client.raw("BDAT 4 LAST\r\nabcdefgh\r\n");
      assertThat(client.reply()).startsWith("250 ");
      assertThat(client.reply()).startsWith("500 ");
      assertThat(received(wired.exchange(Stage.UNKNOWN))).isEqualTo("efgh\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DATA", "BDAT 999999999999 LAST", "BDAT 999999999999"})
  void content_that_never_ends_is_cut_off(String command) {
    try (Wired wired = new Wired.Settings().size(1_000).start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      client.line(command);
      if (command.equals("DATA")) {
        client.reply();
      }
      byte[] block = "All work and no play makes Jack a dull boy\r\n".repeat(1_500).getBytes();
      long sent = 0;
      while (sent <= (64L << 20) + 1_000) {
        client.send(block);
        sent += block.length;
      }
      assertThat(client.reply()).startsWith("552 5.3.4 ");
      assertThat(client.readToEnd()).isEmpty();
      client.close();
      overAndOut(wired);
      assertThat(wired.session().end()).hasValue(Session.End.SERVER_CLOSED);
      assertThat(wired.results()).containsExactly(Attempt.Result.REFUSED);
    }
  }

  @Test
  void content_that_breaks_off_is_in_the_journal() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      assertThat(client.ask("DATA")).startsWith("354 ");
      client.raw("Subject: Hi\r\n\r\nand th");
      client.close();
      overAndOut(wired);
      Exchange exchange = wired.exchange(Stage.MESSAGE);
      assertThat(received(exchange)).isEqualTo("Subject: Hi\r\n\r\nand th");
      assertThat(exchange.reply()).isEmpty();
      assertThat(wired.journal.messages()).isEmpty();
      assertThat(wired.attempt().result()).isEqualTo(Attempt.Result.ABANDONED);
    }
  }

  static Stream<Arguments> everyStage() {
    return Stream.of(
            "",
            "EHLO me\r\n",
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\n",
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n",
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n",
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nHi\r\n",
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nHi\r\n.\r\n",
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nBDAT 9\r\nHi",
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nBDAT 2\r\nHi",
            "NOOP\r\nRSET\r\nVRFY x\r\nHELP\r\nEXPN x\r\n",
            "EHL",
            "QUIT\r\n")
        .flatMap(said -> Stream.of(Arguments.of(said, true), Arguments.of(said, false)));
  }

  @ParameterizedTest
  @MethodSource("everyStage")
  void a_client_that_leaves_is_let_go(String said, boolean reset) {
    try (Wired wired = Wired.start()) {
      for (int i = 0; i < 5; i++) {
        WireClient client = i % 2 == 0 ? wired.greeted() : wired.connect();
        client.raw(said);
        leave(client, reset);
      }
      overAndOut(wired);
      assertThat(wired.journal.sessions())
          .hasSize(5)
          .allSatisfy(session -> assertThat(session.attempts()).isNotEmpty());
    }
  }

  private static void leave(WireClient client, boolean reset) {
    if (reset) {
      client.reset();
    } else {
      client.close();
    }
  }

  @Test
  void a_thousand_clients_connect_and_leave() {
    try (Wired wired = Wired.start()) {
      for (int i = 0; i < 1_000; i++) {
        leave(wired.connect(), i % 3 == 0);
      }
      await().atMost(Wired.GUARD).until(() -> wired.journal.sessions().size() == 1_000);
      overAndOut(wired);
      assertThat(wired.results())
          .hasSize(1_000)
          .allSatisfy(
              result -> assertThat(result).isIn(Attempt.Result.ABANDONED, Attempt.Result.LOST));
    }
  }

  @Test
  void a_client_that_does_not_read_its_replies() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      Thread writer =
          new Thread(
              () -> {
                try {
                  while (true) {
                    client.raw("HELP\r\n".repeat(1_000));
                  }
                } catch (UncheckedIOException e) {
                  // Closed below.
                }
              });
      writer.start();
      // Until the server's thread is in write() for good; the test is right without that, too.
      long[] before = {-1};
      await()
          .during(Duration.ofMillis(200))
          .atMost(Wired.GUARD)
          .until(() -> before[0] == (before[0] = wired.exchanges(Stage.HELP).count()));
      client.reset();
      overAndOut(wired);
      await().atMost(Wired.GUARD).until(() -> !writer.isAlive());
    }
  }

  static List<String> credentials() {
    String secret = "AGFsaWNlAHMzY3IzdA==";
    return List.of(
        "AUTH PLAIN " + secret + "\r\n",
        "auth plain " + secret + "\r\n",
        "AuTh pLaIn " + secret + "\r\n",
        "AUTH\tPLAIN\t" + secret + "\r\n",
        "AUTH  PLAIN   " + secret + "  \r\n",
        "\t AUTH PLAIN " + secret + "\r\n",
        "\0AUTH PLAIN " + secret + "\r\n",
        "AUTH PLAIN " + secret + "\n",
        "AUTH PLAIN\r" + secret + "\r\n",
        "AUTH PLAIN \r" + secret + "\r\r\n",
        "AUTH PLAIN \0" + secret + "\r\n",
        "AUTH PLAIN \u00ff" + secret + "\r\n",
        "AUTH\u00a0PLAIN\u00a0" + secret + "\r\n",
        "AUTH PLAIN = " + secret + "\r\n",
        "AUTH PLAIN junk " + secret + "\r\n",
        "AUTH " + secret + "\r\n",
        "AUTH=PLAIN " + secret + "\r\n",
        "AUTHPLAIN " + secret + "\r\n",
        "AUTH" + secret + "\r\n",
        "AUTH PLAIN " + secret,
        "AUTH " + secret,
        "AUTH PLAIN " + secret.repeat(5_000) + "\r\n",
        "AUTH PLAIN\r\n" + secret + "\r\n",
        "AUTH LOGIN\r\nYWxpY2U=\r\n" + secret + "\r\n",
        "AUTH LOGIN\r\nYWxpY2U=\r\n" + secret,
        "AUTH LOGIN YWxpY2U=\r\n" + secret + "\n");
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void credentials_are_never_in_the_journal(String bytes) {
    for (boolean asked : new boolean[] {false, true}) {
      try (Wired wired = Wired.start()) {
        if (asked) {
          wired.add(at(Stage.AUTH).reply("334 UGFzc3dvcmQ6"));
        }
        WireClient client = wired.introduced();
        client.raw(bytes);
        client.halfClose();
        client.readToEnd();
        overAndOut(wired);
        noSecretIn(wired);
      }
    }
  }

  @Test
  void an_unsolicited_reply_does_not_uncover_a_credential() {
    try (Wired wired =
        Wired.start(
            at(Stage.AUTH).reply("334 UGFzc3dvcmQ6"),
            at(Stage.IDLE).silence(Duration.ofSeconds(5)).reply("250 Still here"))) {
      WireClient client = wired.introduced();
      client.ask("AUTH LOGIN");
      wired.clock.advance(Duration.ofSeconds(5));
      assertThat(client.reply()).startsWith("250 Still here");
      client.ask("AGFsaWNlAHMzY3IzdA==");
      client.close();
      overAndOut(wired);
      noSecretIn(wired);
    }
  }

  private static void noSecretIn(Wired wired) {
    Consumer<Object> clean =
        shown -> assertThat(String.valueOf(shown)).doesNotContain("AHMzY3", "zdA==", "YWxpY2U");
    assertThat(wired.journal.exchanges()).isNotEmpty();
    for (Exchange exchange : wired.journal.exchanges()) {
      clean.accept(exchange);
      clean.accept(received(exchange));
      clean.accept(exchange.occasion());
      exchange.occasion().line().ifPresent(clean);
    }
    wired.journal.sessions().forEach(session -> clean.accept(session.transcript()));
    wired.journal.sessions().forEach(session -> clean.accept(session.commands()));
  }
}
