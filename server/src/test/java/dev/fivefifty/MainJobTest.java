package dev.fivefifty;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.wire.WireClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The main job, thin and end to end. */
class MainJobTest {
  @Test
  void refuses_by_a_rule_and_stores_the_rest() {
    try (FiveFifty smtp = FiveFifty.start()) {
      smtp.add(at(RCPT).to("*@gone.example").reply("550 5.1.1 <${to}>: Mailbox not found"));
      try (WireClient client = WireClient.connect(smtp.host(), smtp.port())) {
        assertThat(client.reply()).isEqualTo("220 localhost ESMTP FiveFifty\r\n");
        assertThat(client.ask("EHLO me.example")).startsWith("250-localhost greets me.example\r\n");
        assertThat(client.ask("MAIL FROM:<a@example.com>")).isEqualTo("250 2.1.0 Sender OK\r\n");
        assertThat(client.ask("RCPT TO:<nobody@gone.example>"))
            .isEqualTo("550 5.1.1 <nobody@gone.example>: Mailbox not found\r\n");
        assertThat(client.ask("RCPT TO:<bob@example.com>")).startsWith("250 2.1.5 ");
        assertThat(client.ask("DATA")).startsWith("354 ");
        client.raw("Subject: Hi\r\n\r\n..dot\r\n.\r\n");
        assertThat(client.reply()).startsWith("250 2.0.0 ");
        ReceivedMessage message = smtp.takeMessage(Duration.ofSeconds(10));
        assertThat(new String(message.content(), StandardCharsets.US_ASCII))
            .isEqualTo("Subject: Hi\r\n\r\n.dot\r\n");
        assertThat(message.recipientAddresses()).containsExactly("bob@example.com");
        assertThat(client.ask("QUIT")).startsWith("221 2.0.0 ");
        assertThat(client.readToEnd()).isEmpty();
      }
      assertThat(smtp.journal().attemptsFor("nobody@gone.example"))
          .singleElement()
          .satisfies(attempt -> assertThat(attempt.reply().orElseThrow().code()).isEqualTo(550));
    }
  }

  @Test
  void a_reply_in_java_that_fails_an_assertion_is_a_451_that_names_the_rule() {
    try (FiveFifty smtp = FiveFifty.start()) {
      smtp.add(
          at(RCPT)
              .name("asserts")
              .reply(
                  occasion -> {
                    throw new AssertionError("not this one");
                  }));
      try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
        client.ask("MAIL FROM:<a@example.com>");
        assertThat(client.ask("RCPT TO:<bob@example.com>"))
            .isEqualTo("451 4.3.0 The reply of rule 'asserts' threw java.lang.AssertionError\r\n");
        assertThat(client.ask("NOOP")).startsWith("250 ");
      }
    }
  }

  @Test
  void the_clock_moves_a_hundred_years_at_most() {
    try (FiveFifty smtp = FiveFifty.start()) {
      smtp.clock().advance(Duration.ofDays(36_000));
      assertThatThrownBy(() -> smtp.clock().advance(Duration.ofDays(1_000)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("100 years");
    }
  }

  @Test
  void a_host_name_never_adds_a_line() {
    assertThatThrownBy(() -> FiveFifty.builder().hostname("mx\r\n250 x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
