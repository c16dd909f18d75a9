package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.HandshakeFault;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** STARTTLS and implicit TLS, on the wire and in the journal. */
class TlsSessionTest {

  private static FiveFifty offering() {
    return FiveFifty.builder().starttls(StartTls.OFFERED).start();
  }

  private static FiveFifty implicit() {
    return FiveFifty.builder().listen(Listener.tlsOn(0)).start();
  }

  private static WireClient greeted(FiveFifty smtp) {
    return WireClient.greeted(smtp.host(), smtp.port());
  }

  private static WireClient implicitClient(FiveFifty smtp, String... protocols) throws IOException {
    return Clients.secure(smtp, WireClient.connect(smtp.host(), smtp.port()), protocols);
  }

  // --- disabled, offered, required

  @Test
  void disabled_it_is_neither_advertised_nor_done() {
    try (FiveFifty smtp = FiveFifty.start();
        WireClient client = greeted(smtp)) {
      assertThat(client.ask("EHLO me")).doesNotContain("STARTTLS");
      assertThat(client.ask("STARTTLS")).startsWith("502 5.5.1 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void offered_it_is_advertised_until_it_is_done() throws IOException {
    try (FiveFifty smtp = offering();
        WireClient plain = greeted(smtp)) {
      assertThat(plain.ask("EHLO me")).contains("STARTTLS\r\n");
      assertThat(plain.ask("STARTTLS x")).startsWith("501 5.5.4 ");
      assertThat(plain.ask("STARTTLS")).isEqualTo("220 2.0.0 Ready to start TLS\r\n");
      try (WireClient client = Clients.secure(smtp, plain)) {
        assertThat(client.ask("EHLO me")).startsWith("250-").doesNotContain("STARTTLS");
        assertThat(client.ask("STARTTLS")).startsWith("503 5.5.1 ");
        client.envelope("a@example.com", "b@example.com");
        assertThat(client.data("Subject: x\r\n\r\nx")).startsWith("250 ");
        assertThat(client.ask("QUIT")).startsWith("221 ");
        assertThat(client.readToEnd()).isEmpty();
      }
      assertThat(smtp.takeMessage(Clients.GUARD).tls()).isTrue();
      Session session = Clients.awaitEnd(smtp);
      assertThat(session.tls()).isTrue();
      assertThat(session.end()).hasValue(Session.End.QUIT);
      assertThat(smtp.journal().attempts())
          .extracting(Attempt::result)
          .containsExactly(Attempt.Result.ACCEPTED);
    }
  }

  @Test
  void required_nothing_else_is_done_before() throws IOException {
    try (FiveFifty smtp = FiveFifty.builder().starttls(StartTls.REQUIRED).anyUser().start();
        WireClient plain = greeted(smtp)) {
      assertThat(plain.ask("MAIL FROM:<a@example.com>")).startsWith("530 5.7.0 ");
      assertThat(plain.ask("EHLO me")).contains("STARTTLS\r\n").doesNotContain("AUTH");
      for (String command :
          List.of(
              "MAIL FROM:<a@example.com>",
              "RCPT TO:<a@example.com>",
              "DATA",
              "RSET",
              "VRFY a",
              "EXPN a",
              "HELP",
              "AUTH PLAIN AGEAYg==",
              "BDAT 0 LAST")) {
        assertThat(plain.ask(command)).as(command).startsWith("530 5.7.0 ");
      }
      assertThat(plain.ask("HELO me")).startsWith("250 ");
      assertThat(plain.ask("NOOP")).startsWith("250 ");
      assertThat(plain.ask("WHAT")).startsWith("500 ");
      assertThat(plain.ask("STARTTLS")).startsWith("220 ");
      try (WireClient client = Clients.secure(smtp, plain)) {
        assertThat(client.ask("EHLO me")).contains("AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2");
        client.accepted("MAIL FROM:<a@example.com>", "QUIT");
      }
    }
    try (FiveFifty smtp = FiveFifty.builder().starttls(StartTls.REQUIRED).start();
        WireClient plain = greeted(smtp)) {
      assertThat(plain.ask("QUIT")).startsWith("221 ");
    }
  }

  @Test
  void a_refusal_by_rule_leaves_the_session_plain() {
    try (FiveFifty smtp = offering()) {
      smtp.add(at(Stage.STARTTLS).reply("454 4.7.0 TLS not available due to local problem"));
      try (WireClient client = greeted(smtp)) {
        assertThat(client.ask("EHLO me")).contains("STARTTLS");
        assertThat(client.ask("STARTTLS"))
            .isEqualTo("454 4.7.0 TLS not available due to local problem\r\n");
        client.envelope("a@example.com", "b@example.com");
      }
      assertThat(Clients.awaitEnd(smtp).tls()).isFalse();
    }
  }

  @Test
  void a_220_by_rule_starts_tls_where_it_is_disabled() throws IOException {
    try (FiveFifty smtp = FiveFifty.start()) {
      smtp.add(at(Stage.STARTTLS).reply("220 Go on"));
      try (WireClient client = Clients.afterStarttls(smtp)) {
        client.accepted("MAIL FROM:<a@example.com>");
      }
    }
  }

  @Test
  void a_220_by_rule_under_tls_ends_the_session() throws IOException {
    try (FiveFifty smtp = offering()) {
      smtp.add(at(Stage.STARTTLS).tls(true).reply("220 Go on"));
      try (WireClient client = Clients.afterStarttls(smtp)) {
        assertThat(client.ask("STARTTLS")).startsWith("220 ");
        assertThat(client.readToEnd()).isEmpty();
      }
    }
  }

  // --- what is forgotten

  @Test
  void all_is_forgotten_at_the_handshake() throws IOException {
    try (FiveFifty smtp =
            FiveFifty.builder().starttls(StartTls.OFFERED).user("ann", "secret").start();
        WireClient plain = greeted(smtp)) {
      plain.accepted("EHLO before.example");
      plain.accepted("AUTH PLAIN " + Clients.base64("\0ann\0secret"));
      plain.envelope("a@example.com", "b@example.com");
      plain.accepted("STARTTLS");
      try (WireClient client = Clients.secure(smtp, plain)) {
        assertThat(client.ask("MAIL FROM:<c@example.com>")).startsWith("503 5.5.1 ");
        assertThat(client.ask("DATA")).startsWith("503 ");
        Session session = Clients.lastSession(smtp);
        assertThat(session.helo()).isEmpty();
        assertThat(session.user()).isEmpty();
        assertThat(session.tls()).isTrue();
        assertThat(smtp.journal().attempts())
            .singleElement()
            .satisfies(attempt -> assertThat(attempt.result()).isEqualTo(Attempt.Result.ABANDONED));
        client.accepted("EHLO after.example");
        client.accepted("AUTH PLAIN " + Clients.base64("\0ann\0secret"));
        client.envelope("c@example.com", "d@example.com");
        assertThat(client.data("Subject: x\r\n\r\nx")).startsWith("250 ");
      }
      assertThat(smtp.takeMessage(Clients.GUARD).recipientAddresses())
          .containsExactly("d@example.com");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_was_sent_in_plaintext_behind_starttls_is_never_done(boolean inOneSegment)
      throws IOException {
    try (FiveFifty smtp = offering();
        WireClient plain = greeted(smtp)) {
      plain.accepted("EHLO me");
      String injected = "EHLO evil\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<x@example.com>\r\n";
      if (inOneSegment) {
        plain.raw("STARTTLS\r\n" + injected);
      } else {
        plain.raw("STARTTLS\r\nNO");
        plain.raw("OP\r\n");
      }
      assertThat(plain.reply()).startsWith("220 ");
      try (WireClient client = Clients.secure(smtp, plain)) {
        assertThat(client.ask("RSET")).startsWith("250 ");
        assertThat(client.ask("MAIL FROM:<a@example.com>")).startsWith("503 ");
      } catch (SSLException | UncheckedIOException e) {
        // What came behind the reply was taken for a TLS record, so there was no handshake.
        assertThat(inOneSegment).isFalse();
      }
      assertThat(Clients.awaitEnd(smtp).commands()).doesNotContain("NOOP").doesNotHaveDuplicates();
      assertThat(smtp.journal().attempts()).noneMatch(each -> each.toString().contains("evil"));
    }
  }

  // --- versions

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void both_versions(String protocol) throws IOException {
    try (FiveFifty smtp =
        FiveFifty.builder()
            .starttls(StartTls.OFFERED)
            .listen(Listener.on(0), Listener.tlsOn(0))
            .start()) {
      try (WireClient plain = WireClient.introduced(smtp.host(), smtp.port("smtp"))) {
        plain.accepted("STARTTLS");
        try (WireClient client = Clients.secure(smtp, plain, protocol)) {
          client.accepted("EHLO me").envelope("a@example.com", "b@example.com");
          assertThat(client.data("Subject: x\r\n\r\nx")).startsWith("250 ");
          assertThat(((SSLSocket) client.socket()).getSession().getProtocol()).isEqualTo(protocol);
          client.accepted("QUIT");
          assertThat(client.readToEnd()).isEmpty();
        }
      }
      WireClient plain = WireClient.connect(smtp.host(), smtp.port("smtps"));
      try (WireClient client = Clients.secure(smtp, plain, protocol)) {
        assertThat(client.reply()).startsWith("220 ");
        client.accepted("EHLO me").envelope("a@example.com", "b@example.com");
        assertThat(client.data("Subject: x\r\n\r\nx")).startsWith("250 ");
        client.accepted("QUIT");
        assertThat(client.readToEnd()).isEmpty();
      }
      assertThat(Clients.awaitEnd(smtp).listener()).isEqualTo("smtps");
    }
  }

  @Test
  void only_an_older_version_by_rule() throws IOException {
    try (FiveFifty smtp = implicit()) {
      smtp.add(at(Stage.HANDSHAKE).protocols("TLSv1.2"));
      assertThatThrownBy(() -> implicitClient(smtp, "TLSv1.3")).isInstanceOf(SSLException.class);
      try (WireClient client = implicitClient(smtp)) {
        SSLSession session = ((SSLSocket) client.socket()).getSession();
        assertThat(session.getProtocol()).isEqualTo("TLSv1.2");
        assertThat(client.reply()).startsWith("220 ");
      }
      assertThat(Clients.last(smtp, Stage.HANDSHAKE).rule()).isPresent();
    }
  }

  // --- implicit

  @Test
  void implicit_tls_comes_before_the_greeting_and_is_asked_first() throws IOException {
    try (FiveFifty smtp = implicit();
        WireClient client = implicitClient(smtp)) {
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.ask("EHLO me")).doesNotContain("STARTTLS");
      assertThat(client.ask("STARTTLS")).startsWith("503 ");
      assertThat(Clients.lastSession(smtp).exchanges())
          .extracting(each -> each.stage())
          .containsExactly(Stage.HANDSHAKE, Stage.CONNECT, Stage.EHLO, Stage.STARTTLS);
      assertThat(smtp.journal().exchanges().get(0).occasion().tls()).isFalse();
      assertThat(smtp.journal().exchanges().get(1).occasion().tls()).isTrue();
    }
  }

  // --- a handshake that fails

  @ParameterizedTest
  @CsvSource({"true, TLSv1.2", "true, TLSv1.3", "false, TLSv1.2", "false, TLSv1.3"})
  void a_client_that_does_not_trust_ends_the_session(boolean starttls, String protocol)
      throws Exception {
    try (FiveFifty smtp = starttls ? offering() : implicit()) {
      WireClient plain = WireClient.connect(smtp.host(), smtp.port());
      if (starttls) {
        plain.reply();
        plain.accepted("EHLO me", "STARTTLS");
      }
      assertThatThrownBy(() -> Clients.secure(SSLContext.getDefault(), plain.socket(), protocol))
          .isInstanceOf(SSLException.class);
      Session session = Clients.awaitEnd(smtp);
      assertThat(session.end()).hasValue(Session.End.FAILED);
      assertThat(session.tls()).isFalse();
      assertThat(Clients.last(smtp, Stage.HANDSHAKE).note())
          // Names the alert, or a broken pipe where the client was faster than our last record.
          .hasValueSatisfying(note -> assertThat(note).startsWith("the handshake failed: "));
      assertThat(smtp.journal().attempts())
          .singleElement()
          .satisfies(
              attempt -> {
                assertThat(attempt.recipient()).isEmpty();
                assertThat(attempt.result()).isEqualTo(Attempt.Result.LOST);
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\nHost: x\r\n\r\n",
        "EHLO me\r\nMAIL FROM:<a@example.com>\r\nQUIT\r\n",
        "\0\0\0\0\0\0\0\0\0\0\0\0",
        "\u0016\u0003\u0001\u0000\u0005hello",
        "\u0016\u0003\u0001\u00ff\u00ff",
        "x"
      })
  void garbage_at_the_implicit_port_ends_the_session(String garbage) {
    try (FiveFifty smtp = implicit();
        WireClient client = WireClient.connect(smtp.host(), smtp.port())) {
      client.raw(garbage);
      client.halfClose();
      String answer = client.readToEnd();
      // Nothing in SMTP; perhaps a TLS alert.
      assertThat(answer).doesNotContain("220").doesNotContain("421");
      Session session = Clients.awaitEnd(smtp);
      assertThat(session.end()).hasValue(Session.End.FAILED);
      assertThat(session.commands()).isEmpty();
      assertThat(session.exchanges()).singleElement().matches(each -> each.note().isPresent());
      assertThat(smtp.journal().attempts()).hasSize(1);
      try (WireClient good = implicitClient(smtp)) {
        assertThat(good.reply()).startsWith("220 ");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void who_connects_to_the_implicit_port_and_leaves() {
    try (FiveFifty smtp = implicit()) {
      WireClient.connect(smtp.host(), smtp.port()).close();
      await().atMost(Clients.GUARD).until(() -> !smtp.journal().sessions().isEmpty());
      assertThat(Clients.awaitEnd(smtp).exchanges()).hasSize(1);
      assertThat(smtp.journal().attempts()).hasSize(1);
      WireClient.connect(smtp.host(), smtp.port()).reset();
      await().atMost(Clients.GUARD).until(() -> smtp.journal().sessions().size() == 2);
      Clients.awaitEnd(smtp);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void silence_in_a_handshake_is_ended_by_the_time_out_without_a_word(boolean starttls) {
    try (FiveFifty smtp = starttls ? offering() : implicit();
        WireClient client = WireClient.connect(smtp.host(), smtp.port())) {
      if (starttls) {
        client.reply();
        client.accepted("EHLO me", "STARTTLS");
      }
      await()
          .atMost(Clients.GUARD)
          .until(
              () ->
                  smtp.journal().exchanges().stream()
                      .anyMatch(each -> each.stage() == Stage.HANDSHAKE));
      assertThat(Clients.timeOut(smtp).end()).hasValue(Session.End.SERVER_CLOSED);
      assertThat(client.readToEnd()).isEmpty();
      assertThat(smtp.journal().attempts()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HandshakeFault.class,
      names = {"CLOSE", "GARBAGE", "PLAINTEXT"})
  void silence_before_a_handshake_fault_is_ended_without_a_word(HandshakeFault fault) {
    try (FiveFifty smtp = implicit()) {
      smtp.add(at(Stage.HANDSHAKE).handshake(fault));
      try (WireClient client = WireClient.connect(smtp.host(), smtp.port())) {
        await().atMost(Clients.GUARD).until(() -> !smtp.journal().exchanges().isEmpty());
        assertThat(Clients.timeOut(smtp).end()).hasValue(Session.End.SERVER_CLOSED);
        assertThat(client.readToEnd()).isEmpty();
        assertThat(smtp.journal().attempts()).hasSize(1);
      }
    }
  }

  @Test
  void a_stalled_handshake_ends_when_the_client_leaves_or_the_rules_are_reset() {
    try (FiveFifty smtp = implicit()) {
      smtp.add(at(Stage.HANDSHAKE).handshake(HandshakeFault.STALL));
      WireClient leaving = WireClient.connect(smtp.host(), smtp.port());
      await().atMost(Clients.GUARD).until(() -> !smtp.journal().exchanges().isEmpty());
      leaving.close();
      Clients.awaitEnd(smtp);
      try (WireClient staying = WireClient.connect(smtp.host(), smtp.port())) {
        await().atMost(Clients.GUARD).until(() -> smtp.journal().exchanges().size() == 2);
        smtp.reset();
        assertThat(staying.readToEnd()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0016\u0003\u0001\u0001\u0000\u0001"})
  void close_while_in_a_handshake(String begun) {
    FiveFifty smtp = implicit();
    try (WireClient client = WireClient.connect(smtp.host(), smtp.port())) {
      client.raw(begun);
      await().atMost(Clients.GUARD).until(() -> !smtp.journal().exchanges().isEmpty());
      long began = System.nanoTime();
      smtp.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      assertThat(Clients.awaitEnd(smtp).end()).hasValue(Session.End.SERVER_STOPPED);
    } finally {
      smtp.close();
    }
  }

  // --- client certificates

  private static FiveFifty asking(ClientCertificates policy) {
    return FiveFifty.builder().listen(Listener.tlsOn(0)).clientCertificates(policy).start();
  }

  private static WireClient showing(FiveFifty smtp, SSLContext context, String protocol)
      throws IOException {
    return Clients.secure(context, WireClient.connect(smtp.host(), smtp.port()).socket(), protocol);
  }

  @ParameterizedTest
  @EnumSource(ClientCertificates.class)
  void what_the_client_shows_is_in_the_journal(ClientCertificates policy) throws IOException {
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      try (FiveFifty smtp = asking(policy)) {
        smtp.add(at(Stage.MAIL).clientCertificate("CN=app*").reply("250 2.1.0 Hello, app"));
        try (WireClient client = showing(smtp, smtp.sslContext("app-1"), protocol)) {
          assertThat(client.reply()).startsWith("220 ");
          client.accepted("EHLO me");
          boolean asked = policy != ClientCertificates.NONE;
          assertThat(client.ask("MAIL FROM:<a@example.com>"))
              .startsWith(asked ? "250 2.1.0 Hello, app" : "250 2.1.0 ")
              .matches(reply -> asked == reply.contains("app"));
          Session session = Clients.lastSession(smtp);
          assertThat(session.clientCertificate().orElse("none"))
              .isEqualTo(asked ? "CN=app-1" : "none");
        }
      }
    }
  }

  @Test
  void requested_a_client_may_show_none_or_any() throws IOException {
    try (FiveFifty smtp = asking(ClientCertificates.REQUESTED);
        FiveFifty other = FiveFifty.start()) {
      try (WireClient client = showing(smtp, smtp.sslContext(), "TLSv1.3")) {
        assertThat(client.reply()).startsWith("220 ");
        assertThat(Clients.lastSession(smtp).clientCertificate()).isEmpty();
      }
      SSLContext foreign = foreign(smtp, other);
      try (WireClient client = showing(smtp, foreign, "TLSv1.3")) {
        assertThat(client.reply()).startsWith("220 ");
        assertThat(Clients.lastSession(smtp).clientCertificate()).hasValue("CN=stranger");
      }
    }
  }

  /** Trusts the server, and shows a certificate that another run's CA signed. */
  private static SSLContext foreign(FiveFifty smtp, FiveFifty unused) {
    TestAuthority authority = new TestAuthority("another CA");
    return TlsMaterial.context(
        authority.client("stranger"), TlsMaterial.trust(List.of(smtp.caCertificate())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void required_none_or_an_untrusted_one_is_refused(String protocol) {
    try (FiveFifty smtp = asking(ClientCertificates.REQUIRED);
        FiveFifty other = FiveFifty.start()) {
      for (SSLContext context : List.of(smtp.sslContext(), foreign(smtp, other))) {
        assertThatThrownBy(
                () -> {
                  try (WireClient client = showing(smtp, context, protocol)) {
                    // In TLS 1.3 the client learns it only when it reads.
                    assertThat(client.reply()).startsWith("220 ");
                  }
                })
            .isInstanceOfAny(IOException.class, UncheckedIOException.class);
        Session session = Clients.awaitEnd(smtp);
        assertThat(session.end()).hasValue(Session.End.FAILED);
        assertThat(session.exchanges()).singleElement().matches(each -> each.note().isPresent());
      }
      assertThat(smtp.journal().attempts()).hasSize(2);
    }
  }

  // --- CAs of the user's own

  @TempDir Path directory;

  private Path pemOf(TestAuthority... authorities) throws Exception {
    StringBuilder pem = new StringBuilder();
    for (TestAuthority authority : authorities) {
      pem.append(pem("CERTIFICATE", authority.certificate().getEncoded()));
    }
    return Files.writeString(directory.resolve(authorities.length + "-cas.pem"), pem);
  }

  private static SSLContext showing(FiveFifty smtp, TestAuthority authority, String name) {
    return TlsMaterial.context(
        authority.client(name), TlsMaterial.trust(List.of(smtp.caCertificate())));
  }

  private static void isLetIn(FiveFifty smtp, TestAuthority authority, String name, String protocol)
      throws IOException {
    try (WireClient client = showing(smtp, showing(smtp, authority, name), protocol)) {
      assertThat(client.reply()).startsWith("220 ");
      client.accepted("EHLO me");
      assertThat(client.ask("MAIL FROM:<a@example.com>")).isEqualTo("250 2.1.0 Theirs\r\n");
      assertThat(Clients.lastSession(smtp).clientCertificate()).hasValue("CN=" + name);
    }
  }

  private static void isRefused(FiveFifty smtp, SSLContext context, String protocol) {
    assertThatThrownBy(
            () -> {
              try (WireClient client = showing(smtp, context, protocol)) {
                // In TLS 1.3 the client learns it only when it reads.
                assertThat(client.reply()).startsWith("220 ");
              }
            })
        .isInstanceOfAny(IOException.class, UncheckedIOException.class);
    assertThat(Clients.awaitEnd(smtp).end()).hasValue(Session.End.FAILED);
    assertThat(Clients.lastSession(smtp).clientCertificate()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void clients_of_the_users_cas_are_let_in_and_no_others(String protocol) throws Exception {
    TestAuthority one = new TestAuthority("one CA");
    TestAuthority two = new TestAuthority("two CA");
    for (Path pem : List.of(pemOf(one), pemOf(one, two))) {
      boolean both = pem.endsWith("2-cas.pem");
      try (FiveFifty smtp =
          FiveFifty.builder()
              .listen(Listener.tlsOn(0))
              .clientCertificates(ClientCertificates.REQUIRED)
              .clientCas(pem)
              .rules(at(Stage.MAIL).clientCertificate("CN=their*").reply("250 2.1.0 Theirs"))
              .start()) {
        isLetIn(smtp, one, "their-first", protocol);
        if (both) {
          isLetIn(smtp, two, "their-second", protocol);
        } else {
          isRefused(smtp, showing(smtp, two, "their-second"), protocol);
        }
        isRefused(smtp, smtp.sslContext("their-app"), protocol);
        isRefused(smtp, showing(smtp, new TestAuthority("no CA"), "their-app"), protocol);
        isRefused(smtp, smtp.sslContext(), protocol);
      }
    }
  }

  @Test
  void the_users_cas_by_a_rule_file() throws Exception {
    TestAuthority theirs = new TestAuthority("their CA");
    Path rules =
        Files.writeString(
            directory.resolve("rules.yaml"),
            """
            server:
              tls: { clientCertificates: required, clientCas: "%s" }
              listen: [{ port: 0, tls: implicit }]
            rules:
              - { at: mail, when: { clientCertificate: "CN=their*" }, reply: "250 2.1.0 Theirs" }
            """
                .formatted(pemOf(theirs)));
    try (FiveFifty smtp = FiveFifty.builder().ruleFiles(rules).start()) {
      isLetIn(smtp, theirs, "their-app", "TLSv1.3");
      isRefused(smtp, smtp.sslContext("their-app"), "TLSv1.3");
    }
  }

  @Test
  void cas_that_cannot_be_read() throws IOException {
    Path key = Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", new byte[] {1}));

    assertThatThrownBy(() -> FiveFifty.builder().clientCas(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + ": it holds PRIVATE KEY; expected a PEM certificate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          clientCas: none.pem, clientCertificates: required | none.pem: there is no such file
          clientCas: not.pem, clientCertificates: required  | not.pem: it holds no PEM block
          certificate: none.pem, key: not.pem               | none.pem: there is no such file
          certificate: good.pem, key: not.pem               | not.pem: it holds no PEM block
          certificate: good.pem, key: good.pem              | good.pem: it holds CERTIFICATE
          keyStore: not.pem                                 | not.pem: it cannot be read
          keyStore: none.pem, clientCas: not.pem            | none.pem: there is no such file, not.pem: it holds no PEM block
          """)
  void a_file_that_cannot_be_used_is_said_where_the_rule_file_names_it(
      String settings, String expected) throws Exception {
    Files.writeString(directory.resolve("not.pem"), "no PEM");
    Files.move(pemOf(new TestAuthority("a CA")), directory.resolve("good.pem"));
    String line = "  tls: { " + settings.replaceAll("(\\w+\\.pem)", directory + "/$1") + " }";
    Path rules = Files.writeString(directory.resolve("rules.yaml"), "server:\n" + line + "\n");

    assertThatThrownBy(() -> FiveFifty.builder().ruleFiles(rules))
        .isInstanceOfSatisfying(
            RuleFileException.class,
            refused ->
                assertThat(refused.problems())
                    .zipSatisfy(
                        List.of(expected.split(", ")),
                        (problem, words) -> {
                          String path = directory + "/" + words;
                          assertThat(problem.toString())
                              .startsWith(rules + ":2:" + problem.column() + ": " + path);
                          assertThat(line.substring(problem.column() - 1))
                              .startsWith(path.substring(0, path.indexOf(':')));
                        }));
  }

  // --- the user's own certificate

  private static String pem(String type, byte[] der) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  @Test
  void the_users_own_certificate() throws Exception {
    TestAuthority authority = new TestAuthority("the user's CA");
    TlsIdentity identity =
        authority.server("the user's server", List.of("localhost"), TestAuthority.Validity.now());
    PrivateKey key = identity.key();
    StringBuilder chain = new StringBuilder();
    for (X509Certificate certificate : identity.chain()) {
      chain.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    Path chainFile = Files.writeString(directory.resolve("chain.pem"), chain);
    Path keyFile =
        Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
    Path store = directory.resolve("store.p12");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "own", key, "pass".toCharArray(), identity.chain().toArray(Certificate[]::new));
    try (var out = Files.newOutputStream(store)) {
      keys.store(out, "pass".toCharArray());
    }
    SSLContext trusting =
        TlsMaterial.context(null, TlsMaterial.trust(List.of(authority.certificate())));
    for (FiveFifty.Builder builder :
        List.of(
            FiveFifty.builder().certificate(chainFile, keyFile),
            FiveFifty.builder().keyStore(store, "pass"))) {
      try (FiveFifty smtp = builder.listen(Listener.tlsOn(0)).start()) {
        try (WireClient client = showing(smtp, trusting, "TLSv1.3")) {
          assertThat(client.reply()).startsWith("220 ");
          Certificate shown = ((SSLSocket) client.socket()).getSession().getPeerCertificates()[0];
          assertThat(shown).isEqualTo(identity.chain().get(0));
        }
      }
    }
    assertThatThrownBy(() -> FiveFifty.builder().keyStore(store, "wrong"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("store.p12: the password is wrong");
  }
}
