package dev.fivefifty.smtp;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Capabilities;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import dev.fivefifty.wire.WireClient;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AUTH on the wire and in the journal; whatever a test does, no secret of it may show anywhere. */
class AuthSessionTest {
  private static final String PASSWORD = "s3cr3t-Passw0rd";
  private static final String WRONG = "wr0ng-Passw0rd";
  private static final String ANN = Clients.base64("\0ann\0" + PASSWORD);
  private static final String ANN_WRONG = Clients.base64("\0ann\0" + WRONG);

  /** What must not show: the passwords, and what went over the wire in their place. */
  private final List<String> secrets =
      new ArrayList<>(
          List.of(
              PASSWORD,
              WRONG,
              ANN,
              ANN_WRONG,
              Clients.base64(PASSWORD),
              Clients.base64(WRONG),
              Clients.base64("ann"),
              "Half-a-Secret"));

  private FiveFifty smtp;

  static {
    LogTap.listen();
  }

  private FiveFifty start(FiveFifty.Builder builder, Rule... rules) {
    smtp = builder.rules(rules).start();
    return smtp;
  }

  private FiveFifty withAnn(Rule... rules) {
    return start(FiveFifty.builder().user("ann", PASSWORD), rules);
  }

  private WireClient introduced() {
    return WireClient.introduced(smtp.host(), smtp.port());
  }

  @AfterEach
  void no_secret_shows() {
    if (smtp == null) {
      return;
    }
    smtp.close();
    StringBuilder shown = new StringBuilder(LogTap.text());
    for (Session session : smtp.journal().sessions()) {
      shown.append(session).append(session.transcript()).append(session.commands());
      for (Exchange exchange : session.exchanges()) {
        shown
            .append(exchange)
            .append(exchange.occasion())
            .append(exchange.decision())
            .append(exchange.reply())
            .append(exchange.note())
            .append(exchange.nearMiss())
            .append(new String(exchange.received().toByteArray(), StandardCharsets.ISO_8859_1))
            .append(new String(exchange.sent().toByteArray(), StandardCharsets.ISO_8859_1));
      }
      session.attempts().forEach(shown::append);
    }
    for (String secret : secrets) {
      assertThat(shown.toString()).doesNotContain(secret);
    }
  }

  private static String cramMd5(String challenge, String user, String password) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
      byte[] digest = mac.doFinal(Base64.getDecoder().decode(challenge));
      return Clients.base64(user + " " + HexFormat.of().formatHex(digest));
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Authenticates, and returns the final answer. */
  private String authenticate(
      WireClient client, String mechanism, boolean initial, String user, String password) {
    switch (mechanism) {
      case "PLAIN", "XOAUTH2" -> {
        String response =
            mechanism.equals("PLAIN")
                ? Clients.base64("\0" + user + "\0" + password)
                : Clients.base64("user=" + user + "\1auth=Bearer " + password + "\1\1");
        secrets.add(response);
        if (initial) {
          return client.ask("AUTH " + mechanism + " " + response);
        }
        assertThat(client.ask("AUTH " + mechanism)).isEqualTo("334 \r\n");
        return client.ask(response);
      }
      case "LOGIN" -> {
        String first =
            initial ? client.ask("AUTH LOGIN " + Clients.base64(user)) : client.ask("AUTH LOGIN");
        if (!initial) {
          assertThat(first).isEqualTo("334 VXNlcm5hbWU6\r\n");
          first = client.ask(Clients.base64(user));
        }
        assertThat(first).isEqualTo("334 UGFzc3dvcmQ6\r\n");
        return client.ask(Clients.base64(password));
      }
      default -> {
        String challenge = client.ask("AUTH CRAM-MD5");
        assertThat(challenge).startsWith("334 ");
        String response = cramMd5(challenge.substring(4).strip(), user, password);
        secrets.add(response);
        return client.ask(response);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, true",
    "PLAIN, false",
    "LOGIN, true",
    "LOGIN, false",
    "CRAM-MD5, false",
    "XOAUTH2, true",
    "XOAUTH2, false"
  })
  void each_mechanism_against_users(String mechanism, boolean initial) {
    withAnn();
    try (WireClient client = introduced()) {
      String refused = authenticate(client, mechanism, initial, "ann", WRONG);
      if (mechanism.equals("XOAUTH2") && refused.startsWith("334 ")) {
        // An error as a challenge, which the client answers by an empty line.
        refused = client.ask("");
      }
      assertThat(refused).startsWith("535 5.7.8 ");
      assertThat(Clients.lastSession(smtp).user()).isEmpty();
      assertThat(authenticate(client, mechanism, initial, "ann", PASSWORD))
          .startsWith("235 2.7.0 ");
      assertThat(Clients.lastSession(smtp).user()).hasValue("ann");
      client.envelope("a@example.com", "b@example.com");
      assertThat(client.data("Subject: x\r\n\r\nx")).startsWith("250 ");
    }
    assertThat(smtp.takeMessage(Clients.GUARD).user()).hasValue("ann");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"})
  void any_user(String mechanism) {
    start(FiveFifty.builder().anyUser());
    try (WireClient client = introduced()) {
      assertThat(authenticate(client, mechanism, false, "whoever", WRONG)).startsWith("235 ");
      assertThat(Clients.lastSession(smtp).user()).hasValue("whoever");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"})
  void cancelled_or_not_base64_or_too_long(String mechanism) {
    withAnn();
    try (WireClient client = introduced()) {
      assertThat(client.ask("AUTH " + mechanism)).startsWith("334 ");
      assertThat(client.ask("*")).startsWith("501 5.7.0 ");
      assertThat(client.ask("AUTH " + mechanism)).startsWith("334 ");
      assertThat(client.ask("Half-a-Secret!")).startsWith("501 5.5.2 ");
      assertThat(client.ask("AUTH " + mechanism)).startsWith("334 ");
      assertThat(client.ask("A".repeat(12_288))).startsWith("500 5.5.6 ");
      assertThat(client.ask("AUTH " + mechanism)).startsWith("334 ");
      assertThat(client.ask("A".repeat(100_000))).startsWith("500 5.5.6 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void the_command_itself_can_be_wrong() {
    withAnn();
    try (WireClient client = introduced()) {
      assertThat(client.ask("AUTH")).startsWith("501 5.5.4 ");
      assertThat(client.ask("AUTH GSSAPI")).startsWith("504 5.5.4 ");
      assertThat(client.ask("AUTH " + PASSWORD)).startsWith("504 5.5.4 ");
      assertThat(client.ask("AUTH PLAIN Half-a-Secret!")).startsWith("501 5.5.2 ");
      assertThat(client.ask("AUTH PLAIN " + "A".repeat(12_300))).startsWith("500 5.5.6 ");
      assertThat(client.ask("auth plain " + ANN)).startsWith("235 ");
    }
    try (FiveFifty plainOnly =
            FiveFifty.builder().user("ann", PASSWORD).mechanisms("PLAIN").start();
        WireClient client = WireClient.greeted(plainOnly.host(), plainOnly.port())) {
      assertThat(client.ask("EHLO me")).contains("AUTH PLAIN\r\n");
      assertThat(client.ask("AUTH LOGIN")).startsWith("504 5.5.4 ");
    }
  }

  @Test
  void out_of_sequence() {
    withAnn();
    try (WireClient client = WireClient.greeted(smtp.host(), smtp.port())) {
      assertThat(client.ask("AUTH PLAIN " + ANN)).startsWith("503 5.5.1 ");
      client.accepted("EHLO me", "MAIL FROM:<a@example.com>");
      assertThat(client.ask("AUTH PLAIN " + ANN)).startsWith("503 5.5.1 ");
      client.accepted("RSET", "AUTH PLAIN " + ANN);
      assertThat(client.ask("AUTH PLAIN " + ANN)).startsWith("503 5.5.1 ");
    }
  }

  @Test
  void not_offered() {
    start(FiveFifty.builder());
    try (WireClient client = WireClient.greeted(smtp.host(), smtp.port())) {
      assertThat(client.ask("EHLO me")).doesNotContain("AUTH");
      assertThat(client.ask("AUTH PLAIN " + ANN)).startsWith("502 5.5.1 ");
    }
  }

  @Test
  void required() {
    start(FiveFifty.builder().user("ann", PASSWORD).authRequired(true));
    try (WireClient client = introduced()) {
      assertThat(client.ask("MAIL FROM:<a@example.com>")).startsWith("530 5.7.0 ");
      assertThat(client.ask("RCPT TO:<a@example.com>")).startsWith("530 5.7.0 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
      assertThat(client.ask("RSET")).startsWith("250 ");
      client.accepted("AUTH PLAIN " + ANN, "MAIL FROM:<a@example.com>");
    }
  }

  @Test
  void required_of_nobody_is_refused_when_started() {
    assertThatThrownBy(() -> FiveFifty.builder().authRequired(true).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("anyUser");
  }

  @Test
  void only_under_tls() throws IOException {
    start(
        FiveFifty.builder()
            .user("ann", PASSWORD)
            .authOnlyUnderTls(true)
            .starttls(StartTls.OFFERED));
    try (WireClient plain = WireClient.greeted(smtp.host(), smtp.port())) {
      assertThat(plain.ask("EHLO me")).doesNotContain("AUTH");
      assertThat(plain.ask("AUTH PLAIN " + ANN)).startsWith("538 5.7.11 ");
      assertThat(plain.ask("AUTH LOGIN")).startsWith("538 5.7.11 ");
      plain.accepted("STARTTLS");
      try (WireClient client = Clients.secure(smtp, plain)) {
        assertThat(client.ask("EHLO me")).contains("AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2\r\n");
        client.accepted("AUTH PLAIN " + ANN);
      }
    }
  }

  // --- rules

  @ParameterizedTest
  @ValueSource(
      strings = {
        "454 4.7.0 Temporary authentication failure",
        "432 4.7.12 A password transition is needed",
        "534 5.7.9 Authentication mechanism is too weak",
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled",
        "538 5.7.11 Encryption required",
        "525 5.7.13 User account disabled"
      })
  void an_answer_by_rule(String reply) {
    withAnn(at(Stage.AUTH).user("ann").reply(reply));
    try (WireClient client = introduced()) {
      assertThat(client.ask("AUTH PLAIN " + ANN)).isEqualTo(reply + "\r\n");
      assertThat(authenticate(client, "LOGIN", false, "ann", PASSWORD)).isEqualTo(reply + "\r\n");
      assertThat(client.ask("AUTH PLAIN " + Clients.base64("\0bob\0" + WRONG)))
          .startsWith("535 5.7.8 ");
      assertThat(Clients.lastSession(smtp).user()).isEmpty();
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
    secrets.add(Clients.base64("\0bob\0" + WRONG));
  }

  @Test
  void a_235_by_rule_takes_whom_the_client_named() {
    start(FiveFifty.builder(), at(Stage.AUTH).reply("235 2.7.0 Welcome"));
    try (WireClient client = introduced()) {
      assertThat(client.ask("AUTH PLAIN " + ANN_WRONG)).isEqualTo("235 2.7.0 Welcome\r\n");
      assertThat(Clients.lastSession(smtp).user()).hasValue("ann");
      smtp.add(at(Stage.MAIL).user("ann").reply("250 2.1.0 Hello, ann"));
      assertThat(client.ask("MAIL FROM:<a@example.com>")).isEqualTo("250 2.1.0 Hello, ann\r\n");
    }
  }

  @Test
  void a_challenge_that_is_not_base64() {
    withAnn(at(Stage.CHALLENGE).reply("334 %%% this is not base64 %%%"));
    try (WireClient client = introduced()) {
      assertThat(client.ask("AUTH LOGIN")).isEqualTo("334 %%% this is not base64 %%%\r\n");
      assertThat(client.ask("*")).startsWith("501 ");
      assertThat(client.ask("AUTH PLAIN")).startsWith("334 %%%");
      assertThat(client.ask(ANN)).startsWith("235 ");
    }
  }

  @Test
  void a_refusal_instead_of_a_challenge() {
    withAnn(at(Stage.CHALLENGE).reply("454 4.7.0 Temporary authentication failure"));
    try (WireClient client = introduced()) {
      assertThat(client.ask("AUTH LOGIN")).startsWith("454 4.7.0 ");
      // The client did not wait for the answer.
      assertThat(client.ask(Clients.base64(PASSWORD))).startsWith("500 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
      client.accepted("AUTH PLAIN " + ANN);
    }
  }

  @Test
  void endless_challenges() {
    withAnn(at(Stage.AUTH).reply("334 VXNlcm5hbWU6"));
    try (WireClient client = introduced()) {
      assertThat(client.ask("AUTH PLAIN " + ANN)).startsWith("334 ");
      for (int i = 0; i < 100; i++) {
        assertThat(client.ask(Clients.base64(PASSWORD))).isEqualTo("334 VXNlcm5hbWU6\r\n");
      }
      smtp.replaceRules();
      assertThat(client.ask("*")).startsWith("501 5.7.0 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
      assertThat(Clients.lastSession(smtp).user()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"AUTH, FIN", "AUTH, RESET", "CHALLENGE, FIN", "CHALLENGE, RESET"})
  void the_connection_ends_after_the_credentials(Stage stage, Close close) {
    withAnn(at(stage).close(close));
    try (WireClient client = introduced()) {
      client.line(
          stage == Stage.AUTH ? "AUTH PLAIN " + ANN : "AUTH LOGIN " + Clients.base64("ann"));
      if (close == Close.RESET) {
        assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
      } else {
        assertThat(client.readToEnd()).isEmpty();
      }
    }
    assertThat(Clients.awaitEnd(smtp).end()).hasValue(Session.End.SERVER_CLOSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"334 VXNlcm5hbWU6", "250 2.0.0 Odd"})
  void a_half_close_answers_no_credentials(String reply) {
    withAnn(at(Stage.CHALLENGE).reply(reply).close(Close.HALF));
    try (WireClient client = introduced()) {
      assertThat(client.ask("AUTH LOGIN")).isEqualTo(reply + "\r\n");
      assertThat(client.read()).isEqualTo(-1);
      client.line("Half-a-Secret in words");
      client.line(Clients.base64(PASSWORD));
      client.line("NOOP");
    }
    Session session = Clients.awaitEnd(smtp);
    assertThat(session.end()).hasValue(Session.End.SERVER_CLOSED);
    assertThat(session.user()).isEmpty();
  }

  // --- what is cut off

  @ParameterizedTest
  @ValueSource(
      strings = {"AUTH PLAIN Half-a-Secret", "AUTH LOGIN\r\nHalf-a-Secret", "AUTH Half-a-Secret"})
  void half_a_line_shows_nothing(String sent) {
    withAnn();
    try (WireClient client = introduced()) {
      client.raw(sent);
      client.halfClose();
      client.readToEnd();
    }
    assertThat(Clients.awaitEnd(smtp).end()).hasValue(Session.End.CLIENT_CLOSED);
  }

  @Test
  void a_silent_client_is_timed_out_in_the_middle() {
    withAnn();
    try (WireClient client = introduced()) {
      assertThat(client.ask("AUTH LOGIN")).startsWith("334 ");
      client.raw("Half-a-Secret");
      smtp.clock().advance(java.time.Duration.ofMinutes(6));
      assertThat(client.readToEnd()).matches("(?s)(421 .*)?");
    }
    Clients.awaitEnd(smtp);
  }

  @Test
  void pipelined_credentials() {
    withAnn();
    try (WireClient client = introduced()) {
      client.raw(
          "AUTH LOGIN\r\n" + Clients.base64("ann") + "\r\n" + Clients.base64(PASSWORD) + "\r\n");
      assertThat(client.reply()).startsWith("334 ");
      assertThat(client.reply()).startsWith("334 ");
      assertThat(client.reply()).startsWith("235 ");
    }
  }

  /** The rules see the command at each of these; the client said it once. */
  @Test
  void an_answer_to_a_challenge_is_told_as_such() {
    withAnn();
    try (WireClient client = introduced()) {
      client.ask("AUTH LOGIN");
      client.ask(Clients.base64("ann"));
      client.ask(Clients.base64(PASSWORD));
      client.ask("QUIT");
      client.readToEnd();
    }
    Session session = Clients.awaitEnd(smtp);
    assertThat(session.transcript())
        .contains(
            """
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: (answers the challenge)
            S: 334 UGFzc3dvcmQ6
            C: (answers the challenge)
            S: 235 2.7.0 Authentication successful
            """);
    assertThat(session.exchanges())
        .filteredOn(exchange -> exchange.occasion().line().orElse("").equals("AUTH LOGIN"))
        .hasSize(3)
        .extracting(Exchange::answersChallenge)
        .containsExactly(false, true, true);
  }

  // --- capabilities

  @Test
  void advertised_and_not_available() {
    start(
        FiveFifty.builder(),
        at(Stage.EHLO).capabilities(Capabilities.add("SIZE 10", "AUTH PLAIN", "STARTTLS")));
    try (WireClient client = WireClient.greeted(smtp.host(), smtp.port())) {
      assertThat(client.ask("EHLO me"))
          .contains("SIZE 10\r\n")
          .contains("AUTH PLAIN\r\n")
          .contains("STARTTLS\r\n");
      assertThat(client.ask("STARTTLS")).startsWith("502 ");
      assertThat(client.ask("AUTH PLAIN " + ANN)).startsWith("502 ");
      client.accepted("MAIL FROM:<a@example.com> SIZE=1000");
    }
  }

  @Test
  void available_and_not_advertised() throws IOException {
    start(
        FiveFifty.builder().user("ann", PASSWORD).starttls(StartTls.OFFERED),
        at(Stage.EHLO).capabilities(Capabilities.remove("AUTH", "starttls", "SIZE")));
    try (WireClient plain = WireClient.greeted(smtp.host(), smtp.port())) {
      assertThat(plain.ask("EHLO me"))
          .contains("250 ENHANCEDSTATUSCODES\r\n")
          .doesNotContain("AUTH", "STARTTLS", "SIZE");
      plain.accepted("STARTTLS");
      try (WireClient client = Clients.secure(smtp, plain)) {
        assertThat(client.ask("EHLO me")).doesNotContain("AUTH");
        client.accepted("AUTH PLAIN " + ANN, "MAIL FROM:<a@example.com> SIZE=5");
      }
    }
  }

  @Test
  void only_these_or_none() {
    start(
        FiveFifty.builder(),
        at(Stage.EHLO).helo("some").capabilities(Capabilities.only("X-ODD 1", "HELP")),
        at(Stage.EHLO)
            .helo("none")
            .capabilities(new Capabilities(List.of(), List.of(), List.of())));
    try (WireClient client = WireClient.greeted(smtp.host(), smtp.port())) {
      assertThat(client.ask("EHLO some"))
          .isEqualTo("250-localhost greets some\r\n250-X-ODD 1\r\n250 HELP\r\n");
      assertThat(client.ask("EHLO none")).isEqualTo("250 localhost greets none\r\n");
    }
  }

  @Test
  void helo_only() {
    start(
        FiveFifty.builder(),
        at(Stage.EHLO).helo("old").reply("502 5.5.1 Not implemented"),
        at(Stage.EHLO).helo("older").reply("500 What?"),
        at(Stage.EHLO).helo("gone").reply("502 5.5.1 Not implemented").close(Close.FIN));
    for (String name : List.of("old", "older")) {
      try (WireClient client = WireClient.greeted(smtp.host(), smtp.port())) {
        assertThat(client.ask("EHLO " + name)).startsWith("50");
        client.accepted("HELO " + name).envelope("a@example.com", "b@example.com");
        assertThat(client.data("Subject: x\r\n\r\nx")).startsWith("250 ");
      }
    }
    try (WireClient client = WireClient.greeted(smtp.host(), smtp.port())) {
      assertThat(client.ask("EHLO gone")).startsWith("502 ");
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  // --- real clients

  @TempDir Path directory;

  private static boolean installed(String command) {
    try {
      return new ProcessBuilder(command, "--version").redirectErrorStream(true).start().waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return "exit " + process.exitValue() + "\n" + new String(output, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN", "XOAUTH2"})
  void angus_mail(String mechanism) throws Exception {
    withAnn();
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.auth", "true");
    properties.setProperty("mail.smtp.auth.mechanisms", mechanism);
    jakarta.mail.Session mail = jakarta.mail.Session.getInstance(properties);
    secrets.add(Clients.base64("user=ann\1auth=Bearer " + PASSWORD + "\1\1"));
    secrets.add(Clients.base64("user=ann\1auth=Bearer " + WRONG + "\1\1"));
    try (Transport transport = mail.getTransport("smtp")) {
      transport.connect(smtp.host(), smtp.port(), "ann", PASSWORD);
      assertThat(Clients.lastSession(smtp).user()).hasValue("ann");
    }
    try (Transport transport = mail.getTransport("smtp")) {
      assertThatThrownBy(() -> transport.connect(smtp.host(), smtp.port(), "ann", WRONG))
          .isInstanceOf(AuthenticationFailedException.class)
          // Angus gives up at XOAUTH2's error challenge, without the empty line that is due.
          .hasMessageContaining(mechanism.equals("XOAUTH2") ? "334 " : "535 5.7.8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5"})
  void python(String mechanism) throws Exception {
    assumeTrue(installed("python3"), "python3 is not installed");
    start(
        FiveFifty.builder()
            .user("ann", PASSWORD)
            .mechanisms(mechanism)
            .authOnlyUnderTls(true)
            .starttls(StartTls.REQUIRED));
    secrets.add(Clients.base64("\0ann\0" + PASSWORD));
    Path ca = Files.writeString(directory.resolve("ca.pem"), smtp.caPem());
    String script =
        """
        import smtplib, ssl, sys
        for password in sys.argv[3:]:
            smtp = smtplib.SMTP(sys.argv[1], int(sys.argv[2].split('/', 1)[0]), timeout=20)
            smtp.starttls(context=ssl.create_default_context(cafile=sys.argv[2].split('/', 1)[1]))
            try:
                print(smtp.login('ann', password)[0])
            except smtplib.SMTPAuthenticationError as e:
                print(e.smtp_code)
            smtp.quit()
        """;
    assertThat(run("python3", "-c", script, smtp.host(), smtp.port() + "/" + ca, PASSWORD, WRONG))
        .isEqualTo("exit 0\n235\n535\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5"})
  void curl(String mechanism) throws Exception {
    assumeTrue(installed("curl"), "curl is not installed");
    withAnn();
    Path mail = Files.writeString(directory.resolve("mail"), "Subject: x\r\n\r\nx\r\n");
    for (String password : List.of(PASSWORD, WRONG)) {
      assertThat(
              run(
                  "curl",
                  "-s",
                  "--noproxy",
                  "*",
                  "--max-time",
                  "30",
                  "smtp://" + smtp.host() + ":" + smtp.port(),
                  "--login-options",
                  "AUTH=" + mechanism,
                  "--user",
                  "ann:" + password,
                  "--mail-from",
                  "a@example.com",
                  "--mail-rcpt",
                  "b@example.com",
                  "-T",
                  mail.toString()))
          // 67: the login was denied.
          .startsWith(password.equals(PASSWORD) ? "exit 0" : "exit 67");
    }
    assertThat(smtp.takeMessage(Clients.GUARD).user()).hasValue("ann");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN"})
  void swaks(String mechanism) throws Exception {
    assumeTrue(installed("swaks"), "swaks is not installed");
    withAnn();
    for (String password : List.of(PASSWORD, WRONG)) {
      String output =
          run(
              "swaks",
              "--server",
              smtp.host(),
              "--port",
              "" + smtp.port(),
              "--timeout",
              "30",
              "--helo",
              "client.example",
              "--from",
              "a@example.com",
              "--to",
              "b@example.com",
              "-a",
              mechanism,
              "-au",
              "ann",
              "-ap",
              password);
      assertThat(output).contains(password.equals(PASSWORD) ? "235 2.7.0" : "535 5.7.8");
    }
  }
}
