package dev.fivefifty.smtp;

import static dev.fivefifty.smtp.Sasl.USERS;
import static dev.fivefifty.smtp.Sasl.begin;
import static dev.fivefifty.smtp.Sasl.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MechanismTest {

  @ParameterizedTest
  @CsvSource({
    "PLAIN, PLAIN",
    "plain, PLAIN",
    "Login, LOGIN",
    "CRAM-MD5, CRAM_MD5",
    "cram-md5, CRAM_MD5",
    "xoauth2, XOAUTH2"
  })
  void isFoundByItsNameOnTheWire(String name, Mechanism mechanism) {
    assertThat(Mechanism.of(name)).contains(mechanism);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "PLAIN ", "CRAM_MD5", "GSSAPI", "PLAıN", "LOGİN", "XOAUTH"})
  void isNotFoundByAnother(String name) {
    assertThat(Mechanism.of(name)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void namesItselfAsItIsFound(Mechanism mechanism) {
    assertThat(Mechanism.of(mechanism.saslName())).contains(mechanism);
  }

  @ParameterizedTest
  @EnumSource
  void answersNothingOutOfTurn(Mechanism mechanism) {
    SaslExchange early = begin(mechanism, USERS);
    assertThat(early.next(bytes("x"))).isEqualTo(Step.OUT_OF_TURN);

    SaslExchange twice = begin(mechanism, USERS);
    assertThat(twice.start(null)).isInstanceOf(Step.Challenge.class);
    assertThat(twice.start(null)).isEqualTo(Step.OUT_OF_TURN);

    SaslExchange over = begin(mechanism, USERS);
    over.start(null);
    assertThat(over.next(new byte[] {(byte) 0xFF})).isInstanceOf(Step.Malformed.class);
    assertThat(over.next(bytes("x"))).isEqualTo(Step.OUT_OF_TURN);
    assertThat(over.user()).isEmpty();
  }

  @Test
  void challengesDifferWithTheirRandomness() {
    SaslExchange one = Mechanism.CRAM_MD5.begin(USERS, "mx.example.test", () -> new byte[] {1});
    SaslExchange two = Mechanism.CRAM_MD5.begin(USERS, "mx.example.test", () -> new byte[] {-1});
    assertThat(one.start(null).toString()).matches("Challenge\\[<1\\.\\d+@mx\\.example\\.test>]");
    assertThat(two.start(null).toString()).matches("Challenge\\[<255\\.\\d+@mx\\.example\\.test>]");
  }
}
