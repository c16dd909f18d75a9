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

class CramMd5ExchangeTest {
  /** RFC 2195 §2. */
  private static final String CHALLENGE = "<1896.697170952@postoffice.reston.mci.net>";

  private static final String DIGEST = "b913a602c7eda7a495b4e6e7334d3890";

  /** Of the same challenge, by Python's hmac. */
  private static final String DIGEST_OF_EMPTY = "a00b54b824afa19ec2de0f73cb2a04c2";

  private static final String DIGEST_OF_UTF8 = "f0692d58d0df0a979496fd681ed9ef2b";

  private static final AuthUsers MORE =
      new AuthUsers(Map.of("tim smith", Sasl.SECRET, "empty", ""), false);

  static List<Arguments> verdicts() {
    return List.of(
        Arguments.of(USERS, "tim", DIGEST, success("tim")),
        Arguments.of(USERS, "tim", DIGEST.replace('0', '1'), failure("tim")),
        Arguments.of(USERS, "nobody", DIGEST, failure("nobody")),
        Arguments.of(USERS, "nobody", DIGEST_OF_EMPTY, failure("nobody")),
        Arguments.of(USERS, "jürgen", DIGEST_OF_UTF8, success("jürgen")),
        Arguments.of(MORE, "tim smith", DIGEST, success("tim smith")),
        Arguments.of(MORE, "empty", DIGEST_OF_EMPTY, success("empty")),
        Arguments.of(ANYBODY, "nobody", "0".repeat(32), success("nobody")));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void isDecidedByTheDigest(AuthUsers users, String user, String digest, Step verdict) {
    SaslExchange exchange = new CramMd5Exchange(users, CHALLENGE);
    assertChallenge(exchange.start(null), CHALLENGE);
    assertThat(exchange.next(bytes(user + " " + digest))).isEqualTo(verdict);
    assertThat(exchange.user()).contains(user);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tim",
        "tim ",
        " b913a602c7eda7a495b4e6e7334d3890",
        "b913a602c7eda7a495b4e6e7334d3890",
        "tim b913a602c7eda7a495b4e6e7334d389",
        "tim b913a602c7eda7a495b4e6e7334d38900",
        "tim B913A602C7EDA7A495B4E6E7334D3890",
        "tim b913a602c7eda7a495b4e6e7334d3890\n",
        "t\nm b913a602c7eda7a495b4e6e7334d3890"
      })
  void refusesAnotherForm(String response) {
    SaslExchange exchange = new CramMd5Exchange(ANYBODY, CHALLENGE);
    exchange.start(null);
    assertMalformed(exchange.next(bytes(response)));
    assertThat(exchange.user()).isEmpty();
  }

  @Test
  void takesNoInitialResponse() {
    for (String response : List.of("", "tim " + DIGEST)) {
      SaslExchange exchange = new CramMd5Exchange(ANYBODY, CHALLENGE);
      assertThat(exchange.start(bytes(response)))
          .isInstanceOfSatisfying(
              Step.Malformed.class, step -> assertThat(step.enhanced()).isEqualTo("5.7.0"));
    }
  }
}
