package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol before the greeting and before implicit TLS. */
class ProxySessionTest {
  private static final String V2 = "\r\n\r\n\0\r\nQUIT\n";

  private static FiveFifty behindProxy() {
    FiveFifty smtp =
        FiveFifty.builder()
            .listen(Listener.on(0).behindProxy(), Listener.tlsOn(0).behindProxy())
            .start();
    smtp.add(
        at(Stage.CONNECT).client("203.0.113.0/24").reply("220 Hello, IPv4"),
        at(Stage.CONNECT).client("2001:db8::/32").reply("220 Hello, IPv6"));
    return smtp;
  }

  private static String v2(int command, int family, String block) {
    char high = (char) (block.length() >> 8);
    char low = (char) (block.length() & 0xFF);
    return V2 + (char) (0x20 | command) + (char) family + high + low + block;
  }

  private static String header(String kind) {
    String v4 = "\u00cb\0\u0071\u0007" + "\u007f\0\0\u0001" + "\u0012\u0034" + "\0\u0019";
    String v6 =
        "\u0020\u0001\r\u00b8"
            + "\0".repeat(11)
            + "\u0007"
            + "\0".repeat(15)
            + "\u0001"
            + "\u0012\u0034\0\u0019";
    return switch (kind) {
      case "v1-tcp4" -> "PROXY TCP4 203.0.113.7 127.0.0.1 4660 25\r\n";
      case "v1-tcp6" -> "PROXY TCP6 2001:db8::7 ::1 4660 25\r\n";
      case "v1-unknown" -> "PROXY UNKNOWN\r\n";
      case "v1-unknown-more" -> "PROXY UNKNOWN what ever 1 2\r\n";
      case "v2-tcp4" -> v2(1, 0x11, v4);
      case "v2-tcp4-tlv" -> v2(1, 0x11, v4 + "\u0004\0\u0003abc");
      case "v2-tcp6" -> v2(1, 0x21, v6);
      case "v2-local" -> v2(0, 0, "");
      case "v2-local-addressed" -> v2(0, 0x11, v4);
      case "v2-unspecified" -> v2(1, 0, "");
      default -> throw new AssertionError(kind);
    };
  }

  private static WireClient connect(FiveFifty smtp, String header, boolean tls) throws IOException {
    WireClient client = WireClient.connect(smtp.host(), smtp.port(tls ? "smtps" : "smtp"));
    client.raw(header);
    return tls ? Clients.secure(smtp, client) : client;
  }

  @ParameterizedTest
  @CsvSource({
    "v1-tcp4, 203.0.113.7, 4660, Hello, false",
    "v1-tcp6, 2001:db8:0:0:0:0:0:7, 4660, Hello, false",
    "v1-unknown, 127.0.0.1, 0, ESMTP, false",
    "v1-unknown-more, 127.0.0.1, 0, ESMTP, false",
    "v2-tcp4, 203.0.113.7, 4660, Hello, false",
    "v2-tcp4-tlv, 203.0.113.7, 4660, Hello, false",
    "v2-tcp6, 2001:db8:0:0:0:0:0:7, 4660, Hello, false",
    "v2-local, 127.0.0.1, 0, ESMTP, false",
    "v2-local-addressed, 127.0.0.1, 0, ESMTP, false",
    "v2-unspecified, 127.0.0.1, 0, ESMTP, false",
    "v1-tcp4, 203.0.113.7, 4660, Hello, true",
    "v2-tcp6, 2001:db8:0:0:0:0:0:7, 4660, Hello, true",
    "v1-unknown, 127.0.0.1, 0, ESMTP, true",
    "v2-local, 127.0.0.1, 0, ESMTP, true",
  })
  void the_client_is_whom_the_header_names(
      String kind, String address, int port, String greeting, boolean tls) throws IOException {
    try (FiveFifty smtp = behindProxy();
        WireClient client = connect(smtp, header(kind), tls)) {
      assertThat(client.reply()).startsWith("220 ").contains(greeting);
      client.accepted("EHLO me").envelope("a@example.com", "b@example.com");
      assertThat(client.data("Subject: x\r\n\r\nx")).startsWith("250 ");
      Session session = Clients.lastSession(smtp);
      assertThat(session.client().getHostAddress()).isEqualTo(address);
      if (port != 0) {
        assertThat(session.clientPort()).isEqualTo(port);
      }
      assertThat(session.tls()).isEqualTo(tls);
    }
  }

  @Test
  void what_follows_the_header_in_its_segment_is_not_lost() throws IOException {
    try (FiveFifty smtp = behindProxy();
        WireClient client = connect(smtp, header("v2-tcp4") + "NOOP\r\n", false)) {
      assertThat(client.reply()).isEqualTo("220 Hello, IPv4\r\n");
      assertThat(client.reply()).startsWith("250 ");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void malformed_is_closed_without_a_word(boolean tls) {
    for (String bad :
        new String[] {
          "EHLO me\r\n",
          "PROXY TCP4 203.0.113.700 127.0.0.1 1 2\r\n",
          "PROXY TCP4 203.0.113.7 127.0.0.1 1\r\n",
          "PROXY TCP9 203.0.113.7 127.0.0.1 1 2\r\n",
          "PROXY TCP4 203.0.113.7 127.0.0.1 1 2\n",
          "PROXY " + "x".repeat(200),
          "PROXX TCP4",
          "\r\n\r\n\0\r\nQUIX\n",
          V2 + "\u0031\u0011\0\0",
          V2 + "\u0021\u0011\0\u0004abcd",
          "\u0016\u0003\u0001\0\u0005hello",
          "\0"
        }) {
      try (FiveFifty smtp = behindProxy();
          WireClient client = WireClient.connect(smtp.host(), smtp.port(tls ? "smtps" : "smtp"))) {
        client.raw(bad);
        assertThat(client.readToEnd()).as(bad).isEmpty();
        client.halfClose();
        Session session = Clients.awaitEnd(smtp);
        assertThat(session.end()).hasValue(Session.End.SERVER_CLOSED);
        assertThat(session.exchanges())
            .singleElement()
            .matches(each -> each.note().orElseThrow().contains("PROXY"));
        assertThat(smtp.journal().attempts()).hasSize(1);
        assertThat(session.client().isLoopbackAddress()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1-tcp4", "v1-unknown", "v2-tcp4", "v2-tcp4-tlv", "v2-tcp6", "v2-local"})
  void truncated_anywhere(String kind) {
    String header = header(kind);
    try (FiveFifty smtp = behindProxy()) {
      for (int length = 0; length < header.length(); length++) {
        try (WireClient client = WireClient.connect(smtp.host(), smtp.port())) {
          client.raw(header.substring(0, length));
          client.halfClose();
          assertThat(client.readToEnd()).as("after %d bytes", length).isEmpty();
        }
      }
      assertThat(Clients.awaitEnd(smtp).exchanges()).isNotEmpty();
      assertThat(smtp.journal().sessions()).hasSize(header.length());
      assertThat(smtp.journal().sessions())
          .allMatch(each -> each.exchanges().get(0).note().orElseThrow().contains("cut short"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_header_that_never_comes_is_timed_out_without_a_word(boolean tls) {
    try (FiveFifty smtp = behindProxy();
        WireClient client = WireClient.connect(smtp.host(), smtp.port(tls ? "smtps" : "smtp"))) {
      client.raw("PROXY ");
      await().atMost(Clients.GUARD).until(() -> !smtp.journal().sessions().isEmpty());
      assertThat(Clients.timeOut(smtp).end()).hasValue(Session.End.SERVER_CLOSED);
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void byte_by_byte() throws IOException {
    try (FiveFifty smtp = behindProxy();
        WireClient client = connect(smtp, "", false)) {
      for (char c : header("v2-tcp4").toCharArray()) {
        client.raw(String.valueOf(c));
      }
      assertThat(client.reply()).isEqualTo("220 Hello, IPv4\r\n");
    }
  }
}
