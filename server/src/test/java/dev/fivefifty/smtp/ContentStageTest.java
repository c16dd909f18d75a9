package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Stall;
import dev.fivefifty.rule.TextPattern;
import dev.fivefifty.wire.WireClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that answer while the content is still coming. */
@Timeout(60)
class ContentStageTest {
  private static final String HEADER =
      "From: a@example.com\r\nSubject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nX-Spam: yes\r\n\r\n";

  private static WireClient sending(Wired wired) {
    return next(wired.introduced());
  }

  private static WireClient next(WireClient client) {
    assertThat(client.envelope("a@example.com", "b@example.com").ask("DATA")).startsWith("354 ");
    return client;
  }

  @Test
  void a_reply_comes_as_soon_as_the_header_is_complete() {
    try (Wired wired =
        Wired.start(
            at(Stage.CONTENT)
                .name("greetings")
                .subject("grüße*")
                .reply("554 5.7.1 No greetings"))) {
      WireClient client = sending(wired);
      client.raw(HEADER.substring(0, HEADER.length() - 1));
      assertThat(client.nothingCame()).isTrue();
      client.raw("\n");
      assertThat(client.reply()).isEqualTo("554 5.7.1 No greetings\r\n");
      client.raw("The rest is read\r\nNOOP\r\n.\r\n");
      next(client).raw("Subject: Fine\r\n\r\nHi\r\n.\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0 Message");
      assertThat(wired.results()).containsExactly(Attempt.Result.REFUSED, Attempt.Result.ACCEPTED);
      assertThat(wired.journal.attempts().get(0).rule()).hasValue("greetings");
      assertThat(wired.journal.messages()).hasSize(1);
    }
  }

  @Test
  void header_fields_match_and_the_body_is_not_looked_at() {
    try (Wired wired =
        Wired.start(at(Stage.CONTENT).header("X-Spam", "yes").reply("550 5.7.1 Spam"))) {
      WireClient client = sending(wired);
      client.raw("X-Ham: yes\r\n\r\nX-Spam: yes\r\n\r\n.\r\n");
      assertThat(client.reply()).startsWith("250 ");
      next(client).raw(HEADER + ".\r\n");
      assertThat(client.reply()).isEqualTo("550 5.7.1 Spam\r\n");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void message_is_not_asked_after_a_rule_applied() {
    try (Wired wired =
        Wired.start(
            at(Stage.CONTENT).reply("451 4.3.0 Early"), at(Stage.MESSAGE).reply("550 Late"))) {
      WireClient client = sending(wired);
      client.raw(HEADER + "Hi\r\n.\r\n");
      assertThat(client.reply()).isEqualTo("451 4.3.0 Early\r\n");
      assertThat(client.ask("NOOP")).startsWith("250 ");
      assertThat(wired.exchanges(Stage.MESSAGE)).isEmpty();
      assertThat(wired.attempt().result()).isEqualTo(Attempt.Result.DEFERRED);
    }
  }

  @Test
  void content_without_a_header_is_asked_about_at_its_end() {
    List<Long> sizes = Collections.synchronizedList(new ArrayList<>());
    try (Wired wired = Wired.start(noting(sizes))) {
      WireClient client = sending(wired);
      client.raw("no header, no empty line\r\n.\r\n");
      assertThat(client.reply()).startsWith("250 ");
      assertThat(sizes).containsExactly(26L);
    }
  }

  private static Rule noting(List<Long> sizes) {
    return at(Stage.CONTENT)
        .when(
            occasion -> {
              sizes.add(occasion.size().orElseThrow());
              return false;
            })
        .reply("550 Never");
  }

  private static Rule never(String size) {
    return at(Stage.CONTENT).size(size).helo("nobody").reply("550 Never");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 20, 100, 10_000})
  void what_a_rule_is_told_does_not_depend_on_segments(int segment) {
    List<Long> sizes = Collections.synchronizedList(new ArrayList<>());
    List<String> subjects = Collections.synchronizedList(new ArrayList<>());
    Rule noting =
        at(Stage.CONTENT)
            .when(
                (Occasion occasion) -> {
                  sizes.add(occasion.size().orElseThrow());
                  subjects.add(occasion.message().orElseThrow().subject().orElse("none"));
                  return false;
                })
            .reply("550 Never");
    try (Wired wired =
        Wired.start(noting, never(">=10"), never(">40"), never(">=200"), never(">=100000"))) {
      WireClient client = sending(wired);
      String all = "X: 1\r\nSubject: Hi\r\n\r\n" + "..\r\n".repeat(100) + ".\r\n";
      for (int i = 0; i < all.length(); i += segment) {
        client.raw(all.substring(i, Math.min(all.length(), i + segment)));
      }
      assertThat(client.reply()).startsWith("250 ");
      assertThat(sizes).containsExactly(10L, 21L, 41L, 200L);
      assertThat(subjects).containsExactly("none", "Hi", "Hi", "Hi");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1_000})
  void a_size_is_exact(int segment) {
    try (Wired wired =
        Wired.start(
            at(Stage.CONTENT)
                .size(">100")
                .reply("552 5.3.4 After ${size}")
                .message(MessageFate.KEEP))) {
      WireClient client = sending(wired);
      String exactly = "Subject: Hi\r\n\r\n" + "x".repeat(83) + "\r\n";
      client.raw(exactly + ".\r\n");
      assertThat(client.reply()).startsWith("250 ");
      assertThat(wired.message().size()).isEqualTo(100);
      next(client);
      String more = "x" + exactly + "y".repeat(500) + "\r\n.\r\n";
      for (int i = 0; i < more.length(); i += segment) {
        client.raw(more.substring(i, Math.min(more.length(), i + segment)));
      }
      assertThat(client.reply()).isEqualTo("552 5.3.4 After 101\r\n");
      ReceivedMessage kept = wired.message();
      assertThat(kept.truncated()).isTrue();
      assertThat(kept.content()).asString().isEqualTo("x" + exactly);
      assertThat(kept.rule()).isPresent();
      assertThat(client.ask("NOOP")).startsWith("250 ");
      Attempt attempt = wired.journal.attempts().get(1);
      assertThat(attempt.result()).isEqualTo(Attempt.Result.REFUSED);
      assertThat(attempt.stored()).isTrue();
    }
  }

  @Test
  void reply_default_goes_on_and_message_is_asked() {
    try (Wired wired =
        Wired.start(
            at(Stage.CONTENT).name("allowed").replyDefault().message(MessageFate.KEEP),
            at(Stage.MESSAGE).reply("550 5.7.1 At the end"))) {
      WireClient client = sending(wired);
      client.raw(HEADER);
      assertThat(client.nothingCame()).isTrue();
      client.raw("Hi\r\n.\r\n");
      assertThat(client.reply()).isEqualTo("550 5.7.1 At the end\r\n");
      assertThat(wired.exchange(Stage.CONTENT).rule()).hasValue("allowed");
    }
  }

  @Test
  void an_early_acceptance_stores_what_has_come() {
    try (Wired wired = Wired.start(at(Stage.CONTENT).reply("250 2.0.0 Enough"))) {
      WireClient client = sending(wired);
      client.raw(HEADER);
      assertThat(client.reply()).isEqualTo("250 2.0.0 Enough\r\n");
      client.raw("more\r\n.\r\n");
      ReceivedMessage message = wired.message();
      assertThat(message.truncated()).isTrue();
      assertThat(message.content()).asString().isEqualTo(HEADER);
      assertThat(wired.attempt().result()).isEqualTo(Attempt.Result.ACCEPTED);
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void no_reply_and_no_close_leaves_the_client_in_silence() {
    try (Wired wired = Wired.start(at(Stage.CONTENT).replyNone())) {
      WireClient client = sending(wired);
      client.raw(HEADER + "Hi\r\n.\r\nNOOP\r\n");
      assertThat(client.reply()).isEqualTo("250 2.0.0 OK\r\n");
      assertThat(wired.attempt().result()).isEqualTo(Attempt.Result.LOST);
    }
  }

  @Test
  void a_close_drains_the_rest_first() {
    try (Wired wired = Wired.start(at(Stage.CONTENT).reply("554 5.6.0 Refused").close(Close.FIN))) {
      WireClient client = sending(wired);
      client.raw(HEADER);
      assertThat(client.reply()).isEqualTo("554 5.6.0 Refused\r\n");
      String block = "x".repeat(9_998) + "\r\n";
      for (int i = 0; i < 1_000; i++) {
        client.raw(block);
      }
      assertThat(client.nothingCame()).isTrue();
      client.raw(".\r\n");
      assertThat(client.readToEnd()).isEmpty();
      client.close();
      assertThat(wired.awaitEnds().session().end()).hasValue(Session.End.SERVER_CLOSED);
      assertThat(wired.attempt().result()).isEqualTo(Attempt.Result.REFUSED);
    }
  }

  @Test
  void without_drain_the_client_is_cut_off() {
    try (Wired wired =
        Wired.start(at(Stage.CONTENT).reply("554 5.6.0 Refused").close(Close.FIN).drain(false))) {
      WireClient client = sending(wired);
      client.raw(HEADER);
      assertThat(client.reply()).isEqualTo("554 5.6.0 Refused\r\n");
      String block = "x".repeat(9_998) + "\r\n";
      try {
        for (int i = 0; i < 100_000; i++) {
          client.raw(block);
        }
        throw new AssertionError("1 GB was taken");
      } catch (UncheckedIOException e) {
        assertThat(e.getCause()).isInstanceOf(java.io.IOException.class);
      }
      wired.awaitEnds();
    }
  }

  @Test
  void a_421_closes_after_the_rest_was_read() {
    try (Wired wired = Wired.start(at(Stage.CONTENT).reply("421 4.3.2 Going down"))) {
      WireClient client = sending(wired);
      client.raw(HEADER);
      assertThat(client.reply()).isEqualTo("421 4.3.2 Going down\r\n");
      client.raw("Hi\r\n.\r\n");
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void a_stall_leaves_the_client_with_the_rest() {
    Duration minute = Duration.ofMinutes(1);
    try (Wired wired =
        Wired.start(at(Stage.CONTENT).reply("451 4.3.0 Wait").stall(minute).times(1))) {
      WireClient client = sending(wired);
      client.raw(HEADER + "Hi\r\n.\r\n");
      assertThat(client.reply()).isEqualTo("451 4.3.0 Wait\r\n");
      client.raw("NOOP\r\n");
      assertThat(client.nothingCame()).isTrue();
      wired.clock.advance(minute);
      assertThat(client.reply()).startsWith("250 2.0.0 OK");
    }
  }

  @Test
  void a_stall_ends_when_the_client_leaves() {
    try (Wired wired = Wired.start(at(Stage.CONTENT).stall(Stall.FOREVER))) {
      WireClient client = sending(wired);
      client.raw(HEADER + "x".repeat(200_000));
      client.close();
      wired.awaitEnds();
      assertThat(wired.attempt().result()).isEqualTo(Attempt.Result.LOST);
    }
  }

  @Test
  void a_rule_added_in_mid_content_is_asked() {
    try (Wired wired = Wired.start()) {
      WireClient client = sending(wired);
      client.raw(HEADER);
      wired.add(at(Stage.CONTENT).size(">1KB").reply("552 5.3.4 Now"));
      client.raw("x".repeat(2_000) + "\r\n.\r\n");
      assertThat(client.reply()).isEqualTo("552 5.3.4 Now\r\n");
    }
  }

  @Test
  void folded_and_repeated_fields_are_seen() {
    try (Wired wired =
        Wired.start(
            at(Stage.CONTENT)
                .header("Received", TextPattern.contains("second hop"))
                .reply("554 5.4.6 Loop"))) {
      WireClient client = sending(wired);
      client.raw("Received: first\r\nreceived: second\r\n hop\r\n\r\n");
      assertThat(client.reply()).isEqualTo("554 5.4.6 Loop\r\n");
    }
  }
}
