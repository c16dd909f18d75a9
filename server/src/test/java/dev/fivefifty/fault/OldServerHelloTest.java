package dev.fivefifty.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.smtp.TlsMaterial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

public class OldServerHelloTest {
  /** A guard against hanging, not a measure. */
  private static final int GUARD_MILLIS = 20_000;

  private static final Random RANDOM = new Random(550);
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void bytesOfTheRecord() {
    byte[] answer = answer(hello("1301 C02F C013 002F"));

    ByteBuffer in = ByteBuffer.wrap(answer);
    assertThat(take(in, 5)).isEqualTo("160302" + "004a");
    assertThat(take(in, 4)).isEqualTo("02" + "000046");
    assertThat(take(in, 2)).isEqualTo("0302");
    assertThat(take(in, 32)).doesNotEndWith("444f574e47524400").doesNotEndWith("444f574e47524401");
    assertThat(take(in, 1)).isEqualTo("20");
    assertThat(take(in, 32)).isNotEqualTo("ab".repeat(32));
    assertThat(take(in, 2)).isEqualTo("c013");
    assertThat(take(in, 1)).isEqualTo("00");
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void theClientsOrderDecides() {
    assertThat(suite(answer(hello("002F C013")))).isEqualTo("002f");
    assertThat(suite(answer(hello("C013 002F")))).isEqualTo("c013");
  }

  @Test
  void withoutASuiteOfThatTime() {
    assertThat(suite(answer(hello("1301 1302 C02F")))).isEqualTo("002f");
    assertThat(suite(answer(hello("")))).isEqualTo("002f");
  }

  @Test
  void safeRenegotiationIsAnsweredWhereOffered() {
    assertThat(HEX.formatHex(answer(hello("002F 00FF"))))
        .endsWith("002f" + "00" + "0005ff01000100");
    assertThat(HEX.formatHex(answer(hello("002F", "ff01 0001 00"))))
        .endsWith("002f" + "00" + "0005ff01000100");
    assertThat(answer(hello("002F", "ff02 0001 00"))).hasSize(79);
  }

  @Test
  void aHelloInManyRecords() {
    byte[] whole = hello("1301 C013 002F");
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 5; i < whole.length; i++) {
      records.writeBytes(new byte[] {22, 3, 1, 0, 1, whole[i]});
    }
    byte[] split = records.toByteArray();

    assertThat(suite(answer(split))).isEqualTo("c013");
    assertThat(OldServerHello.isComplete(split)).isTrue();
    for (int length = 0; length < split.length; length++) {
      assertThat(OldServerHello.isComplete(Arrays.copyOf(split, length))).isFalse();
    }
  }

  @Test
  void completeAtItsLastByte() {
    byte[] whole = hello("1301 C013 002F", "ff01 0001 00");

    for (int length = 0; length < whole.length; length++) {
      assertThat(OldServerHello.isComplete(Arrays.copyOf(whole, length))).isFalse();
    }
    assertThat(OldServerHello.isComplete(whole)).isTrue();
    assertThat(OldServerHello.isComplete(Arrays.copyOf(whole, whole.length + 3))).isTrue();
  }

  @Test
  void nothingMoreIsExpectedOfWhatIsNoClientHello() {
    assertThat(OldServerHello.isComplete("EHLO x".getBytes(StandardCharsets.US_ASCII))).isTrue();
    assertThat(OldServerHello.isComplete(HEX.parseHex("1603010000"))).isTrue();
    assertThat(OldServerHello.isComplete(HEX.parseHex("160301ffff"))).isTrue();
    assertThat(OldServerHello.isComplete(HEX.parseHex("160301000102"))).isTrue();
    assertThat(OldServerHello.isComplete(HEX.parseHex("160301000401ffffff"))).isTrue();
  }

  @Test
  void whateverComesIsAnswered() {
    byte[] whole = hello("1301 C013 002F 00FF", "ff01 0001 00");
    for (int length = 0; length < whole.length; length++) {
      assertWellFormed(answer(Arrays.copyOf(whole, length)));
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = whole.clone();
      for (int changes = RANDOM.nextInt(4); changes >= 0; changes--) {
        mutant[RANDOM.nextInt(mutant.length)] = (byte) RANDOM.nextInt();
      }
      assertWellFormed(answer(mutant));
    }
  }

  @Test
  void aClientOfThisJvmComplainsOfTheVersion() throws Exception {
    try (Server server = new Server();
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
        SSLSocket socket =
            (SSLSocket)
                new TlsMaterial("x")
                    .clientContext()
                    .getSocketFactory()
                    .createSocket(plain, "localhost", server.port(), true)) {
      assertThatThrownBy(socket::startHandshake)
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("protocol version")
          .hasMessageContaining("TLS11");
    }
  }

  @Test
  void aHelloOfThisJvm() throws Exception {
    ByteBuffer sent = ByteBuffer.allocate(1 << 15);
    SSLEngine engine = new TlsMaterial("x").clientContext().createSSLEngine();
    engine.setUseClientMode(true);
    engine.wrap(ByteBuffer.allocate(0), sent);
    byte[] hello = Arrays.copyOf(sent.array(), sent.position());

    assertThat(OldServerHello.isComplete(hello)).isTrue();
    byte[] answer = answer(hello);
    assertThat(HEX.formatHex(answer)).endsWith("0005ff01000100");
    engine.unwrap(ByteBuffer.wrap(answer), ByteBuffer.allocate(1 << 15));
    assertThatThrownBy(
            () -> {
              while (true) {
                switch (engine.getHandshakeStatus()) {
                  case NEED_TASK -> engine.getDelegatedTask().run();
                  case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), sent);
                  default -> engine.unwrap(ByteBuffer.allocate(0), ByteBuffer.allocate(1 << 15));
                }
              }
            })
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("TLS11");
  }

  /** Answers each client as a server of TLS 1.1 does, then waits for it to leave. */
  public static final class Server implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0);

    public Server() throws IOException {
      Thread thread = new Thread(this::serve, "old-tls");
      thread.setDaemon(true);
      thread.start();
    }

    public int port() {
      return listener.getLocalPort();
    }

    private void serve() {
      while (!listener.isClosed()) {
        try (Socket socket = listener.accept()) {
          socket.setSoTimeout(GUARD_MILLIS);
          InputStream in = socket.getInputStream();
          ByteArrayOutputStream received = new ByteArrayOutputStream();
          while (!OldServerHello.isComplete(received.toByteArray())) {
            int next = in.read();
            if (next < 0) {
              break;
            }
            received.write(next);
          }
          socket
              .getOutputStream()
              .write(OldServerHello.answer(received.toByteArray(), new SecureRandom()));
          socket.shutdownOutput();
          in.readAllBytes();
        } catch (IOException e) {
          // The client's view is what a test looks at.
        }
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  private static byte[] hello(String suites, String... extensions) {
    String offered = suites.replace(" ", "");
    String body = "0303" + "cd".repeat(32) + "20" + "ab".repeat(32);
    body += hex16(offered.length() / 2) + offered + "0100";
    if (extensions.length > 0) {
      String all = String.join("", extensions).replace(" ", "");
      body += hex16(all.length() / 2) + all;
    }
    int length = body.length() / 2;
    return HEX.parseHex("160301" + hex16(length + 4) + "0100" + hex16(length) + body);
  }

  private static String hex16(int value) {
    return HEX.toHexDigits((short) value);
  }

  private static byte[] answer(byte[] received) {
    return OldServerHello.answer(received, RANDOM);
  }

  private static String suite(byte[] answer) {
    return HEX.formatHex(answer, 76, 78);
  }

  private static String take(ByteBuffer in, int bytes) {
    byte[] taken = new byte[bytes];
    in.get(taken);
    return HEX.formatHex(taken);
  }

  private static void assertWellFormed(byte[] answer) {
    ByteBuffer in = ByteBuffer.wrap(answer);
    assertThat(answer.length).isIn(79, 86);
    assertThat(in.getShort(3) + 5).isEqualTo(answer.length);
    assertThat((in.getInt(5) & 0xFFFFFF) + 9).isEqualTo(answer.length);
  }
}
