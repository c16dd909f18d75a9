package dev.fivefifty.file;

import static dev.fivefifty.file.Read.errors;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
                100));
    assertThat(loaded.warnings()).isEmpty();
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
          hostName: a               | 1:11: unknown key 'hostName' (expected one of hostname, port, bind, size, seed, journalLimit, journalBytes, idleTimeout, maxConnections, maxRecipients; did you mean hostname?)
          """)
  void wrongSettings(String setting, String expected) {
    assertThat(errors("r.yaml", "server: { " + setting + " }"))
        .containsExactly("r.yaml:" + expected);
  }

  @Test
  void whatIsNotBuiltIsRefusedByName() {
    for (String key : ServerMapper.NOT_BUILT) {
      assertThat(errors("r.yaml", "server: { " + key + ": 1 }"))
          .containsExactly("r.yaml:1:11: '" + key + "' is not built yet");
    }
  }

  @Test
  void settingsAreAMapping() {
    assertThat(errors("r.yaml", "server: mx.example.test"))
        .containsExactly(
            "r.yaml:1:9: 'server' expects settings such as { hostname: mx.example.test }, not"
                + " 'mx.example.test'");
  }
}
