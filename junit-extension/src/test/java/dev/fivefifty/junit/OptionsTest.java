package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every setting, by annotation and by builder. */
class OptionsTest {
  private static Set<String> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void the_builder_says_what_the_annotation_says() {
    Set<String> annotation = methods(FiveFiftyTest.class);
    Set<String> builder = methods(FiveFiftyExtension.Builder.class);
    // The annotation's users and name stand elsewhere: users in one attribute, @SmtpServer,
    // @SmtpRule.
    // Another server's port is known only when it runs.
    annotation.remove("users");
    builder.removeAll(Set.of("build", "name", "rules", "user", "anyUser", "bouncesTo"));
    assertThat(builder).isEqualTo(annotation);
  }

  @Test
  void the_annotation_has_the_keys_of_rule_files() {
    Set<String> keys =
        Arrays.stream(RuleKey.values())
            .map(RuleKey::keyword)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> attributes = methods(SmtpRule.class);
    assertThat(attributes).contains("server");
    attributes.remove("server");
    assertThat(keys).containsAll(attributes);
    keys.removeAll(attributes);
    // What is not text, or is rare, is said in YAML or in Java; a tag comes with the test's view.
    assertThat(keys)
        .containsExactlyInAnyOrder(
            "when",
            "tag",
            "tls",
            "clientCertificate",
            "connections",
            "attachment",
            "parameter",
            "dribble",
            "bandwidth",
            "handshake",
            "certificate",
            "protocols",
            "oldTls",
            "capabilities",
            "drain",
            "bounce");
  }

  static class TwoListeners implements Configuration {
    @Override
    public void configure(FiveFifty.Builder builder) {
      builder.listen(Listener.on(0).named("submission"));
    }
  }

  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @FiveFiftyTest(
      hostname = "mx.example",
      starttls = StartTls.OFFERED,
      implicitTls = true,
      clientCertificates = ClientCertificates.REQUESTED,
      users = {"alice:secret", "bob:with:colon"},
      mechanisms = "PLAIN",
      authOnlyUnderTls = true,
      seed = 7,
      files = "classpath:rules/options.yaml",
      configure = TwoListeners.class)
  @interface WithEverything {}

  @WithEverything
  static class AnnotationCase {
    @Test
    @SmtpRules("classpath:/rules/greylisting.yaml")
    void test(FiveFifty smtp, SSLContext context, @Smtp(listener = "smtps") int port)
        throws IOException {
      assertThat(smtp.rules().keySet()).containsExactly("greylisting", "from the file");
      check(smtp, context, port);
    }
  }

  static class FieldCase {
    @RegisterExtension
    static final FiveFiftyExtension SMTP =
        FiveFiftyExtension.builder()
            .hostname("mx.example")
            .starttls(StartTls.OFFERED)
            .implicitTls()
            .clientCertificates(ClientCertificates.REQUESTED)
            .user("alice", "secret")
            .user("bob", "with:colon")
            .mechanisms("PLAIN")
            .authOnlyUnderTls()
            .seed(7)
            .files("src/test/resources/rules/options.yaml")
            .rules("rules:\n  - { name: inline, at: expn, reply: \"252 2.5.0 Maybe\" }\n")
            .configure(new TwoListeners())
            .build();

    @Test
    void test(FiveFifty smtp, SSLContext context, @Smtp(listener = "smtps") int port)
        throws IOException {
      assertThat(smtp.rules().keySet()).containsExactly("inline", "from the file");
      check(smtp, context, port);
    }
  }

  private static void check(FiveFifty smtp, SSLContext context, int port) throws IOException {
    assertThat(smtp.seed()).isEqualTo(7);
    assertThat(smtp.ports()).containsOnlyKeys("smtp", "smtps", "submission");
    Talk plain = new Talk(smtp.port());
    // What stands beside the test wins over the file's.
    assertThat(plain.reply()).startsWith("220 mx.example");
    assertThat(plain.ask("EHLO client.example"))
        .contains("STARTTLS\r\n")
        .contains("250-SIZE 1000000")
        .doesNotContain("AUTH");
    assertThat(plain.ask("AUTH PLAIN")).startsWith("538 ");
    plain.close();
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
      Talk secured = new Talk(socket);
      secured.reply();
      assertThat(secured.ask("EHLO client.example")).contains("AUTH PLAIN\r\n");
      assertThat(secured.ask("AUTH PLAIN AGJvYgB3aXRoOmNvbG9u")).startsWith("235 ");
    }
  }

  @FiveFiftyTest(users = "*", authRequired = true)
  static class AnybodyCase {
    @Test
    void test(FiveFifty smtp) throws IOException {
      try (Talk talk = new Talk(smtp.port())) {
        talk.reply();
        talk.ask("EHLO client.example");
        assertThat(talk.ask("MAIL FROM:<a@example.com>")).startsWith("530 5.7.0");
        assertThat(talk.ask("AUTH PLAIN AGJvYgB3aXRoOmNvbG9u")).startsWith("235 ");
        assertThat(talk.ask("MAIL FROM:<a@example.com>")).startsWith("250 ");
      }
    }
  }

  @Test
  void settings_are_the_servers() {
    Kit.succeeds(3, AnnotationCase.class, FieldCase.class, AnybodyCase.class);
  }

  @FiveFiftyTest
  static class RuleCase {
    @Test
    @SmtpRule(
        name = "everything",
        at = Stage.MESSAGE,
        client = "127.0.0.0/8",
        listener = "smtp",
        helo = "client.*",
        from = "a@*",
        to = "b@*",
        recipients = "1",
        size = "<1MB",
        subject = "*invoice*",
        header = "X-Mailer: Acme*",
        body = "*pay*",
        per = {dev.fivefifty.rule.Per.CLIENT, dev.fivefifty.rule.Per.FROM},
        lasting = "1h",
        after = 1,
        window = "1h",
        times = 1,
        reply = {"452 4.3.1 Disk full", "Come again"},
        delay = "1ms",
        message = dev.fivefifty.rule.MessageFate.KEEP)
    @SmtpRule(
        at = Stage.RSET,
        sequence = {"450 4.3.0 Not now", "pass"})
    @SmtpRule(at = Stage.NOOP, line = "NOOP raw", raw = "250 raw\n")
    @SmtpRule(
        at = Stage.NOOP,
        line = "NOOP none",
        reply = "none",
        close = dev.fivefifty.rule.Close.FIN)
    @SmtpRule(at = Stage.RCPT, to = "bounce+*", reply = "as-addressed")
    @SmtpRule(at = Stage.NOOP, line = "NOOP cut", reply = "250 OK", cut = 3)
    @SmtpRule(at = Stage.HELP, chance = 0, reply = "550 5.7.1 Never")
    void test(FiveFifty smtp) throws IOException {
      try (Talk talk = new Talk(smtp.port())) {
        talk.reply();
        talk.ask("EHLO client.example");
        assertThat(talk.message("Subject: an invoice\r\nX-Mailer: Acme 1\r\n\r\nplease pay"))
            .startsWith("250 ");
        assertThat(talk.message("Subject: an invoice\r\nX-Mailer: Acme 1\r\n\r\nplease pay"))
            .isEqualTo("452-4.3.1 Disk full\r\n452 4.3.1 Come again\r\n");
        assertThat(talk.message("Subject: an invoice\r\nX-Mailer: Acme 1\r\n\r\nplease pay"))
            .startsWith("250 ");
        assertThat(smtp.journal().messages()).hasSize(3);
        assertThat(talk.ask("RSET")).startsWith("450 4.3.0");
        assertThat(talk.ask("RSET")).startsWith("250 ");
        assertThat(talk.ask("HELP")).startsWith("214");
        assertThat(talk.ask("NOOP raw")).isEqualTo("250 raw\n");
        assertThat(talk.ask("NOOP cut")).isEqualTo("250");
      }
      try (Talk talk = new Talk(smtp.port())) {
        talk.reply();
        talk.ask("EHLO client.example");
        talk.ask("MAIL FROM:<a@example.com>");
        assertThat(talk.ask("RCPT TO:<bounce+450-4.2.0@any.example>")).startsWith("450 4.2.0 ");
        assertThat(talk.ask("NOOP none")).isEmpty();
      }
    }
  }

  @FiveFiftyTest
  static class StallCase {
    @Test
    @SmtpRule(at = Stage.NOOP, reply = "250 OK", stall = "forever")
    @SmtpRule(at = Stage.IDLE, silence = "5s", reply = "421 4.4.2 Stale")
    void test(FiveFifty smtp) throws IOException {
      try (Talk talk = new Talk(smtp.port())) {
        talk.reply();
        smtp.clock().advance(java.time.Duration.ofSeconds(6));
        assertThat(talk.reply()).startsWith("421 4.4.2 Stale");
      }
    }
  }

  @Test
  void every_attribute_of_a_rule_does_what_the_key_does() {
    Kit.succeeds(2, RuleCase.class, StallCase.class);
  }
}
