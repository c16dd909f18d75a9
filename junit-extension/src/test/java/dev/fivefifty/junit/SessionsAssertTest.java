package dev.fivefifty.junit;

import static dev.fivefifty.expect.Times.atLeast;
import static dev.fivefifty.junit.Failing.but;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.journal.Session;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every question about sessions, answered with yes and with no. */
class SessionsAssertTest extends EitherWay {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final FiveFifty smtp =
      start(FiveFifty.builder().listen(Listener.on(0), Listener.tlsOn(0)).user("alice", "secret"));

  private SessionsAssert sessions() {
    return assertThat(smtp).sessions();
  }

  @Test
  void are_counted() {
    sessions().stayEmptyFor(Duration.ofMillis(50));
    sessions().stayEmptyFor(Duration.ofHours(1), () -> {});
    but(() -> sessions().hasSize(1)).contains("no client has connected");
    but(() -> sessions().first().saidQuit()).contains("no client has connected");
    SocketClient.send(smtp, "<1@example.com>", "bob@example.com");
    SocketClient.send(smtp, "<2@example.com>", "bob@example.com");
    sessions().hasSize(2).hasSize(atLeast(2));
    but(() -> sessions().hasSize(3)).contains("a client connected 3 times", "there are 2 sessions");
    but(() -> sessions().element(2).saidQuit())
        .contains("the third session says QUIT", "there are 2 sessions");
    but(() -> sessions().stayEmptyFor(LONG)).contains("no client connects", "there are 2 sessions");
  }

  @Test
  void the_conversation() {
    SocketClient.send(smtp, "<1@example.com>", "bob@example.com");
    sessions()
        .first()
        .says("EHLO", "MAIL", "RCPT", "DATA", "QUIT")
        .says("ehlo", "mail", "rcpt", "data", "quit")
        .saysInOrder("MAIL", "QUIT")
        .saysInOrder()
        .saidQuit();
    but(() -> sessions().first().says("EHLO", "MAIL", "RCPT", "RSET", "QUIT"))
        .contains("it says EHLO MAIL RCPT DATA QUIT")
        .contains("command 4 was expected to be RSET and was DATA");
    but(() -> sessions().first().says("EHLO", "MAIL", "RCPT", "DATA"))
        .contains("after DATA nothing more was expected, and QUIT came");
    but(() -> sessions().first().says())
        .contains("after the greeting nothing more was expected, and EHLO came");
    but(() -> sessions().first().saysInOrder("MAIL", "EHLO"))
        .contains("there is no EHLO after MAIL");
    but(() -> sessions().first().saysInOrder("HELO")).contains("there is no HELO");
  }

  @Test
  void how_it_ends() {
    try (SocketClient client = SocketClient.introduced(smtp)) {
      but(() -> sessions().last().saidQuit()).contains("it does not, and it is still open");
      but(() -> sessions().last().endedWithQuit()).contains("it is still open");
      but(() -> sessions().last().says("EHLO", "QUIT"))
          .contains("QUIT is missing at the end, and it is still open");
      but(() -> sessions().last().saysInOrder("QUIT")).contains("there is no QUIT");
      client.ask("QUIT");
    }
    assertThat(smtp).within(LONG).sessions().last().endedWithQuit().ended(Session.End.QUIT);
    SocketClient.introduced(smtp).close();
    assertThat(smtp).within(LONG).sessions().element(1).ended(Session.End.CLIENT_CLOSED);
    but(() -> sessions().last().endedWithQuit()).contains("it ended with CLIENT_CLOSED");
    but(() -> sessions().last().saidQuit()).contains("it ended with CLIENT_CLOSED");
  }

  @Test
  void a_client_that_says_nothing() {
    SocketClient.connect(smtp).close();
    but(() -> sessions().first().says("EHLO")).contains("it says nothing; EHLO is missing");
    but(() -> sessions().first().saysInOrder("EHLO")).contains("it says nothing");
    but(() -> sessions().first().hasHelo("x")).contains("the client said neither EHLO nor HELO");
  }

  @Test
  void who_the_client_is() throws IOException {
    try (SocketClient client =
        SocketClient.over(
            smtp.sslContext().getSocketFactory().createSocket(smtp.host(), smtp.port("smtps")))) {
      client.ask("EHLO app.example");
      but(() -> sessions().first().authenticatedAs("alice"))
          .contains("the client did not say AUTH");
      client.ask("AUTH PLAIN AGFsaWNlAHdyb25n");
      but(() -> sessions().first().authenticatedAs("alice"))
          .contains("the client said AUTH, without success");
      client.ask("AUTH PLAIN AGFsaWNlAHNlY3JldA==");
    }
    sessions().first().usedTls().authenticatedAs("alice").hasHelo("APP.example");
    but(() -> sessions().first().authenticatedAs("bob")).contains("it is authenticated as alice");
    but(() -> sessions().first().hasHelo("other")).contains("the client called itself app.example");
    SocketClient.send(smtp, "<1@example.com>", "bob@example.com");
    but(() -> sessions().last().usedTls())
        .contains("it is in plain text, and the client did not say STARTTLS");
  }

  @Test
  void starttls_in_vain() {
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.ask("STARTTLS");
      but(() -> sessions().first().usedTls()).contains("though the client said STARTTLS");
    }
  }
}
