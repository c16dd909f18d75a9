package dev.fivefifty.smtp;

import static dev.fivefifty.smtp.Sasl.ANYBODY;
import static dev.fivefifty.smtp.Sasl.SECRET;
import static dev.fivefifty.smtp.Sasl.USERS;
import static dev.fivefifty.smtp.Sasl.assertChallenge;
import static dev.fivefifty.smtp.Sasl.assertMalformed;
import static dev.fivefifty.smtp.Sasl.bytes;
import static dev.fivefifty.smtp.Sasl.failure;
import static dev.fivefifty.smtp.Sasl.latin1;
import static dev.fivefifty.smtp.Sasl.success;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginExchangeTest {

  static List<Arguments> verdicts() {
    return List.of(
        Arguments.of(USERS, "tim", SECRET, success("tim")),
        Arguments.of(USERS, "jürgen", "pässwörd", success("jürgen")),
        Arguments.of(USERS, "tim", "wrong", failure("tim")),
        Arguments.of(USERS, "tim", "", failure("tim")),
        Arguments.of(USERS, "nobody", SECRET, failure("nobody")),
        Arguments.of(ANYBODY, "nobody", "", success("nobody")));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void isDecidedWithAndWithoutInitialResponse(
      AuthUsers users, String name, String password, Step verdict) {
    SaslExchange initial = new LoginExchange(users);
    assertChallenge(initial.start(bytes(name)), "Password:");
    assertThat(initial.user()).contains(name);
    assertThat(initial.next(bytes(password))).isEqualTo(verdict);

    SaslExchange asked = new LoginExchange(users);
    assertChallenge(asked.start(null), "Username:");
    assertThat(asked.user()).isEmpty();
    assertChallenge(asked.next(bytes(name)), "Password:");
    assertThat(asked.user()).contains(name);
    assertThat(asked.next(bytes(password))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0tim\0tanstaaftanstaaf", "user=tim\1auth=Bearer x\1\1", "tim\r\n"})
  void takesNoNameThatIsNone(String name) {
    SaslExchange exchange = new LoginExchange(ANYBODY);
    assertMalformed(exchange.start(bytes(name)));
    assertThat(exchange.user()).isEmpty();
  }

  @Test
  void wantsUtf8() {
    assertMalformed(new LoginExchange(USERS).start(latin1("jürgen")));

    SaslExchange exchange = new LoginExchange(USERS);
    exchange.start(bytes("jürgen"));
    assertMalformed(exchange.next(latin1("pässwörd")));
  }
}
