package dev.fivefifty.file;

import static dev.fivefifty.file.Read.errors;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.StartTls;
import dev.fivefifty.rule.TagSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {

  @Test
  void everySetting() {
    String text =
        """
        server:
          hostname: mx.example.test
          port: 0
          bind: "::1"
          size: 25MB
          seed: -42
          journalLimit: 1000
          journalBytes: 64MB
          idleTimeout: 5m
          maxConnections: 200
          maxRecipients: 100
          tags: [subaddress, "domain:tests.example"]
          bounces: { to: "[::1]:2526" }
        """;
    LoadedRules loaded = Read.yaml(text);
    assertThat(loaded.settings())
        .isEqualTo(
            new ServerSettings(
                "mx.example.test",
                0,
                "::1",
                25L << 20,
                -42L,
                1000,
                64L << 20,
                Duration.ofMinutes(5),
                200,
                100,
                List.of(TagSource.subaddress(), TagSource.domain("tests.example")),
                null,
                null,
                null,
                null,
                "[::1]:2526"));
    assertThat(loaded.warnings()).isEmpty();
  }

  private static NamedFile named(String path) {
    return new NamedFile(Path.of(path), Place.whole("elsewhere"));
  }

  @Test
  void authenticationTlsAndListeners() {
    String text =
        """
        server:
          auth:
            users: { alice: secret, bob: "#1" }
            mechanisms: [PLAIN, CRAM-MD5]
            required: true
            onlyUnderTls: true
          tls:
            starttls: required
            clientCertificates: required
            clientCas: cas.pem
            certificate: a.pem
            key: k.pem
          listen:
            - { port: 2525, receiveBuffer: 4KB }
            - { port: 0, tls: implicit, bind: "::1", proxy: true }
        """;
    ServerSettings settings = Read.yaml(text).settings();
    assertThat(settings.auth())
        .isEqualTo(
            new AuthSettings(
                Map.of("alice", "secret", "bob", "#1"),
                false,
                List.of("PLAIN", "CRAM-MD5"),
                true,
                true));
    assertThat(settings.auth().toString()).contains("alice").doesNotContain("secret", "#1");
    assertThat(settings.tls())
        .isEqualTo(
            new TlsSettings(
                StartTls.REQUIRED,
                ClientCertificates.REQUIRED,
                named("cas.pem"),
                named("a.pem"),
                named("k.pem"),
                null,
                null));
    assertThat(settings.listen())
        .containsExactly(
            new ListenSettings("smtp", 2525, null, false, 4096, false),
            new ListenSettings("smtps", 0, "::1", true, 0, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          auth: {}                          | 1:17: 'auth' accepts nobody (expected users, or any: true)
          auth: { users: { a: [secret] } }  | 1:31: a password is a text
          auth: { user: { a: b } }          | 1:19: unknown key 'user' (expected one of users, any, mechanisms, required, onlyUnderTls; did you mean users?)
          auth: { any: true, mechanisms: [CRAM-MD6] } | 1:43: 'mechanisms' expects one of PLAIN, LOGIN, CRAM-MD5, XOAUTH2, not 'CRAM-MD6' (did you mean CRAM-MD5?)
          tls: { starttls: offerd }         | 1:28: 'starttls' expects one of disabled, offered, required, not 'offerd' (did you mean offered?)
          tls: { certificate: a.pem }       | 1:16: 'certificate' and 'key' go together
          tls: { clientCas: [a.pem] }       | 1:29: 'clientCas' expects a file, not a list
          tls: { clientCa: a.pem }          | 1:18: unknown key 'clientCa' (expected one of starttls, clientCertificates, clientCas, certificate, key, keyStore, password; did you mean clientCas?)
          http: { prt: 1 }                  | 1:19: unknown key 'prt' (expected one of port, bind, token; did you mean port?)
          http: { port: on }                | 1:25: 'port' expects a whole number from 0 to 65535, not 'on'
          http: { token: "a b" }            | 1:26: 'token' is 1 to 256 visible ASCII characters without blanks, or none
          http: { bind: localhost }         | 1:25: 'bind' expects an IP address such as 127.0.0.1 or "::", not 'localhost'
          http: 8025                        | 1:17: 'http' expects settings such as { port: 8025 }, not '8025'
          listen: []                        | 1:19: 'listen' expects a list such as [{ port: 2525 }, { port: 4650, tls: implicit }], not an empty list
          listen: [{ tls: implicit }]       | 1:20: a listener needs a 'port' (0 takes a free one)
          listen: [{ port: 1 }, { port: 2 }] | 1:33: a listener 'smtp' is there already (give it a name)
          listen: [{ port: 1, tls: explicit }] | 1:36: 'tls' expects one of implicit, not 'explicit' (did you mean implicit?)
          """)
  void wrongServices(String setting, String expected) {
    assertThat(errors("r.yaml", "server: { " + setting + " }")).contains("r.yaml:" + expected);
  }

  @Test
  void whatCanBeNoPath() {
    assertThat(errors("r.yaml", "server: { tls: { clientCas: \"a\\0.pem\" } }"))
        .containsExactly("r.yaml:1:29: 'clientCas' expects a file, not 'a\\u0000.pem'");
  }

  @Test
  void casWithoutEffectAreAWarning() {
    String expected =
        "r.yaml:1:%d: warning: 'clientCas' matters only beside 'clientCertificates: required'";
    assertThat(Read.warnings("r.yaml", "server: { tls: { clientCas: a.pem } }"))
        .containsExactly(expected.formatted(29));
    assertThat(
            Read.warnings(
                "r.yaml", "server: { tls: { clientCertificates: requested, clientCas: a.pem } }"))
        .containsExactly(expected.formatted(60));
  }

  /** In two files, the same file named is the same setting. */
  @Test
  void aNamedFileIsTheSameWhereverItIsNamed() {
    assertThat(named("a.pem"))
        .isEqualTo(new NamedFile(Path.of("a.pem"), new Place("r.yaml", 1, 2)))
        .hasSameHashCodeAs(named("a.pem"))
        .isNotEqualTo(named("b.pem"));
  }

  @Test
  void nothingSaid() {
    assertThat(Read.yaml("server:\nrules: []\n").settings()).isEqualTo(ServerSettings.NONE);
  }

  @Test
  void fewRecipientsAreAWarning() {
    assertThat(Read.warnings("r.yaml", "server: { maxRecipients: 10 }"))
        .containsExactly(
            "r.yaml:1:26: warning: a server takes at least 100 recipients (RFC 5321 §4.5.3.1.8)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          hostname: mx example      | 1:21: 'hostname' expects a host name such as mx.example.test, not 'mx example'
          port: 65536               | 1:17: 'port' expects a whole number from 0 to 65535, not '65536'
          bind: localhost           | 1:17: 'bind' expects an IP address such as 127.0.0.1 or "::", not 'localhost'
          bind: 10.0.0.0/8          | 1:17: 'bind' expects an IP address such as 127.0.0.1 or "::", not '10.0.0.0/8'
          size: big                 | 1:17: 'big' is no size (expected such as 512, 10KB or 25MB)
          size: 0                   | 1:17: 'size' is more than 0
          size: 2GB                 | 1:17: 'size' is 1GB at most, not '2GB'
          seed: 1.5                 | 1:17: 'seed' expects a whole number, not '1.5'
          journalLimit: 0           | 1:25: 'journalLimit' expects a whole number of 1 or more, not '0'
          journalBytes: 0MB         | 1:25: 'journalBytes' is more than 0
          idleTimeout: 300          | 1:24: '300' is no duration (expected such as 100ms, 5s, 5m or 1h30m; did you mean 300s or 300ms?)
          idleTimeout: 0s           | 1:24: 'idleTimeout' is more than 0
          maxConnections: none      | 1:27: 'maxConnections' expects a whole number from 1 to 19000, not 'none'
          maxConnections: 20000     | 1:27: 'maxConnections' expects a whole number from 1 to 19000, not '20000'
          maxRecipients: 0          | 1:26: 'maxRecipients' expects a whole number of 1 or more, not '0'
          bounces: a:25             | 1:20: 'bounces' expects settings such as { to: "mail.example.test:25" }, not 'a:25'
          bounces: {}               | 1:20: 'bounces' expects settings such as { to: "mail.example.test:25" }, not an empty mapping
          bounces: { too: "a:25" }  | 1:22: unknown key 'too' (expected one of to; did you mean to?)
          bounces: { to: "a" }      | 1:26: 'to' expects a host and a port such as mail.example.test:25, not 'a'
          bounces: { to: "a:0" }    | 1:26: 'to' expects a host and a port such as mail.example.test:25, not 'a:0'
          bounces: { to: "a:99999" } | 1:26: 'to' expects a host and a port such as mail.example.test:25, not 'a:99999'
          hostName: a               | 1:11: unknown key 'hostName' (expected one of hostname, port, bind, size, seed, journalLimit, journalBytes, idleTimeout, maxConnections, maxRecipients, tags, auth, tls, listen, http, bounces; did you mean hostname?)
          """)
  void wrongSettings(String setting, String expected) {
    assertThat(errors("r.yaml", "server: { " + setting + " }"))
        .containsExactly("r.yaml:" + expected);
  }

  @Test
  void theControlApi() {
    ServerSettings settings =
        Read.yaml("server: { http: { port: 0, bind: \"::1\", token: s3cret } }").settings();
    assertThat(settings.http()).isEqualTo(new ApiSettings(0, false, "::1", "s3cret"));
    assertThat(settings.toString()).contains("with a token").doesNotContain("s3cret");
    assertThat(Read.yaml("server: { http: { port: off } }").settings().http())
        .isEqualTo(new ApiSettings(null, true, null, null));
  }

  @Test
  void settingsAreAMapping() {
    assertThat(errors("r.yaml", "server: mx.example.test"))
        .containsExactly(
            "r.yaml:1:9: 'server' expects settings such as { hostname: mx.example.test }, not"
                + " 'mx.example.test'");
  }
}
