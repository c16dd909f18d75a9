package dev.fivefifty.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String IPV4 = "c0000207 c0000201 dc04 0019";
  private static final String SOURCE6 = "20010db8000000000000000000000007";
  private static final String DESTINATION6 = "20010db8000000000000000000000001";
  private static final String IPV6 = SOURCE6 + DESTINATION6 + "ffff 0000";
  private static final String MAPPED = "00000000000000000000ffffc0000207";

  private static final ProxyHeader LOCAL = new ProxyHeader.Local();
  private static final ProxyHeader PROXIED4 = proxied("192.0.2.7", 56324, "192.0.2.1", 25);
  private static final ProxyHeader PROXIED6 = proxied("2001:db8::7", 65535, "2001:db8::1", 0);

  static List<Arguments> valid() {
    return List.of(
        v1("PROXY TCP4 192.0.2.7 192.0.2.1 56324 25\r\n", PROXIED4),
        v1(
            "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n",
            proxied("255.255.255.255", 65535, "255.255.255.255", 65535)),
        v1("PROXY TCP6 2001:db8::7 2001:DB8:0:0:0000:0:0:1 65535 0\r\n", PROXIED6),
        v1("PROXY TCP6 ::ffff:192.0.2.7 ::ffff:192.0.2.1 56324 25\r\n", PROXIED4),
        v1("PROXY UNKNOWN\r\n", LOCAL),
        v1("PROXY UNKNOWN \r\n", LOCAL),
        v1("PROXY UNKNOWN gone.example  x 99999\r\n", LOCAL),
        v1(
            "PROXY UNKNOWN "
                + "ffff:".repeat(7)
                + "ffff "
                + "ffff:".repeat(7)
                + "ffff 65535 65535\r\n",
            LOCAL),
        v2("21 11 000c" + IPV4, PROXIED4),
        v2("21 21 0024" + IPV6, PROXIED6),
        v2(
            "21 21 0024" + MAPPED + DESTINATION6 + "0001 0002",
            proxied("192.0.2.7", 1, "2001:db8::1", 2)),
        // behind the addresses: a NOOP, and what is no whole TLV
        v2("21 11 0012" + IPV4 + "040003000000", PROXIED4),
        v2("21 21 0025" + IPV6 + "04", PROXIED6),
        v2("21 11 ffff" + IPV4 + "00".repeat(0xFFFF - 12), PROXIED4),
        v2("20 00 0000", LOCAL),
        v2("20 11 000c" + IPV4, LOCAL),
        v2("20 11 0003 010203", LOCAL),
        v2("20 ff 0001 00", LOCAL),
        // unspecified, or valid and not TCP over IP
        v2("21 00 0000", LOCAL),
        v2("21 00 0007 01020304050607", LOCAL),
        v2("21 10 000c" + IPV4, LOCAL),
        v2("21 01 0000", LOCAL),
        v2("21 12 000c" + IPV4, LOCAL),
        v2("21 22 0024" + IPV6, LOCAL),
        v2("21 31 00d8" + "2f".repeat(216), LOCAL),
        v2("21 32 00d8" + "2f".repeat(216), LOCAL));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void readsTheHeaderAndNothingBeyond(byte[] header, ProxyHeader expected) throws IOException {
    byte[] more = Arrays.copyOf(header, header.length + 20);
    Source source = new Source(more);
    assertThat(ProxyHeader.read(source)).isEqualTo(expected);
    assertThat(source.count).isEqualTo(header.length);
  }

  @ParameterizedTest
  @MethodSource("valid")
  void isInvalidIfCutShortAnywhere(byte[] header, ProxyHeader expected) throws IOException {
    for (int length = 0; length < Math.min(header.length, 300); length++) {
      assertThat(ProxyHeader.read(new Source(Arrays.copyOf(header, length))))
          .isEqualTo(ProxyHeader.CUT_SHORT);
    }
    assertThat(ProxyHeader.read(new Source(Arrays.copyOf(header, header.length - 1))))
        .isEqualTo(ProxyHeader.CUT_SHORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY \r\n",
        "PROXY TCP\r\n",
        "PROXY tcp4 192.0.2.7 192.0.2.1 56324 25\r\n",
        "PROXY UDP4 192.0.2.7 192.0.2.1 56324 25\r\n",
        "PROXY UNKNOWNS\r\n",
        "PROXY  UNKNOWN\r\n",
        "PROXY TCP4\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 56324\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 56324 25 \r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 56324 25 26\r\n",
        "PROXY TCP4  192.0.2.7 192.0.2.1 56324 25\r\n",
        "PROXY TCP4 192.0.2.7\t192.0.2.1 56324 25\r\n",
        "PROXY TCP4 192.0.2.07 192.0.2.1 56324 25\r\n",
        "PROXY TCP4 192.0.2.256 192.0.2.1 56324 25\r\n",
        "PROXY TCP4 ::1 ::1 56324 25\r\n",
        "PROXY TCP4 localhost 192.0.2.1 56324 25\r\n",
        "PROXY TCP6 192.0.2.7 192.0.2.1 56324 25\r\n",
        "PROXY TCP6 ::1 192.0.2.1 56324 25\r\n",
        "PROXY TCP6 ::1%lo ::1 56324 25\r\n",
        "PROXY TCP6 [::1] [::1] 56324 25\r\n",
        "PROXY TCP6 gone.example ::1 56324 25\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 65536 25\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 056324 25\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 56324 -1\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 56324 +25\r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 56324 \r\n",
        "PROXY TCP4 192.0.2.7 192.0.2.1 56324 99999999999999999999\r\n"
      })
  void refusesAnotherLine(String line) throws IOException {
    Source source = new Source(latin1(line + "EHLO client.example\r\n"));
    assertThat(ProxyHeader.read(source)).isInstanceOf(ProxyHeader.Invalid.class);
    assertThat(source.count).isEqualTo(line.length());
  }

  static List<Arguments> stops() {
    return List.of(
        Arguments.of(latin1("EHLO client.example\r\n"), 1),
        Arguments.of(hex("160301"), 1),
        Arguments.of(latin1("proxy UNKNOWN\r\n"), 1),
        Arguments.of(latin1("PROXIES\r\n"), 5),
        Arguments.of(latin1("PROXY\r\n"), 6),
        Arguments.of(latin1("PROXY UNKNOWN\nEHLO client.example\r\n"), 14),
        Arguments.of(latin1("PROXY UNKNOWN\rEHLO client.example\r\n"), 15),
        Arguments.of(latin1("PROXY UNKNOWN\r\r\n"), 15),
        Arguments.of(latin1("PROXY UNKNOWN " + "x".repeat(92) + "\r\n"), 107),
        Arguments.of(latin1("PROXY " + "x".repeat(1000)), 107),
        Arguments.of(hex("0d0a0d0a000d0a515549540b 21 11 000c" + IPV4), 12),
        Arguments.of(hex("0d0a45484c4f"), 3),
        Arguments.of(hex(SIGNATURE + "11 11 000c" + IPV4), 13),
        Arguments.of(hex(SIGNATURE + "31 11 000c" + IPV4), 13),
        Arguments.of(hex(SIGNATURE + "22 11 000c" + IPV4), 13),
        Arguments.of(hex(SIGNATURE + "2f 11 000c" + IPV4), 13),
        Arguments.of(hex(SIGNATURE + "21 41 000c" + IPV4), 14),
        Arguments.of(hex(SIGNATURE + "21 13 000c" + IPV4), 14),
        Arguments.of(hex(SIGNATURE + "21 ff 000c" + IPV4), 14),
        Arguments.of(hex(SIGNATURE + "21 11 000b" + IPV4), 16),
        Arguments.of(hex(SIGNATURE + "21 11 0000" + IPV4), 16),
        Arguments.of(hex(SIGNATURE + "21 21 0023" + IPV6), 16),
        Arguments.of(hex(SIGNATURE + "21 21 000c" + IPV4), 16));
  }

  @ParameterizedTest
  @MethodSource("stops")
  void readsNoFurtherThanToWhatIsWrong(byte[] bytes, int read) throws IOException {
    Source source = new Source(Arrays.copyOf(bytes, bytes.length + 20));
    ProxyHeader header = ProxyHeader.read(source);
    assertThat(header).isInstanceOf(ProxyHeader.Invalid.class);
    assertThat(header).isNotEqualTo(ProxyHeader.CUT_SHORT);
    assertThat(source.count).isEqualTo(read);
  }

  @Test
  void acceptsALineOfTheGreatestLengthAlone() throws IOException {
    String most = "PROXY UNKNOWN " + "x".repeat(91) + "\r\n";
    assertThat(most).hasSize(107);
    assertThat(ProxyHeader.read(new Source(latin1(most)))).isEqualTo(LOCAL);
  }

  @Test
  void leavesTheSourcesExceptionsAlone() {
    IOException timeout = new IOException("timed out");
    assertThatThrownBy(
            () ->
                ProxyHeader.read(
                    () -> {
                      throw timeout;
                    }))
        .isSameAs(timeout);
  }

  @Test
  void takesAnyBytes() throws IOException {
    Random random = new Random(2017);
    List<Arguments> valid = valid();
    for (int i = 0; i < 20_000; i++) {
      byte[] header = (byte[]) valid.get(random.nextInt(valid.size())).get()[0];
      byte[] bytes = Arrays.copyOf(header, Math.min(header.length, 300));
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(10) == 0) {
        random.nextBytes(bytes);
      }
      Source source = new Source(bytes);
      assertThat(ProxyHeader.read(source)).isNotNull();
      assertThat(source.ends).isLessThanOrEqualTo(1);
    }
  }

  private static Arguments v1(String line, ProxyHeader expected) {
    return Arguments.of(latin1(line), expected);
  }

  private static Arguments v2(String hex, ProxyHeader expected) {
    return Arguments.of(hex(SIGNATURE + hex), expected);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static ProxyHeader proxied(String source, int from, String destination, int to) {
    try {
      return new ProxyHeader.Proxied(
          new InetSocketAddress(InetAddress.getByName(source), from),
          new InetSocketAddress(InetAddress.getByName(destination), to));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Counts what is read. */
  private static final class Source implements ProxyHeader.ByteSource {
    private final ByteArrayInputStream in;
    private int count;
    private int ends;

    private Source(byte[] bytes) {
      in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      int next = in.read();
      if (next < 0) {
        ends++;
      } else {
        count++;
      }
      return next;
    }
  }
}
