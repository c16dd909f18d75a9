package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and blocks. */
class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "192.0.2.0/25, 192.0.2.127, true",
    "192.0.2.0/25, 192.0.2.128, false",
    "192.0.2.4/30, 192.0.2.7, true",
    "192.0.2.4/30, 192.0.2.8, false",
    "192.0.2.4/31, 192.0.2.5, true",
    "192.0.2.4/31, 192.0.2.6, false",
    "192.0.2.4/32, 192.0.2.5, false",
    "128.0.0.0/1, 255.0.0.1, true",
    "128.0.0.0/1, 127.0.0.1, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::1, ::1, true",
    "::1, 127.0.0.1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.0.1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:DB8::/33, 2001:db8:7fff::1, true",
    "2001:DB8::/33, 2001:db8:8000::1, false",
    "fe80::/10, febf::1, true",
    "fe80::/10, fec0::1, false",
    "2001:db8::1/128, 2001:db8::1, true",
    "2001:db8::/127, 2001:db8::2, false"
  })
  void anAddressLiesInsideOrNot(String network, String address, boolean inside) {
    assertThat(Network.parse(network).contains(Some.address(address))).isEqualTo(inside);
  }

  @Test
  void everyPrefixAgreesWithArithmetic() throws UnknownHostException {
    Random random = new Random(2);
    for (int bytes : new int[] {4, 16}) {
      for (int prefix = 0; prefix <= bytes * 8; prefix++) {
        for (int i = 0; i < 50; i++) {
          byte[] one = new byte[bytes];
          random.nextBytes(one);
          if (bytes == 16) {
            one[0] = 0x20; // no IPv4 in disguise
          }
          // The same up to some bit, the other there.
          int flipped = random.nextInt(bytes * 8);
          byte[] other = one.clone();
          other[flipped / 8] ^= (byte) (0x80 >> flipped % 8);
          int shift = bytes * 8 - prefix;
          boolean expected =
              new BigInteger(1, one)
                  .shiftRight(shift)
                  .equals(new BigInteger(1, other).shiftRight(shift));
          String text = InetAddress.getByAddress(one).getHostAddress() + "/" + prefix;

          assertThat(Network.parse(text).contains(InetAddress.getByAddress(other)))
              .as("%s, bit %s", text, flipped)
              .isEqualTo(expected)
              .isEqualTo(flipped >= prefix);
        }
      }
    }
  }

  /** Without a cause: nobody was asked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "mx.example.com",
        "mx.example.com/24",
        "999.1.1.1",
        "256.0.0.1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.x",
        "dead.beef",
        "*",
        "10.0.0.*",
        "0x7f000001",
        "2130706433",
        "/8",
        "fe80::1%lo",
        "[::1]"
      })
  void whatIsNoAddressIsRefusedWithoutAskingTheDns(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.parse(text))
        .withMessage(
            "'%s' is no client address (expected an IP address or a block such as 10.0.0.0/8)",
            text)
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/",
        "10.0.0.0/x",
        "10.0.0.0/8/8",
        "::1::2",
        ":",
        "1:2:3:4:5:6:7:8:9",
        "abcde::",
        "1.2.3.4:25"
      })
  void whatIsAlmostAnAddressIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.parse(text))
        .withMessage(
            "'%s' is no client address (expected an IP address or a block such as 10.0.0.0/8)",
            text);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/33, 32", "10.0.0.0/-1, 32", "::/129, 128"})
  void aPrefixOutOfRangeIsRefused(String text, int bits) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Network.parse(text))
        .withMessage("'%s' has a prefix outside 0 to %s", text, bits);
  }

  @Test
  void itIsWrittenAsItWas() {
    Network network = Network.parse("10.1.2.3/8");

    assertThat(network.text()).isEqualTo("10.1.2.3/8");
    assertThat(network)
        .hasToString("10.1.2.3/8")
        .isEqualTo(Network.parse("10.1.2.3/8"))
        .hasSameHashCodeAs(Network.parse("10.1.2.3/8"))
        .isNotEqualTo(Network.parse("10.1.2.4/8"));
  }
}
