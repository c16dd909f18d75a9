package dev.fivefifty.fault;

import static dev.fivefifty.rule.Rule.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.fault.FaultClient.End;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.rule.CertificateFault;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.HandshakeFault;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes in place of a handshake, or goes wrong within it. */
@Timeout(60)
class HandshakeFaultTest {
  private static final Set<Mode> UNDER_TLS = Mode.UNDER_TLS;

  private static Rule rule(HandshakeFault fault) {
    return at(Stage.HANDSHAKE).handshake(fault);
  }

  /** What comes in place of a handshake, before FIN. */
  private enum Instead {
    CLOSE(rule(HandshakeFault.CLOSE)) {
      @Override
      void see(byte[] bytes) {
        assertThat(bytes).isEmpty();
      }
    },
    GARBAGE(rule(HandshakeFault.GARBAGE)) {
      @Override
      void see(byte[] bytes) {
        byte[] garbage = new byte[64];
        Arrays.fill(garbage, (byte) 0xFF);
        assertThat(bytes).isEqualTo(garbage);
      }
    },
    PLAINTEXT(rule(HandshakeFault.PLAINTEXT)) {
      @Override
      void see(byte[] bytes) {
        assertThat(new String(bytes, StandardCharsets.US_ASCII))
            .isEqualTo("454 4.7.0 TLS not available due to local problem\r\n");
      }
    },
    OLD_TLS(at(Stage.HANDSHAKE).oldTls(true)) {
      @Override
      void see(byte[] bytes) {
        assertThat(Arrays.copyOf(bytes, 3)).as("a handshake record").containsExactly(22, 3, 2);
        assertThat(bytes[5]).as("a ServerHello").isEqualTo((byte) 2);
        assertThat(Arrays.copyOfRange(bytes, 9, 11)).as("of TLS 1.1").containsExactly(3, 2);
      }
    };

    private final Rule rule;

    Instead(Rule rule) {
      this.rule = rule;
    }

    abstract void see(byte[] bytes);
  }

  static Stream<Arguments> instead_of_a_handshake() {
    return Arrays.stream(Instead.values())
        .flatMap(fault -> UNDER_TLS.stream().map(mode -> Arguments.of(fault, mode)));
  }

  private static void fails(FaultBench bench, FaultClient client) {
    assertThatThrownBy(() -> client.handshake(bench.smtp.sslContext()))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource
  void instead_of_a_handshake(Instead fault, Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(fault.rule)) {
      FaultClient client = bench.beforeHandshake(mode);
      int mark = client.mark();
      fails(bench, client);
      assertThat(client.end()).isEqualTo(End.FIN);
      fault.see(client.seen(mark));
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
    }
  }

  /** Without a handshake begun, since a write may take the RST from the socket. */
  @ParameterizedTest
  @FieldSource("UNDER_TLS")
  void a_reset_instead(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.HANDSHAKE).close(Close.RESET))) {
      assertThat(bench.beforeHandshake(mode).end()).isEqualTo(End.RST);
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
    }
  }

  @ParameterizedTest
  @FieldSource("UNDER_TLS")
  void stall(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(rule(HandshakeFault.STALL))) {
      FaultClient client = bench.beforeHandshake(mode);
      int mark = client.mark();
      client.tcp().setSoTimeout(300);
      assertThatThrownBy(() -> client.handshake(bench.smtp.sslContext()))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(client.seen(mark)).isEmpty();
      assertThat(bench.session().isOpen()).isTrue();
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
    }
  }

  @Test
  void a_stall_ends_with_the_rules() throws IOException {
    try (FaultBench bench = FaultBench.with(rule(HandshakeFault.STALL))) {
      FaultClient client = bench.beforeHandshake(Mode.IMPLICIT);
      client.send("\26\3\1");
      await().atMost(FaultBench.GUARD).until(() -> !bench.smtp.journal().exchanges().isEmpty());
      bench.smtp.reset();
      assertThat(client.rest()).isEmpty();
      assertThat(client.end()).isEqualTo(End.FIN);
    }
  }

  @ParameterizedTest
  @FieldSource("UNDER_TLS")
  void then_close(Mode mode) throws IOException {
    try (FaultBench bench = FaultBench.with(rule(HandshakeFault.THEN_CLOSE))) {
      FaultClient client = bench.beforeHandshake(mode);
      client.handshake(bench.smtp.sslContext());
      assertThat(client.rest()).isEmpty();
      assertThat(client.end()).isEqualTo(End.FIN);
      client.close();
      assertThat(bench.attempt().result()).isEqualTo(Attempt.Result.LOST);
    }
  }

  @ParameterizedTest
  @EnumSource(CertificateFault.class)
  void a_certificate_that_nobody_should_take(CertificateFault fault) throws IOException {
    for (Mode mode : Mode.UNDER_TLS) {
      try (FaultBench bench = FaultBench.with(at(Stage.HANDSHAKE).certificate(fault))) {
        FaultClient client = bench.beforeHandshake(mode);
        String words =
            switch (fault) {
              case EXPIRED -> "NotAfter";
              case NOT_YET_VALID -> "NotBefore";
              case WRONG_HOST -> "No subject alternative DNS name matching localhost found";
              case SELF_SIGNED, UNKNOWN_CA -> "unable to find valid certification path";
            };
        assertThatThrownBy(() -> client.handshake(bench.smtp.sslContext()))
            .as("%s %s", fault, mode)
            .hasStackTraceContaining(words);
        client.close();
        bench.awaitEnds();
      }
    }
  }

  @Test
  void only_an_older_version() throws IOException {
    try (FaultBench bench = FaultBench.with(at(Stage.HANDSHAKE).protocols("TLSv1.2"))) {
      FaultClient modern = bench.beforeHandshake(Mode.IMPLICIT);
      fails(bench, modern);
      FaultClient older = bench.beforeHandshake(Mode.IMPLICIT_TLS12);
      older.handshake(bench.smtp.sslContext());
      assertThat(older.reply()).startsWith("220 ");
    }
  }

  /** Command injection: what came in plaintext behind STARTTLS is not executed under TLS. */
  @Test
  void plaintext_behind_starttls_is_never_executed() throws IOException {
    try (FaultBench bench = FaultBench.with()) {
      FaultClient client = bench.connect(Mode.STARTTLS);
      client.reply();
      client.accepted("EHLO client.example");
      client.send("STARTTLS\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<b@example.com>\r\n");
      assertThat(client.reply()).startsWith("220 ");
      client.handshake(bench.smtp.sslContext());
      assertThat(client.ask("RCPT TO:<c@example.com>")).startsWith("503 ");
      assertThat(client.ask("EHLO client.example")).contains("250");
      assertThat(client.ask("QUIT")).startsWith("221 ");
      assertThat(bench.smtp.journal().exchanges())
          .noneMatch(each -> each.received().toString().contains("evil"));
    }
  }

  /** The refusal after offering: 454, then the session goes on in plaintext. */
  @Test
  void starttls_refused() throws IOException {
    try (FaultBench bench =
        FaultBench.with(at(Stage.STARTTLS).reply("454 4.7.0 TLS not available"))) {
      FaultClient client = bench.introduced(Mode.PLAIN);
      assertThat(client.ask("STARTTLS")).isEqualTo("454 4.7.0 TLS not available\r\n");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }
}
