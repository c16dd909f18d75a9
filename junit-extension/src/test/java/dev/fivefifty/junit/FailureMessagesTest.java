package dev.fivefifty.junit;

import static dev.fivefifty.expect.Times.once;
import static dev.fivefifty.expect.Times.twice;
import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.CONTENT;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.fail;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Per;
import dev.fivefifty.rule.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The messages of failures, word for word: {@code -Dfailures.write=true} writes them anew, to be
 * read by a person before they are committed. A session that ended is waited for, so that the
 * transcript is always the same.
 */
class FailureMessagesTest extends EitherWay {
  private static final Path FILES = Path.of("src/test/resources/failures");

  private FiveFifty smtp;

  private void start(Rule... rules) {
    smtp = start(FiveFifty.builder().seed(491783525).rules(rules));
  }

  private static final Rule GREYLISTING =
      at(RCPT)
          .name("greylisting")
          .per(Per.FROM, Per.TO)
          .lasting(Duration.ofMinutes(5))
          .reply("450 4.7.1 Greylisted, try again in 5 minutes");

  private static final Rule UNKNOWN_MAILBOX =
      at(RCPT).name("unknown mailbox").to("*@gone.example").reply("550 5.1.1 Mailbox not found");

  private void send(String id, String... to) {
    SocketClient.send(smtp, id, to);
    ended();
  }

  private void ended() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> smtp.journal().sessions().stream().noneMatch(Session::isOpen));
  }

  private void expect(String file, ThrowingCallable question) {
    String actual =
        Failing.message(question)
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:50550")
                .replaceAll("after (\\d+s(\\d+ms)?|\\d+ms)\\b", "after 3ms")
                // What real time adds to the clock's own.
                .replaceAll("\\b(\\d+m)\\ds\\b", "$1")
                .replace("after 0s", "after 3ms")
                .replaceAll("Waited:   \\w+, in vain", "Waited:   200ms, in vain")
            + "\n";
    Path path = FILES.resolve(file + ".txt");
    try {
      if (Boolean.getBoolean("failures.write")) {
        Files.writeString(path, actual);
      }
      org.assertj.core.api.Assertions.assertThat(actual)
          .isEqualTo(Files.readString(path, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void given_up_while_greylisted() {
    start(GREYLISTING);
    send("<1@example.com>", "bob@example.com");
    smtp.clock().advance(Duration.ofMinutes(1));
    send("<1@example.com>", "bob@example.com");
    smtp.clock().advance(Duration.ofMinutes(2));
    send("<1@example.com>", "bob@example.com");
    expect(
        "given-up-while-greylisted",
        () -> assertThat(smtp).recipient("bob@example.com").wasAccepted().afterAttempts(4));
  }

  @Test
  void a_rule_that_does_not_match() {
    start(UNKNOWN_MAILBOX);
    send("<1@example.com>", "nobody@gone.example.com");
    expect(
        "a-rule-that-does-not-match",
        () -> assertThat(smtp).recipient("nobody@gone.example.com").wasRefusedWith("550 5.1.1"));
  }

  @Test
  void another_reply() {
    start(
        at(RCPT).name("blocked").from("app@*").reply("550 5.7.1 Sender blocked"), UNKNOWN_MAILBOX);
    send("<1@example.com>", "nobody@gone.example");
    expect(
        "another-reply",
        () -> assertThat(smtp).recipient("nobody@gone.example").wasRefusedWith("550 5.1.1"));
  }

  @Test
  void retried_what_was_refused_for_good() {
    start(UNKNOWN_MAILBOX);
    for (int i = 0; i < 3; i++) {
      send("<1@example.com>", "nobody@gone.example");
      smtp.clock().advance(Duration.ofMinutes(1));
    }
    expect(
        "retried-what-was-refused-for-good",
        () -> assertThat(smtp).recipient("nobody@gone.example").wasAttempted(once()));
  }

  @Test
  void another_recipient() {
    start();
    send("<1@example.com>", "bob@exmaple.com");
    expect("another-recipient", () -> assertThat(smtp).recipient("bob@example.com").wasAccepted());
  }

  @Test
  void turned_away_before_the_recipient() {
    start(at(MAIL).name("busy").reply("421 4.3.2 Too busy"));
    send("<1@example.com>", "bob@example.com");
    expect(
        "turned-away-before-the-recipient",
        () -> assertThat(smtp).recipient("bob@example.com").wasDeferredWith("421"));
  }

  @Test
  void nobody_came() {
    start();
    expect(
        "nobody-came",
        () ->
            assertThat(smtp)
                .as("the welcome mail")
                .within(Duration.ofMillis(200))
                .recipient("bob@example.com")
                .wasAccepted());
  }

  @Test
  void came_back_too_soon() {
    start(GREYLISTING);
    send("<1@example.com>", "bob@example.com");
    smtp.clock().advance(Duration.ofMinutes(4));
    send("<1@example.com>", "bob@example.com");
    smtp.clock().advance(Duration.ofSeconds(60));
    send("<1@example.com>", "bob@example.com");
    expect(
        "came-back-too-soon",
        () ->
            assertThat(smtp)
                .recipient("bob@example.com")
                .wasAccepted()
                .withGapsOfAtLeast(Duration.ofMinutes(5)));
  }

  @Test
  void retried_after_half_an_hour() {
    start(UNKNOWN_MAILBOX);
    send("<1@example.com>", "nobody@gone.example");
    Instant due = smtp.clock().instant().plusSeconds(1_799);
    boolean[] done = {false};
    Runnable application =
        () -> {
          if (!done[0] && !smtp.clock().instant().isBefore(due)) {
            done[0] = true;
            send("<1@example.com>", "nobody@gone.example");
          }
        };
    expect(
        "retried-after-half-an-hour",
        () ->
            assertThat(smtp)
                .recipient("nobody@gone.example")
                .wasRefusedWith("550 5.1.1")
                .isNotRetriedFor(Duration.ofHours(1), application));
  }

  @Test
  void sent_twice_after_a_lost_answer() {
    start(
        at(MESSAGE)
            .name("lost acknowledgement")
            .times(1)
            .message(MessageFate.KEEP)
            .close(Close.RESET));
    send("<1@example.com>", "bob@example.com");
    send("<1@example.com>", "bob@example.com");
    expect(
        "sent-twice-after-a-lost-answer",
        () -> assertThat(smtp).recipient("bob@example.com").wasRetried().hasExactlyOneCopy());
  }

  @Test
  void another_conversation() {
    start(UNKNOWN_MAILBOX);
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.deliver("<1@example.com>", "nobody@gone.example");
    }
    ended();
    expect(
        "another-conversation",
        () -> assertThat(smtp).sessions().first().says("EHLO", "MAIL", "RCPT", "RSET", "QUIT"));
  }

  @Test
  void another_message() {
    start();
    send("<1@example.com>", "bob@example.com");
    expect(
        "another-message",
        () -> assertThat(smtp).messages().to("bob@example.com").withSubject("Reminder *").single());
  }

  @Test
  void one_bad_address_stops_the_others() {
    start(UNKNOWN_MAILBOX);
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.ask("MAIL FROM:<app@example.com>");
      client.ask("RCPT TO:<ann@example.com>");
      client.ask("RCPT TO:<nobody@gone.example>");
      client.ask("RSET");
      client.ask("QUIT");
    }
    ended();
    expect(
        "one-bad-address-stops-the-others",
        () ->
            assertThat(smtp)
                .recipients("ann@example.com", "bob@example.com")
                .whileRefused("nobody@gone.example"));
  }

  @Test
  void a_rule_that_is_used_up() {
    start(
        at(MESSAGE)
            .name("full disk")
            .subject("Invoice *")
            .times(1)
            .reply("452 4.3.1 Insufficient system storage"));
    send("<1@example.com>", "bob@example.com");
    send("<1@example.com>", "bob@example.com");
    expect("a-rule-that-is-used-up", () -> assertThat(smtp).rule("full disk").applied(twice()));
  }

  @Test
  void in_plain_text() {
    start();
    send("<1@example.com>", "bob@example.com");
    expect("in-plain-text", () -> assertThat(smtp).sessions().first().saidQuit().usedTls());
  }

  @Test
  void retried_where_it_was() {
    start(at(RCPT).name("busy").times(1).reply("450 4.2.1 Mailbox busy"));
    try (SocketClient client = SocketClient.introduced(smtp)) {
      client.deliver("<1@example.com>", "bob@example.com");
      client.deliver("<1@example.com>", "bob@example.com");
      client.ask("QUIT");
    }
    ended();
    expect(
        "retried-where-it-was",
        () -> assertThat(smtp).recipient("bob@example.com").wasRetriedOnANewConnection());
  }

  @Test
  void a_journal_that_is_full() {
    smtp = start(FiveFifty.builder().seed(491783525).journalLimit(2));
    for (int i = 1; i <= 3; i++) {
      send("<" + i + "@example.com>", "user" + i + "@example.com");
    }
    expect(
        "a-journal-that-is-full",
        () -> assertThat(smtp).recipient("user1@example.com").wasAccepted());
  }

  @Test
  void very_many_attempts() {
    start(at(RCPT).name("busy").reply("450 4.2.1 Mailbox busy"));
    try (SocketClient client = SocketClient.introduced(smtp)) {
      for (int i = 0; i < 30; i++) {
        client.deliver("<1@example.com>", "bob@example.com");
        smtp.clock().advance(Duration.ofMinutes(1));
      }
      client.ask("QUIT");
    }
    ended();
    for (int i = 0; i < 10; i++) {
      send("<1@example.com>", "bob@example.com");
      smtp.clock().advance(Duration.ofMinutes(1));
    }
    expect(
        "very-many-attempts",
        () -> assertThat(smtp).recipient("bob@example.com").wasAttempted(twice()));
  }

  @Test
  void cut_off_in_the_middle_of_the_content() {
    start(
        at(CONTENT).name("no more").size(">1").close(Close.RESET),
        at(RCPT).name("for later").to("carol@*").reply("450 4.2.1 Mailbox busy"));
    send("<1@example.com>", "bob@example.com", "carol@example.com");
    expect(
        "cut-off-in-the-middle-of-the-content",
        () -> assertThat(smtp).recipients("bob@example.com", "carol@example.com").wereAccepted());
  }

  @Test
  void every_message_has_its_test() throws IOException {
    try (var files = Files.list(FILES)) {
      List<String> unused =
          files
              .map(file -> file.getFileName().toString().replace(".txt", "").replace('-', '_'))
              .filter(
                  name -> {
                    try {
                      FailureMessagesTest.class.getDeclaredMethod(name);
                      return false;
                    } catch (NoSuchMethodException e) {
                      return true;
                    }
                  })
              .toList();
      if (!unused.isEmpty()) {
        fail("no test writes " + unused);
      }
    }
  }
}
