package dev.fivefifty.smtp;

import static dev.fivefifty.smtp.Sasl.ANYBODY;
import static dev.fivefifty.smtp.Sasl.USERS;
import static dev.fivefifty.smtp.Sasl.assertChallenge;
import static dev.fivefifty.smtp.Sasl.assertMalformed;
import static dev.fivefifty.smtp.Sasl.bytes;
import static dev.fivefifty.smtp.Sasl.failure;
import static dev.fivefifty.smtp.Sasl.success;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class XOAuth2ExchangeTest {
  private static final String ERROR =
      "{\"status\":\"401\",\"schemes\":\"Bearer\",\"scope\":\"smtp\"}";

  static List<Arguments> right() {
    AuthUsers google =
        new AuthUsers(
            Map.of("someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"), false);
    return List.of(
        Arguments.of(
            google,
            "user=someuser@example.com\1auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\1\1",
            "someuser@example.com"),
        Arguments.of(USERS, "user=jürgen\1auth=Bearer pässwörd\1\1", "jürgen"),
        Arguments.of(ANYBODY, "user=nobody\1auth=Bearer x\1\1", "nobody"));
  }

  @ParameterizedTest
  @MethodSource("right")
  void acceptsTheTokenWithAndWithoutInitialResponse(AuthUsers users, String message, String user) {
    SaslExchange initial = new XOAuth2Exchange(users);
    assertThat(initial.start(bytes(message))).isEqualTo(success(user));
    assertThat(initial.user()).contains(user);

    SaslExchange asked = new XOAuth2Exchange(users);
    assertChallenge(asked.start(null), "");
    assertThat(asked.next(bytes(message))).isEqualTo(success(user));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\1", "why?"})
  void saysWhyBeforeItRefuses(String confirmation) {
    SaslExchange exchange = new XOAuth2Exchange(USERS);
    assertChallenge(exchange.start(bytes("user=tim\1auth=Bearer expired\1\1")), ERROR);
    assertThat(exchange.user()).contains("tim");
    assertThat(exchange.next(bytes(confirmation))).isEqualTo(failure("tim"));
  }

  @Test
  void refusesAnUnknownUserTheSameWay() {
    SaslExchange exchange = new XOAuth2Exchange(USERS);
    exchange.start(null);
    assertChallenge(exchange.next(bytes("user=nobody\1auth=Bearer x\1\1")), ERROR);
    assertThat(exchange.next(new byte[0])).isEqualTo(failure("nobody"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "user=tim",
        "user=tim\1auth=Bearer x",
        "user=tim\1auth=Bearer x\1",
        "user=tim\1auth=Bearer x\1\1\1",
        "user=tim\1auth=Bearer \1\1",
        "user=tim\1auth=Basic x\1\1",
        "user=tim\1auth=x\1\1",
        "user=\1auth=Bearer x\1\1",
        "user=t\0m\1auth=Bearer x\1\1",
        "auth=Bearer x\1user=tim\1\1",
        "user=tim^Aauth=Bearer x^A^A",
        "n,a=tim,\1auth=Bearer x\1\1",
        "\0tim\0tanstaaftanstaaf"
      })
  void takesNothingFromWhatItCannotParse(String message) {
    SaslExchange exchange = new XOAuth2Exchange(ANYBODY);
    assertMalformed(exchange.start(bytes(message)));
    assertThat(exchange.user()).isEmpty();
  }
}
