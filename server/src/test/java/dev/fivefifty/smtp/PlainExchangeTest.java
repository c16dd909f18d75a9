package dev.fivefifty.smtp;

import static dev.fivefifty.smtp.Sasl.ANYBODY;
import static dev.fivefifty.smtp.Sasl.USERS;
import static dev.fivefifty.smtp.Sasl.assertChallenge;
import static dev.fivefifty.smtp.Sasl.assertMalformed;
import static dev.fivefifty.smtp.Sasl.bytes;
import static dev.fivefifty.smtp.Sasl.failure;
import static dev.fivefifty.smtp.Sasl.latin1;
import static dev.fivefifty.smtp.Sasl.success;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainExchangeTest {

  static List<Arguments> verdicts() {
    AuthUsers rfc = new AuthUsers(Map.of("tim", "tanstaaftanstaaf", "Kurt", "xipj3plmq"), false);
    return List.of(
        // RFC 4616 §4; Kurt's may not act as Ursel here either.
        Arguments.of(rfc, "\0tim\0tanstaaftanstaaf", success("tim")),
        Arguments.of(rfc, "Ursel\0Kurt\0xipj3plmq", failure("Kurt")),
        Arguments.of(rfc, "Kurt\0Kurt\0xipj3plmq", success("Kurt")),
        Arguments.of(rfc, "\0tim\0wrong", failure("tim")),
        Arguments.of(rfc, "\0tim\0tanstaaftanstaa", failure("tim")),
        Arguments.of(rfc, "\0TIM\0tanstaaftanstaaf", failure("TIM")),
        Arguments.of(rfc, "\0nobody\0tanstaaftanstaaf", failure("nobody")),
        Arguments.of(USERS, "\0jürgen\0pässwörd", success("jürgen")),
        Arguments.of(ANYBODY, "\0nobody\0x", success("nobody")),
        Arguments.of(ANYBODY, "Ursel\0Kurt\0x", success("Kurt")));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void isDecidedWithAndWithoutInitialResponse(AuthUsers users, String message, Step verdict) {
    SaslExchange initial = new PlainExchange(users);
    assertThat(initial.start(bytes(message))).isEqualTo(verdict);
    assertThat(initial.user()).contains(message.split("\0")[1]);

    SaslExchange asked = new PlainExchange(users);
    assertChallenge(asked.start(null), "");
    assertThat(asked.user()).isEmpty();
    assertThat(asked.next(bytes(message))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tim",
        "\0",
        "\0tim",
        "tim\0tanstaaftanstaaf",
        "\0\0",
        "\0tim\0",
        "\0\0tanstaaftanstaaf",
        "tim\0tanstaaftanstaaf\0",
        "\0tim\0tanstaaf\0tanstaaf",
        "\0t\nm\0tanstaaftanstaaf"
      })
  void takesNothingFromWhatItCannotParse(String message) {
    SaslExchange exchange = new PlainExchange(ANYBODY);
    assertMalformed(exchange.start(bytes(message)));
    assertThat(exchange.user()).isEmpty();
  }

  @Test
  void wantsUtf8() {
    SaslExchange exchange = new PlainExchange(USERS);
    assertMalformed(exchange.start(latin1("\0jürgen\0pässwörd")));
    assertThat(exchange.user()).isEmpty();
  }
}
