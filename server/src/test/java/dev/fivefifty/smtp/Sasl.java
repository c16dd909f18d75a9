package dev.fivefifty.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the tests of the mechanisms share. */
final class Sasl {
  static final String SECRET = "tanstaaftanstaaf";
  static final AuthUsers USERS = new AuthUsers(Map.of("tim", SECRET, "jürgen", "pässwörd"), false);
  static final AuthUsers ANYBODY = new AuthUsers(Map.of(), true);

  private Sasl() {}

  static SaslExchange begin(Mechanism mechanism, AuthUsers users) {
    return mechanism.begin(users, "mx.example.test", () -> new byte[] {1, 2, 3, 4});
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static void assertChallenge(Step step, String text) {
    assertThat(step).isInstanceOf(Step.Challenge.class);
    assertThat(((Step.Challenge) step).text()).isEqualTo(bytes(text));
  }

  static void assertMalformed(Step step) {
    assertThat(step).isInstanceOf(Step.Malformed.class);
    assertThat(((Step.Malformed) step).enhanced()).isEqualTo("5.5.2");
  }

  static Step success(String user) {
    return new Step.Success(user);
  }

  static Step failure(String user) {
    return new Step.Failure(user);
  }
}
