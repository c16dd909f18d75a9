package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SessionTest {
  final JournalRecorder journal = new JournalRecorder(10, 1 << 20);
  private final SessionRecorder recorder = Fixtures.begin(journal);

  private void say(Stage stage, String line, String sent) {
    recorder.add(Fixtures.exchange(recorder, stage, line, sent, null));
  }

  @Test
  void namesItsCommands() {
    say(Stage.CONNECT, null, "220 mx.example.test ESMTP\r\n");
    say(Stage.EHLO, "ehlo client.example", "250 mx.example.test\r\n");
    say(Stage.CHALLENGE, "AUTH LOGIN", "334 VXNlcm5hbWU6\r\n");
    say(Stage.CHALLENGE, null, "334 UGFzc3dvcmQ6\r\n");
    say(Stage.AUTH, null, "235 OK\r\n");
    say(Stage.AUTH, "AUTH PLAIN", "503 Already\r\n");
    say(Stage.MAIL, "mail from:<>", "250 OK\r\n");
    say(Stage.BDAT, "BDAT 10", "250 OK\r\n");
    say(Stage.MESSAGE, "bdat 0 last", "250 OK\r\n");
    say(Stage.DATA, "DATA", "354 Go\r\n");
    say(Stage.CONTENT, null, "");
    say(Stage.MESSAGE, null, "250 OK\r\n");
    say(Stage.UNKNOWN, "mailx hello", "500 What?\r\n");
    say(Stage.IDLE, null, "421 Bye\r\n");
    assertThat(recorder.snapshot().commands())
        .containsExactly("EHLO", "AUTH", "AUTH", "MAIL", "BDAT", "BDAT", "DATA", "MAILX");
  }

  @Test
  void knowsWhetherItSaysExactlyThis() {
    assertThat(recorder.snapshot().says()).isTrue();
    say(Stage.EHLO, "EHLO c", "250 mx.example.test\r\n");
    assertThat(recorder.snapshot().saidQuit()).isFalse();
    say(Stage.QUIT, "QUIT", "421 No\r\n");
    Session session = recorder.snapshot();
    assertThat(session.says("ehlo", "QUIT")).isTrue();
    assertThat(session.says("EHLO")).isFalse();
    assertThat(session.says("EHLO", "QUIT", "QUIT")).isFalse();
    assertThat(session.saidQuit()).isTrue();
  }

  @Test
  void doesNotSayWhatIsNoLongerKnown() {
    SessionRecorder busy = Fixtures.begin(new JournalRecorder(10, 3_000));
    for (int i = 0; i < 9; i++) {
      busy.add(Fixtures.exchange(busy, 0));
    }
    Session session = busy.snapshot();
    assertThat(session.discardedExchanges()).isPositive();
    assertThat(session.says(session.commands().toArray(String[]::new))).isFalse();
  }

  @Test
  void isWrittenDown() {
    say(Stage.CONNECT, null, "220 mx.example.test ESMTP\r\n");
    say(Stage.EHLO, "EHLO c", "250-mx.example.test\r\n250 SIZE\r\n");
    recorder.add(
        Fixtures.exchange(recorder, Stage.RCPT, "RCPT TO:<x@y>", "550 5.1.1 No\r\n", "unknown"));
    recorder.add(
        Fixtures.exchange(
            recorder,
            Occasion.at(Stage.MESSAGE).size(312).build(),
            new byte[0],
            "",
            "lost",
            OptionalLong.empty(),
            Fixtures.NO_RULES));
    recorder.end(Fixtures.NOW, Session.End.CLIENT_RESET);
    assertThat(recorder.snapshot().transcript())
        .isEqualTo(
            """
            -- session 1 from 127.0.0.1:40000 on smtp, 4 exchanges, CLIENT_RESET
            S: 220 mx.example.test ESMTP
            C: EHLO c
            S: 250-mx.example.test
            S: 250 SIZE
            C: RCPT TO:<x@y>
            S: 550 5.1.1 No   [rule 'unknown']
            C: (content, 312 bytes)
            S: (nothing)   [rule 'lost']
            -- CLIENT_RESET
            """);
  }

  @Test
  void keepsCredentialsOut() {
    // The line has the secret blanked out; the bytes may not.
    Occasion occasion = Occasion.at(Stage.AUTH).line("AUTH PLAIN ***").build();
    recorder.add(
        Fixtures.exchange(
            recorder,
            occasion,
            "AUTH PLAIN c2VjcmV0".getBytes(StandardCharsets.US_ASCII),
            "235 OK\r\n",
            null,
            OptionalLong.empty(),
            Fixtures.NO_RULES));
    Session session = recorder.snapshot();
    assertThat(session.transcript()).contains("C: AUTH PLAIN ***").doesNotContain("c2VjcmV0");
    assertThat(session.exchanges().get(0).toString()).doesNotContain("c2VjcmV0");
  }

  @Test
  void controlCharactersOfTheClientStayReadable() {
    say(Stage.UNKNOWN, "\u0016\u0003 tls?", "500 What?\r\n");
    assertThat(recorder.snapshot().transcript()).contains("C: \\x16\\x03 tls?\n");
    assertThat(recorder.snapshot().commands()).containsExactly("\\X16\\X03");
  }

  @Test
  void knowsWhatWasRecordedOfTheClient() {
    recorder.helo("client.example");
    recorder.user("alice");
    assertThat(recorder.snapshot().user()).contains("alice");
    recorder.tls(Optional.of("CN=client"));
    recorder.forgetClient();

    Session session = journal.session(recorder.id()).orElseThrow();
    assertThat(session.helo()).isEmpty();
    assertThat(session.user()).isEmpty();
    assertThat(session.tls()).isTrue();
    assertThat(session.clientCertificate()).contains("CN=client");
    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void endsOnce() {
    recorder.end(Fixtures.NOW, Session.End.QUIT);
    recorder.end(Fixtures.NOW.plusSeconds(9), Session.End.SERVER_STOPPED);
    Session session = recorder.snapshot();
    assertThat(session.end()).contains(Session.End.QUIT);
    assertThat(session.ended()).contains(Fixtures.NOW);
    assertThat(session.isOpen()).isFalse();
  }

  @Test
  void anExchangeReadsAsOneLine() {
    Exchange exchange =
        Fixtures.exchange(recorder, Stage.RCPT, "RCPT TO:<x@y>", "550 No\r\n", "unknown");
    assertThat(exchange)
        .hasToString("session 1 #1 rcpt: RCPT TO:<x@y> -> 550 No\\r\\n   [rule 'unknown']");
    assertThat(exchange.deliberate()).isTrue();
  }
}
