package dev.fivefifty.cli;

import static dev.fivefifty.cli.Program.GUARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {
  @TempDir Path dir;

  private String rules(String... lines) throws IOException {
    return Files.write(dir.resolve("rules.yaml"), List.of(lines)).toString();
  }

  private static void deliver(WireClient client, String from, String... to) {
    client.ask("MAIL FROM:<" + from + ">");
    for (String recipient : to) {
      client.ask("RCPT TO:<" + recipient + ">");
    }
    client.ask("DATA");
    client.raw("Subject: Hi\r\n\r\nHello\r\n.\r\n");
    client.reply();
  }

  @Test
  void says_where_it_listens_its_rules_and_its_seed() throws IOException {
    String file =
        rules(
            "server: { hostname: mx.example.test, seed: 5, port: 1 }",
            "rules:",
            "  - { name: unknown mailbox, at: rcpt, reply: 550 }",
            "  - { at: mail, reply: 450 }");
    try (Program serve = Program.listening("--port", "0", "--rules", file)) {
      assertThat(serve.out())
          .isEqualTo(
              "listening smtp 127.0.0.1:"
                  + serve.port()
                  + "\nlistening http 127.0.0.1:"
                  + serve.httpPort()
                  + "\nrules 2 from "
                  + file
                  + "\n  rcpt      unknown mailbox\n  mail      mail-1\nseed 5\n");
      try (WireClient client = WireClient.connect("127.0.0.1", serve.port())) {
        assertThat(client.reply()).startsWith("220 mx.example.test ");
      }
    }
  }

  @Test
  void flags_come_before_the_file() throws IOException {
    String file = rules("server: { hostname: mx.example.test, seed: 5, bind: 192.0.2.1 }");
    try (Program serve =
        Program.listening(
            ("--port 0 --seed 7 --hostname flag.example --journal-limit 3 --bind 127.0.0.2 --rules "
                    + file)
                .split(" "))) {
      assertThat(serve.out()).startsWith("listening smtp 127.0.0.2:").contains("\nseed 7\n");
      try (WireClient client = WireClient.connect("127.0.0.2", serve.port())) {
        assertThat(client.reply()).startsWith("220 flag.example ");
      }
    }
  }

  @Test
  void the_control_api_is_as_the_flags_or_the_file_say() throws IOException {
    String file =
        rules("server: { http: { port: 0, bind: 127.0.0.3, token: s3cret } }", "rules: []");
    try (Program serve = Program.listening("--port", "0", "--rules", file)) {
      assertThat(serve.out()).contains("\nlistening http 127.0.0.3:").doesNotContain("s3cret");
      assertThat(statusOf("127.0.0.3", serve.httpPort(), "/api/v1/rules")).contains(" 401 ");
    }
    // Open to all only where no file gives a token: EnvironmentTest.
    String tokenless = rules("server: { http: { port: 0, bind: 127.0.0.3 } }", "rules: []");
    try (Program serve =
        Program.listening(
            ("--port 0 --http-bind 0.0.0.0 --http-token none --rules " + tokenless).split(" "))) {
      assertThat(serve.out()).contains("\nlistening http 0.0.0.0:");
      assertThat(statusOf("127.0.0.1", serve.httpPort(), "/api/v1/rules")).contains(" 200 ");
    }
    try (Program serve =
        Program.listening("--port", "0", "--http-port", "off", "--rules", tokenless)) {
      assertThat(serve.out()).doesNotContain("listening http");
    }
    try (Program serve =
        Program.listening(
            "--port", "0", "--rules", rules("server: { http: { port: off } }", "rules: []"))) {
      assertThat(serve.out()).doesNotContain("listening http");
    }
  }

  private static String statusOf(String host, int port, String path) {
    try (WireClient client = WireClient.connect(host, port)) {
      client.raw("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
      return client.readToEnd();
    }
  }

  @Test
  void names_every_listener_and_writes_the_ca_first() throws Exception {
    String file =
        rules(
            "server: { tls: { starttls: offered }, listen: [{ port: 1 }, { port: 0, tls: implicit }] }");
    Path ca = dir.resolve("ca.pem");
    try (Program serve =
        Program.listening("--port", "0", "--rules", file, "--tls-ca-out", ca.toString())) {
      Matcher ports =
          Pattern.compile("listening smtp 127.0.0.1:(\\d+)\nlistening smtps 127.0.0.1:(\\d+)\n")
              .matcher(serve.out());
      assertThat(ports.find()).isTrue();
      try (WireClient client = WireClient.greeted("127.0.0.1", Integer.parseInt(ports.group(1)))) {
        assertThat(client.ask("EHLO x")).contains("STARTTLS");
      }
      try (InputStream pem = Files.newInputStream(ca);
          SSLSocket socket =
              (SSLSocket)
                  trusting(CertificateFactory.getInstance("X.509").generateCertificate(pem))
                      .createSocket("127.0.0.1", Integer.parseInt(ports.group(2)))) {
        socket.setSoTimeout(20_000);
        byte[] greeting = socket.getInputStream().readNBytes(4);
        assertThat(new String(greeting, StandardCharsets.US_ASCII)).isEqualTo("220 ");
      }
    }
  }

  private static SSLSocketFactory trusting(Certificate ca) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("ca", ca);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  @Test
  void says_without_rules_that_there_are_none() {
    try (Program serve = Program.listening("serve", "--port", "0")) {
      assertThat(serve.out()).contains("\nrules none");
    }
  }

  @Test
  void names_no_more_than_a_hundred_rules() throws IOException {
    StringBuilder text = new StringBuilder("rules:\n");
    for (int i = 0; i < 120; i++) {
      text.append("  - { at: rcpt, when: { to: a").append(i).append(" }, reply: 550 }\n");
    }
    try (Program serve = Program.listening("--port", "0", "--rules", rules(text.toString()))) {
      assertThat(serve.out()).contains("\n  rcpt      rcpt-100\n  and 20 more\n");
    }
  }

  @Test
  void tells_each_exchange_in_a_line() throws IOException {
    String file =
        rules(
            "rules:",
            "  - { name: gone, at: rcpt, when: { to: \"*@gone.example\" }, reply: \"550 5.1.1 Gone\" }",
            "  - { name: thrown away, at: message, when: { from: void@* }, message: discard }",
            "  - { name: slow help, at: help, delay: 1ms, close: fin, reply: [\"214 One\", \"Two\"] }",
            "  - { name: hang, at: vrfy, reply: none, stall: 1ms }");
    try (Program serve = Program.listening("--port", "0", "--rules", file)) {
      try (WireClient client = WireClient.introduced("127.0.0.1", serve.port())) {
        deliver(client, "a@example.com", "x@gone.example", "b@a", "c@a", "d@a", "e@a");
        deliver(client, "void@example.com", "b@example.com");
        client.ask("QUIT");
        client.readToEnd();
      }
      try (WireClient client = WireClient.greeted("127.0.0.1", serve.port())) {
        client.line("VRFY x");
        client.ask("HELP");
        client.readToEnd();
      }
      await().atMost(GUARD).until(() -> serve.out().contains("#2   127.0.0.1 session   ends"));
      assertThat(serve.out().lines().map(line -> line.replaceFirst("^\\d\\d:\\d\\d:\\S+ ", "")))
          .contains(
              "#1   127.0.0.1 connect   -> 220 localhost ESMTP FiveFifty  default",
              "#1   127.0.0.1 rcpt      RCPT TO:<x@gone.example> -> 550 5.1.1 Gone  [gone]",
              "#1   127.0.0.1 message   (22 bytes) -> 250 2.0.0 Message accepted  default",
              "#1   127.0.0.1 stored    message 1, 22 bytes, from <a@example.com>"
                  + " to <b@a>, <c@a>, <d@a> and 1 more",
              "#1   127.0.0.1 message   (22 bytes) -> 250 2.0.0 Message accepted"
                  + "  [thrown away]  (message discarded)",
              "#1   127.0.0.1 quit      QUIT -> 221 2.0.0 localhost closing connection"
                  + "  default  (close)",
              "#1   127.0.0.1 session   ends: QUIT",
              "#2   127.0.0.1 vrfy      VRFY x -> nothing  [hang]  (stall 1ms)",
              "#2   127.0.0.1 help      HELP -> 214 One | Two  [slow help]"
                  + "  (after a delay of 1ms, close fin)",
              "#2   127.0.0.1 session   ends: the server closed the connection");
      serve.stop();
      assertThat(serve.out())
          .endsWith(
              "stopped: 2 sessions, 1 message stored; attempts: 5 accepted, 1 refused, 1 lost"
                  + System.lineSeparator());
    }
  }

  @Test
  void lets_no_control_character_through() {
    try (Program serve = Program.listening("--port", "0")) {
      try (WireClient client = WireClient.greeted("127.0.0.1", serve.port())) {
        client.raw("EHLO \u001B]0;evil\u0007x\r\n");
        client.reply();
        client.raw("\u009B31m\u0000\r\n");
        client.reply();
        client.line("NOOP \u202Eevil\\n");
        client.reply();
        client.line("AUTH PLAIN c2VjcmV0");
        client.reply();
      }
      await().atMost(GUARD).until(() -> serve.out().contains("ends: "));
      String said = serve.out();
      assertThat(said)
          .contains("EHLO \\x1B]0;evil\\x07x -> ", "\\x9B31m\\x00 -> ", "NOOP \\u{202E}evil\\\\n");
      assertThat(said).contains("AUTH PLAIN *** -> ").doesNotContain("c2VjcmV0");
      assertThat(said.codePoints().filter(c -> c != '\n' && c != '\r'))
          .noneMatch(c -> Character.isISOControl(c) || c == 0x202E);
    }
  }

  @Test
  void colours_a_terminal_only() throws IOException {
    String file = rules("rules:", "  - { name: no, at: noop, reply: \"550 5.0.0 No\" }");
    try (Program serve = Program.listening(true, "--port", "0", "--rules", file)) {
      assertThat(serve.out()).doesNotContain("\u001B");
      try (WireClient client = WireClient.introduced("127.0.0.1", serve.port())) {
        client.ask("NOOP");
      }
      await()
          .atMost(GUARD)
          .until(
              () ->
                  serve
                      .out()
                      .contains("NOOP -> \u001B[31m550 5.0.0 No\u001B[0m  \u001B[1m[no]\u001B[0m"));
    }
  }

  @Test
  void quiet_says_only_the_first_words() {
    try (Program serve = Program.listening("--port", "0", "--quiet")) {
      String first = serve.out();
      try (WireClient client = WireClient.introduced("127.0.0.1", serve.port())) {
        client.ask("QUIT");
        client.readToEnd();
      }
      serve.stop();
      assertThat(serve.out()).isEqualTo(first);
    }
  }

  @Test
  void ends_with_what_is_under_way() throws IOException {
    String file = rules("rules:", "  - { name: hang, at: helo, stall: forever }");
    try (Program serve = Program.listening("--port", "0", "--rules", file);
        WireClient client = WireClient.greeted("127.0.0.1", serve.port())) {
      client.line("HELO x");
      await().atMost(GUARD).until(() -> serve.out().contains("[hang]  (stall forever)"));
      serve.stop();
      assertThat(client.read()).isEqualTo(-1);
      assertThat(serve.out()).contains("ends: the server was stopped").contains("stopped: 1 ");
    }
  }
}
