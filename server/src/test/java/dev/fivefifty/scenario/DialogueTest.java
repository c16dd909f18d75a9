package dev.fivefifty.scenario;

import static dev.fivefifty.rule.Close.FIN;
import static dev.fivefifty.rule.Close.RESET;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.CONNECT;
import static dev.fivefifty.rule.Stage.MAIL;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Rule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The harness fails where the server does something else. */
class DialogueTest {
  private static void perform(Rule rule, String script) {
    try (FiveFifty smtp = FiveFifty.start()) {
      smtp.add(rule);
      Dialogue.perform(smtp, script);
    }
  }

  private static void fails(Rule rule, String script, String why) {
    assertThatThrownBy(() -> perform(rule, script))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_server_that_is_silent() {
    Rule slow = at(CONNECT).delay(Duration.ofMinutes(60));
    perform(slow, "(silence)\n(advance 59m)\n(silence)\n(advance 1m)\nS: 220 …\nC: QUIT\nS: 221 …");
    fails(at(MAIL).reply("450 no"), "S: 220 …\nC: MAIL FROM:<a@example.com>\n(silence)", "\"4\"");
    fails(at(CONNECT).close(FIN), "(silence)", "FIN");
    fails(at(CONNECT).close(RESET), "(silence)", "RST");
  }

  @Test
  void a_server_that_resets() {
    for (int i = 0; i < 20; i++) {
      // Before or after connect() has returned.
      perform(at(CONNECT).close(RESET), "(RST)\n(attempts lost)");
    }
    fails(at(CONNECT).close(RESET), "(FIN)", "RST");
    fails(at(CONNECT).close(FIN), "(RST)", "FIN");
    fails(at(CONNECT).close(RESET), "S: 220 …", "and then");
  }

  @Test
  void a_piece_of_a_reply() {
    perform(at(CONNECT).raw("220 a"), "(piece 220)\n(piece  a)\n(silence)");
    fails(at(CONNECT).reply("220 a"), "(piece 221)", "(piece 221)");
    fails(at(CONNECT).reply("220 ab"), "(piece 220 a)\n(silence)", "\"b\"");
  }

  @Test
  void another_session_beside_the_first() {
    Rule second = at(CONNECT).when(o -> o.connections() > 1).reply("421 one is enough");
    perform(second, "S: 220 …\n(another)\nS: 421 one is enough\n(FIN)");
    fails(second, "S: 220 …\nC: QUIT\nS: 221 …\n(FIN)\n(session)\nS: 421 …", "220");
  }

  @Test
  void a_word_too_many() {
    fails(at(CONNECT).raw("220 a\r\n220 b\r\n").reply("220 a"), "S: 220 a", "220 b");
  }
}
