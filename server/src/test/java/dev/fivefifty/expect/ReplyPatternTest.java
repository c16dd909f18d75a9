package dev.fivefifty.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.rule.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyPatternTest {
  @ParameterizedTest
  @CsvSource({
    "550, 550 5.1.1 Mailbox not found, true",
    "550 5.1.1, 550 5.1.1 Mailbox not found, true",
    "550 5.1.1 MAILBOX, 550 5.1.1 Mailbox not found, true",
    "550 not found, 550 5.1.1 Mailbox not found, true",
    "550 5.1.1, 550 5.1.2 Mailbox not found, false",
    "550 5.1.1, 550 Mailbox not found, false",
    "550 full, 550 5.1.1 Mailbox not found, false",
    "551, 550 5.1.1 Mailbox not found, false",
    "550 mailbox unavailable, 550, true"
  })
  void matches(String pattern, String reply, boolean expected) {
    assertThat(ReplyPattern.parse(pattern).matches(Reply.parse(reply))).isEqualTo(expected);
    assertThat(ReplyPattern.parse(pattern)).hasToString(pattern);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "55", "650", "x", "550-5.1.1", "550 ", "5501"})
  void refuses_what_is_no_reply(String text) {
    assertThatThrownBy(() -> ReplyPattern.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is no reply")
        .hasMessageContaining("550 5.1.1");
  }
}
