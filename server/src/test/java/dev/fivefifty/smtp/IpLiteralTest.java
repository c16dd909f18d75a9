package dev.fivefifty.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "255.255.255.255", "127.0.0.1"})
  void readsIpv4(String text) {
    assertThat(IpLiteral.ipv4(text).getHostAddress()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.04",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.4 ",
        "+1.2.3.4",
        "1.2.3.-4",
        "0x1.2.3.4",
        "1.2.3.999999999999",
        "::1",
        "localhost",
        "１.2.3.4"
      })
  void refusesOtherIpv4(String text) {
    assertThat(IpLiteral.ipv4(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "::, 0:0:0:0:0:0:0:0",
    "::1, 0:0:0:0:0:0:0:1",
    "1::, 1:0:0:0:0:0:0:0",
    "2001:db8::7, 2001:db8:0:0:0:0:0:7",
    "2001:DB8::A, 2001:db8:0:0:0:0:0:a",
    "0001:0002:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    "64:ff9b::192.0.2.7, 64:ff9b:0:0:0:0:c000:207",
    "::ffff:192.0.2.7, 192.0.2.7",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void readsIpv6(String text, String address) {
    assertThat(IpLiteral.ipv6(text).getHostAddress()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8:",
        ":1:2:3:4:5:6:7:8",
        "1::2::3",
        "1:::2",
        "1:2:3:4::5:6:7:8",
        "::1:2:3:4:5:6:7:8",
        "12345::",
        "g::",
        "::1%eth0",
        "[::1]",
        "::1.2.3",
        "::1.2.3.256",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:1.2.3.4",
        "1.2.3.4",
        "::1 ",
        "-1::",
        "localhost",
        "::１",
        ":1::",
        "::1:",
        "1:2:3:4:5:6:7:8::"
      })
  void refusesOtherIpv6(String text) {
    assertThat(IpLiteral.ipv6(text)).isNull();
  }
}
