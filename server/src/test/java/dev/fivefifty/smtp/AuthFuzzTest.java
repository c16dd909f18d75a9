package dev.fivefifty.smtp;

import static dev.fivefifty.smtp.Sasl.ANYBODY;
import static dev.fivefifty.smtp.Sasl.SECRET;
import static dev.fivefifty.smtp.Sasl.USERS;
import static dev.fivefifty.smtp.Sasl.begin;
import static dev.fivefifty.smtp.Sasl.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the client sends, every mechanism comes to an end, and none of its words is a secret.
 */
class AuthFuzzTest {
  private static final int MOST_TURNS = 3;

  private static final List<byte[]> MESSAGES =
      List.of(
          bytes("\0tim\0" + SECRET),
          bytes("tim\0" + SECRET),
          bytes("\0tim\0wrong" + SECRET),
          bytes("Ursel\0tim\0" + SECRET),
          bytes("tim"),
          bytes(""),
          bytes("user=tim\1auth=Bearer " + SECRET + "\1\1"),
          bytes("user=tim\1auth=Bearer wrong" + SECRET + "\1\1"),
          bytes("user=tim\1auth=" + SECRET + "\1\1"),
          bytes("tim b913a602c7eda7a495b4e6e7334d3890"),
          bytes("tim\0 " + SECRET));

  @ParameterizedTest
  @EnumSource
  void endsWithoutException(Mechanism mechanism) {
    Random random = new Random(4422);
    for (int i = 0; i < 5_000; i++) {
      SaslExchange exchange = begin(mechanism, random.nextBoolean() ? USERS : ANYBODY);
      Step step = exchange.start(random.nextBoolean() ? null : mutated(random));
      int turns = 0;
      while (step instanceof Step.Challenge) {
        assertThat(++turns).isLessThanOrEqualTo(MOST_TURNS);
        step = exchange.next(mutated(random));
      }
      if (step instanceof Step.Success success) {
        assertThat(exchange.user()).contains(success.user());
      }
      assertThat(exchange.next(mutated(random))).isEqualTo(Step.OUT_OF_TURN);
    }
  }

  private static byte[] mutated(Random random) {
    byte[] message = MESSAGES.get(random.nextInt(MESSAGES.size())).clone();
    for (int changes = random.nextInt(3); changes > 0 && message.length > 0; changes--) {
      message[random.nextInt(message.length)] =
          (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(3));
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(message, random.nextInt(message.length + 10))
        : message;
  }

  @ParameterizedTest
  @EnumSource
  void bearsTheLongestLine(Mechanism mechanism) {
    byte[] most = new byte[AuthLine.LONGEST / 4 * 3];
    for (byte filling : new byte[] {0, 1, ' ', 'a', (byte) 0x80}) {
      Arrays.fill(most, filling);
      SaslExchange exchange = begin(mechanism, USERS);
      exchange.start(null);
      Step step = exchange.next(most);
      assertThat(step.toString().length()).isLessThan(200);
    }
  }

  /** The name apart: LOGIN's is whatever the client sends first. */
  @ParameterizedTest
  @EnumSource
  void showsNoSecret(Mechanism mechanism) {
    for (AuthUsers users : List.of(USERS, ANYBODY)) {
      for (byte[] first : MESSAGES) {
        for (byte[] second : MESSAGES) {
          SaslExchange exchange = begin(mechanism, users);
          StringBuilder shown = new StringBuilder().append(users).append(exchange);
          shown.append(exchange.start(null));
          shown.append(exchange.next(first)).append(exchange.next(second)).append(exchange);
          shown.append(exchange.user());
          shown.append(AuthLine.decode(Base64.getEncoder().encodeToString(first)));
          shown.append(AuthLine.decode(new String(first, StandardCharsets.UTF_8)));
          assertThat(shown.toString()).doesNotContain(SECRET);
        }
      }
    }
  }
}
