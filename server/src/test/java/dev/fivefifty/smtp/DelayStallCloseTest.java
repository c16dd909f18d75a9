package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Stall;
import dev.fivefifty.wire.WireClient;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to the wire besides talking: waiting, falling silent, leaving. */
@Timeout(60)
class DelayStallCloseTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Semaphore asked = new Semaphore(0);

  /** A rule that lets the test know when it is asked; the delay counts from then on. */
  private Rule told(Rule rule) {
    return rule.when(
        occasion -> {
          asked.release();
          return true;
        });
  }

  private void awaitAsked() throws InterruptedException {
    assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }

  // --- delay

  @Test
  void a_delay_waits_by_the_clock() throws InterruptedException {
    try (Wired wired = Wired.start(told(at(Stage.MAIL)).delay(MINUTE).reply("450 4.2.0 Slow"))) {
      WireClient client = wired.introduced();
      client.line("MAIL FROM:<a@example.com>");
      awaitAsked();
      wired.clock.advance(MINUTE.minusSeconds(10));
      assertThat(client.nothingCame()).isTrue();
      assertThat(wired.exchanges(Stage.MAIL)).isEmpty();
      wired.clock.advance(Duration.ofSeconds(10));
      assertThat(client.reply()).isEqualTo("450 4.2.0 Slow\r\n");
      assertThat(wired.exchange(Stage.MAIL).took()).isGreaterThanOrEqualTo(MINUTE);
    }
  }

  @Test
  void a_short_delay_passes_by_itself() {
    try (Wired wired = Wired.start(at(Stage.NOOP).delay(Duration.ofMillis(50)))) {
      WireClient client = wired.introduced();
      long before = System.nanoTime();
      assertThat(client.ask("NOOP")).startsWith("250 ");
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000L);
    }
  }

  @Test
  void the_greeting_can_be_late() throws InterruptedException {
    try (Wired wired = Wired.start(told(at(Stage.CONNECT)).delay(MINUTE))) {
      WireClient client = wired.connect();
      awaitAsked();
      assertThat(client.nothingCame()).isTrue();
      wired.clock.advance(MINUTE);
      assertThat(client.reply()).startsWith("220 ");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_delay_ends_when_the_client_leaves(boolean reset) throws InterruptedException {
    try (Wired wired = Wired.start(told(at(Stage.RCPT)).delay(Duration.ofDays(1)))) {
      WireClient client = wired.introduced().accepted("MAIL FROM:<a@example.com>");
      client.line("RCPT TO:<b@example.com>");
      awaitAsked();
      leave(client, reset);
      assertThat(wired.awaitEnds().attempt().recipient()).hasValue("b@example.com");
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
  void a_delay_without_end_is_possible() throws InterruptedException {
    Duration forEver = Duration.ofDays(36_500);
    try (Wired wired = Wired.start(told(at(Stage.NOOP)).delay(forEver))) {
      WireClient client = wired.introduced();
      client.line("NOOP");
      awaitAsked();
      wired.clock.advance(Duration.ofDays(1_000));
      assertThat(client.nothingCame()).isTrue();
      wired.server.releaseStalls();
      assertThat(client.reply()).startsWith("250 ");
    }
  }

  @Test
  void advance_wakes_every_session_that_is_due() throws InterruptedException {
    try (Wired wired = Wired.start(told(at(Stage.NOOP)).delay(MINUTE))) {
      WireClient[] clients = new WireClient[10];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = wired.introduced();
        clients[i].line("NOOP");
      }
      assertThat(asked.tryAcquire(clients.length, 20, TimeUnit.SECONDS)).isTrue();
      wired.clock.advance(MINUTE);
      for (WireClient client : clients) {
        assertThat(client.reply()).startsWith("250 ");
      }
    }
  }

  // --- stall

  @Test
  void a_session_goes_on_after_a_timed_stall() {
    try (Wired wired = Wired.start(at(Stage.NOOP).reply("250 Now wait").stall(MINUTE).times(1))) {
      WireClient client = wired.introduced();
      client.raw("NOOP\r\nNOOP\r\n");
      assertThat(client.reply()).isEqualTo("250 Now wait\r\n");
      wired.clock.advance(MINUTE.minusSeconds(10));
      assertThat(client.nothingCame()).isTrue();
      wired.clock.advance(Duration.ofSeconds(10));
      assertThat(client.reply()).isEqualTo("250 2.0.0 OK\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "CONTENT", "MESSAGE", "NOOP", "QUIT"})
  void a_stall_says_nothing_and_ends_when_the_client_leaves(Stage stage)
      throws InterruptedException {
    for (boolean reset : new boolean[] {true, false}) {
      try (Wired wired = Wired.start(told(at(stage)).stall(Stall.FOREVER))) {
        WireClient client = wired.connect();
        client.raw(
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"
                + "Subject: Hi\r\n\r\nHi\r\n.\r\nNOOP\r\nQUIT\r\n");
        awaitAsked();
        await().atMost(Wired.GUARD).until(() -> wired.exchanges(stage).count() == 1);
        assertThat(wired.exchange(stage).reply()).isEmpty();
        assertThat(wired.server.connections()).isEqualTo(1);
        leave(client, reset);
        wired.awaitEnds();
        Attempt.Result expected =
            stage == Stage.QUIT || stage == Stage.NOOP
                ? Attempt.Result.ACCEPTED
                : Attempt.Result.LOST;
        assertThat(wired.journal.attempts().get(0).result()).isEqualTo(expected);
      }
    }
  }

  @Test
  void a_stalled_session_sees_a_client_leave_behind_much_that_it_sent() {
    try (Wired wired = Wired.start(at(Stage.NOOP).stall(Stall.FOREVER))) {
      WireClient client = wired.introduced();
      client.raw("NOOP\r\n".repeat(50_000));
      client.close();
      wired.awaitEnds();
    }
  }

  @Test
  void reset_of_the_server_ends_a_stall_and_the_session_goes_on() throws InterruptedException {
    try (FiveFifty smtp = FiveFifty.start()) {
      smtp.add(told(at(Stage.NOOP)).stall(Stall.FOREVER));
      try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
        client.line("NOOP");
        awaitAsked();
        smtp.reset();
        assertThat(client.ask("HELP")).startsWith("214-");
        assertThat(smtp.rules()).isEmpty();
      }
    }
  }

  @Test
  void close_of_the_server_ends_a_stall() throws InterruptedException {
    Wired wired = Wired.start(told(at(Stage.NOOP)).stall(Stall.FOREVER));
    WireClient client = wired.introduced();
    client.line("NOOP");
    awaitAsked();
    wired.server.close();
    await().atMost(Wired.GUARD).until(() -> wired.server.threads().isTerminated());
    assertThat(wired.session().end()).hasValue(Session.End.SERVER_STOPPED);
    wired.close();
  }

  // --- close

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"CHALLENGE", "HANDSHAKE", "IDLE", "STARTTLS", "AUTH", "BDAT"},
      mode = EnumSource.Mode.EXCLUDE)
  void a_close_by_fin_leaves_the_reply_whole(Stage stage) {
    for (boolean says : new boolean[] {true, false}) {
      Rule rule = at(stage).name("leaves");
      Rule fin = (says ? rule.reply("451 4.3.0 Going") : rule).close(Close.FIN);
      try (Wired wired = Wired.start(fin)) {
        WireClient client = wired.connect();
        // Much is sent behind the command that ends it: a close with that unread would be an RST.
        client.raw(
            "HELO me\r\nEHLO me\r\nNOOP\r\nVRFY x\r\nEXPN x\r\nHELP\r\nRSET\r\nXYZZY\r\n"
                + "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"
                + "Subject: Hi\r\n\r\nHi\r\n.\r\nQUIT\r\n"
                + "NOOP\r\n".repeat(2_000));
        String all = client.readToEnd();
        if (says) {
          assertThat(all).endsWith("451 4.3.0 Going\r\n").containsOnlyOnce("Going");
        } else {
          assertThat(all).doesNotContain("Going").matches("(?s)(.*\r\n)?");
        }
        client.close();
        wired.awaitEnds();
        assertThat(wired.exchange(stage).rule()).hasValue("leaves");
        assertThat(wired.session().end())
            .hasValue(stage == Stage.QUIT ? Session.End.QUIT : Session.End.SERVER_CLOSED);
      }
    }
  }

  @Test
  void close_none_keeps_a_session_after_421() {
    try (Wired wired =
        Wired.start(
            at(Stage.RCPT).reply("421 4.7.0 Try again").close(Close.NONE).times(1),
            at(Stage.QUIT).reply("221 2.0.0 Not yet").close(Close.NONE).times(1))) {
      WireClient client = wired.introduced().accepted("MAIL FROM:<a@example.com>");
      assertThat(client.ask("RCPT TO:<b@example.com>")).isEqualTo("421 4.7.0 Try again\r\n");
      client.accepted("RCPT TO:<b@example.com>");
      assertThat(client.ask("QUIT")).isEqualTo("221 2.0.0 Not yet\r\n");
      assertThat(client.ask("QUIT")).startsWith("221 2.0.0 mx");
      assertThat(client.readToEnd()).isEmpty();
      assertThat(wired.results())
          .containsExactly(Attempt.Result.DEFERRED, Attempt.Result.ABANDONED);
    }
  }

  @Test
  void close_none_after_a_greeting_of_421_turns_away() {
    try (Wired wired = Wired.start(at(Stage.CONNECT).reply("421 Busy").close(Close.NONE))) {
      WireClient client = wired.connect();
      assertThat(client.reply()).isEqualTo("421 Busy\r\n");
      assertThat(client.ask("EHLO me")).startsWith("503 ");
      assertThat(client.ask("QUIT")).startsWith("221 ");
    }
  }

  @ParameterizedTest
  @CsvSource({"221, NOOP", "221, MAIL FROM:<a@example.com>", "250, QUIT", "550, QUIT", "221, RSET"})
  void only_221_at_quit_closes(int code, String command) {
    try (Wired wired =
        Wired.start(
            at(Stage.NOOP).reply(code + " x"),
            at(Stage.MAIL).reply(code + " x"),
            at(Stage.RSET).reply(code + " x"),
            at(Stage.QUIT).reply(code + " x"))) {
      WireClient client = wired.introduced();
      assertThat(client.ask(command)).isEqualTo(code + " x\r\n");
      assertThat(client.ask("HELP")).startsWith("214-");
    }
  }

  @Test
  void delay_reply_stall_and_close_come_in_that_order() throws InterruptedException {
    try (Wired wired =
        Wired.start(
            told(at(Stage.NOOP)).delay(MINUTE).reply("250 x").stall(MINUTE).close(Close.FIN))) {
      WireClient client = wired.introduced();
      client.line("NOOP");
      awaitAsked();
      wired.clock.advance(MINUTE);
      assertThat(client.reply()).isEqualTo("250 x\r\n");
      wired.clock.advance(MINUTE.minusSeconds(10));
      assertThat(wired.server.connections()).isEqualTo(1);
      wired.clock.advance(Duration.ofSeconds(10));
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void a_server_that_closed_does_not_wait_for_the_client_for_ever() {
    try (Wired wired = Wired.start(at(Stage.NOOP).reply("421 Bye"))) {
      WireClient client = wired.introduced();
      assertThat(client.ask("NOOP")).isEqualTo("421 Bye\r\n");
      assertThat(client.readToEnd()).isEmpty();
      // The client keeps its side open.
      wired.awaitEnds();
      wired.server.close();
      await().atMost(Wired.GUARD).until(() -> wired.server.threads().isTerminated());
    }
  }
}
