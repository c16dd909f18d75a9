package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.junit.MatrixClient.End;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Each fault strikes at each stage of the matrix, as a plain socket sees it. */
@FiveFiftyTest(starttls = StartTls.OFFERED, implicitTls = true, users = "alice:secret")
class FaultMatrixTest {
  private static final Duration GUARD = Duration.ofSeconds(20);
  private static final Set<Stage> WITHOUT_ENHANCED =
      EnumSet.of(Stage.CONNECT, Stage.HELO, Stage.EHLO);

  /** What is left of a message whose header section was sent. */
  private static final String REST = "Hi\r\n.\r\n";

  @FaultTest(silence = MatrixClient.SILENCE)
  void strikes(FiveFifty smtp, FaultCase fault) throws IOException {
    CountDownLatch connected = new CountDownLatch(1);
    if (fault.stage() == Stage.CONNECT) {
      // An RST may come before the client's connect() has returned, which then fails.
      smtp.replaceRules(fault.rule().when(occasion -> isOver(connected)));
    }
    try (MatrixClient client =
        fault.fault() == FaultKind.TRUNCATED_TLS
            ? MatrixClient.connectUnderTls(smtp)
            : MatrixClient.connect(smtp)) {
      connected.countDown();
      new Meeting(smtp, fault, client).run();
    }
  }

  private static boolean isOver(CountDownLatch latch) {
    try {
      return latch.await(GUARD.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A client that comes to where the fault is. */
  private record Meeting(FiveFifty smtp, FaultCase fault, MatrixClient client) {
    Stage stage() {
      return fault.stage();
    }

    void run() throws IOException {
      int mark = client.mark();
      long began = System.nanoTime();
      client.reach(stage(), smtp);
      switch (fault.fault()) {
        case LATE_REPLY -> late();
        case DRIBBLED_REPLY -> dribbled(began);
        case CUT_REPLY -> {
          assertThat(client.rest()).isEqualTo(usual().substring(0, 7));
          assertThat(client.end()).isEqualTo(End.FIN);
          assertThat(exchange().written()).isFalse();
        }
        case STALL -> stalls();
        case SLOW_READING -> slow();
        case NO_LINE_END -> raw(due() + " " + text("no end"), false);
        case LINE_FEED_ONLY -> raw(due() + " " + text("a line feed alone") + "\n", true);
        case MIXED_CODES -> {
          assertThat(client.read(17)).isEqualTo(due() + "-first so\r\n" + refusal());
          assertThat(client.reply()).isEqualTo(" then so\r\n");
          assertThat(exchange().reply().orElseThrow().code()).isEqualTo(refusal());
        }
        case NO_FINAL_LINE -> raw(due() + "-and more to come\r\n", false);
        case BARE_CODE -> raw(due() + "\r\n", true);
        case BAD_SECOND_DIGIT -> raw(due() / 100 + "90 " + text("what is that?") + "\r\n", true);
        case EIGHT_BIT_TEXT -> raw(due() + " gr\u00FC\u00DFe\r\n", true);
        case NUL_IN_TEXT -> raw(due() + " a \0 in it\r\n", true);
        case SURPLUS_REPLY ->
            raw(due() + " " + text("one") + "\r\n" + due() + " " + text("two") + "\r\n", true);
        case NOT_SMTP -> raw("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", false);
        case FIN -> fin(mark);
        case RESET -> {
          assertThat(client.rest()).isEmpty();
          assertThat(client.end()).isEqualTo(End.RST);
        }
        case HALF_CLOSE -> halfClosed();
        case TRUNCATED_TLS -> {
          finishContent();
          assertThat(client.rest()).isEmpty();
          assertThat(client.end()).isEqualTo(End.FIN);
          assertThat(client.endsWithAlert(0)).as("a close_notify came").isFalse();
        }
        case SHUTTING_DOWN -> {
          assertThat(client.reply()).isEqualTo(shuttingDown());
          finishContent();
          assertThat(client.rest()).isEmpty();
          assertThat(client.end()).isEqualTo(End.FIN);
        }
        case STAYS_AFTER_421 -> {
          assertThat(client.reply()).isEqualTo(shuttingDown());
          finishContent();
          // Not the command at which the rule says 421 again.
          assertThat(client.ask(stage() == Stage.NOOP ? "RSET" : "NOOP"))
              .startsWith(stage() == Stage.CONNECT ? "503 " : "250 ");
        }
        case REPLY_THEN_RESET -> {
          String enhanced = WITHOUT_ENHANCED.contains(stage()) ? "" : "4.3.0 ";
          assertThat(client.reply()).isEqualTo("451 " + enhanced + "Local error in processing\r\n");
          assertThat(client.end()).isEqualTo(End.RST);
        }
        case LOST_ACK -> {
          assertThat(client.rest()).isEmpty();
          assertThat(client.end()).isEqualTo(End.RST);
          assertAttempt(Attempt.Result.LOST, true);
        }
        case STORED_THEN_DEFERRED -> {
          assertThat(client.reply()).isEqualTo("451 4.3.0 Try again later\r\n");
          assertAttempt(Attempt.Result.DEFERRED, true);
        }
        case STORED_THEN_REFUSED -> {
          assertThat(client.reply()).isEqualTo("550 5.7.1 No\r\n");
          assertAttempt(Attempt.Result.REFUSED, true);
        }
        case ACCEPTED_AND_LOST -> {
          assertThat(client.reply()).isEqualTo("250 2.0.0 Thank you\r\n");
          assertAttempt(Attempt.Result.ACCEPTED, false);
        }
        case EARLY_REFUSAL -> {
          assertThat(client.reply()).isEqualTo("552 5.3.4 Too much\r\n");
          assertThat(client.isSilent()).as("it waits for the rest").isTrue();
          client.send(REST);
          assertThat(client.end()).isEqualTo(End.FIN);
        }
        case EARLY_REFUSAL_UNDRAINED -> {
          assertThat(client.reply()).isEqualTo("552 5.3.4 Too much\r\n");
          assertThat(client.end()).isEqualTo(End.FIN);
        }
        case DATA_ANSWERED_250 -> {
          assertThat(client.reply()).isEqualTo("250 2.0.0 Fine\r\n");
          assertThat(client.ask("NOOP")).startsWith("250 ");
        }
        case BANNER_554 -> {
          assertThat(client.reply()).isEqualTo("554 No SMTP service here\r\n");
          assertThat(client.ask("EHLO client.example")).startsWith("503 ");
        }
        case BANNER_521 -> {
          assertThat(client.reply()).isEqualTo("521 We accept no mail\r\n");
          assertThat(client.end()).isEqualTo(End.FIN);
        }
        case MULTILINE_BANNER ->
            assertThat(client.reply()).isEqualTo("220-mx.example.test\r\n220 of many words\r\n");
        case EHLO_UNKNOWN -> {
          assertThat(client.reply()).isEqualTo("502 What is that?\r\n");
          assertThat(client.ask("HELO client.example")).startsWith("250 ");
        }
        case SIZE_UNDERSTATED -> {
          assertThat(client.reply()).containsPattern("250[ -]SIZE 100\r\n");
          assertThat(usual()).doesNotContain("SIZE 100\r\n");
        }
        case STARTTLS_STRIPPED -> {
          assertThat(client.reply()).startsWith("250-").doesNotContain("STARTTLS");
          assertThat(usual()).contains("STARTTLS");
          assertThat(client.ask("STARTTLS")).startsWith("220 ");
        }
        case NO_CAPABILITIES ->
            assertThat(client.reply()).isEqualTo("250 localhost greets client.example\r\n");
        case STARTTLS_REFUSED -> {
          assertThat(client.reply())
              .isEqualTo("454 4.7.0 TLS not available due to local problem\r\n");
          assertThat(client.ask("NOOP")).startsWith("250 ");
        }
        case HANDSHAKE_GARBAGE -> {
          byte[] garbage = new byte[64];
          java.util.Arrays.fill(garbage, (byte) 0xFF);
          assertThat(insteadOfHandshake()).isEqualTo(garbage);
        }
        case HANDSHAKE_PLAINTEXT ->
            assertThat(insteadOfHandshake())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("454 4.7.0 TLS not available due to local problem\r\n");
        case CLOSE_AFTER_HANDSHAKE -> {
          client.handshake(smtp.sslContext());
          int after = client.mark();
          assertThat(client.rest()).isEmpty();
          assertThat(client.end()).isEqualTo(End.FIN);
          assertThat(client.endsWithAlert(after)).as("a close_notify came").isFalse();
        }
        case CERTIFICATE_EXPIRED -> certificate("NotAfter");
        case CERTIFICATE_NOT_YET_VALID -> certificate("NotBefore");
        case CERTIFICATE_WRONG_HOST -> certificate("No subject alternative DNS name");
        case CERTIFICATE_SELF_SIGNED, CERTIFICATE_UNKNOWN_CA ->
            certificate("unable to find valid certification path");
        case TLS_1_2_ONLY -> {
          client.handshake(smtp.sslContext());
          assertThat(client.protocol()).isEqualTo("TLSv1.2");
        }
        case TLS_1_1 -> assertThat(insteadOfHandshake()).startsWith(0x16, 0x03, 0x02);
        case BAD_CHALLENGE -> {
          assertThat(client.reply()).isEqualTo("334 this is not base64!\r\n");
          assertThatThrownBy(() -> Base64.getDecoder().decode("this is not base64!"))
              .isInstanceOf(IllegalArgumentException.class);
        }
        case ENDLESS_CHALLENGES -> {
          assertThat(client.reply()).startsWith("334 ");
          for (int i = 0; i < 10; i++) {
            assertThat(client.ask("c2VjcmV0")).startsWith("334 ");
          }
        }
      }
      assertThat(exchange().rule()).hasValue(fault.toString());
    }

    /** The exchange that the rule decided, once it is there. */
    private Exchange exchange() {
      return await()
          .atMost(GUARD)
          .until(
              () ->
                  smtp.journal().exchanges().stream()
                      .filter(each -> each.stage() == stage() && each.deliberate())
                      .findFirst(),
              Optional::isPresent)
          .orElseThrow();
    }

    /** What a server without rules says there. */
    private String usual() throws IOException {
      try (FiveFifty without =
              FiveFifty.builder().starttls(StartTls.OFFERED).user("alice", "secret").start();
          MatrixClient other = MatrixClient.connect(without)) {
        return other.reach(stage(), without).reply();
      }
    }

    private int due() throws IOException {
      // Where all is well; this server does not do EXPN.
      return stage() == Stage.EXPN ? 250 : Integer.parseInt(usual().substring(0, 3));
    }

    private int refusal() {
      return switch (stage()) {
        case CONNECT, DATA -> 554;
        case STARTTLS -> 454;
        case AUTH, CHALLENGE -> 535;
        default -> 550;
      };
    }

    private String text(String otherwise) {
      return stage() == Stage.CHALLENGE ? "TW9yZTo=" : otherwise;
    }

    private String shuttingDown() {
      return stage() == Stage.IDLE
          ? "421 4.4.2 Idle for too long\r\n"
          : "421 "
              + (WITHOUT_ENHANCED.contains(stage()) ? "" : "4.3.2 ")
              + "Service not available, closing transmission channel\r\n";
    }

    private void finishContent() throws IOException {
      if (stage() == Stage.CONTENT) {
        exchange();
        client.send(REST);
      }
    }

    private void late() throws IOException {
      Duration late = Duration.ofSeconds(2);
      if (stage() == Stage.HANDSHAKE) {
        long began = System.nanoTime();
        client.handshake(smtp.sslContext());
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(late.toNanos());
        return;
      }
      await()
          .atMost(GUARD)
          .until(
              () -> {
                smtp.clock().advance(Duration.ofMillis(50));
                return client.somethingCame();
              });
      assertThat(client.reply()).isEqualTo(usual());
      assertThat(exchange().took()).isGreaterThanOrEqualTo(late);
    }

    private void dribbled(long began) throws IOException {
      String reply = client.reply();
      long took = System.nanoTime() - began;
      assertThat(reply).isEqualTo(usual());
      // The last of so many pieces cannot have come earlier.
      assertThat(took).isGreaterThanOrEqualTo((reply.length() - 1) * 10_000_000L * 8 / 10);
    }

    private void stalls() throws IOException {
      if (stage() == Stage.HANDSHAKE) {
        int mark = client.mark();
        client.tcpTimeout(Duration.ofMillis(300));
        assertThatThrownBy(() -> client.handshake(smtp.sslContext()))
            .isInstanceOf(SocketTimeoutException.class);
        assertThat(client.seen(mark)).isEmpty();
      } else {
        assertThat(exchange().sent().length()).isZero();
        assertThat(client.isSilent()).isTrue();
        client.line("NOOP");
        assertThat(client.isSilent()).as("the stall goes on").isTrue();
      }
      assertThat(smtp.journal().sessions().get(0).isOpen()).isTrue();
    }

    private void slow() throws IOException {
      String content = ("x".repeat(98) + "\r\n").repeat(20);
      long began = System.nanoTime();
      if (stage() == Stage.DATA) {
        assertThat(client.reply()).startsWith("354 ");
        client.send(content + ".\r\n");
      } else {
        assertThat(client.reply()).startsWith("250 ");
        client.send("BDAT 2000 LAST\r\n" + content);
      }
      assertThat(client.reply()).startsWith("250 2.0.0 Message accepted");
      // 2 KB at 1 KB a second, the first of which may come at once.
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(900_000_000L);
    }

    private void raw(String bytes, boolean effect) throws IOException {
      assertThat(client.read(bytes.length())).isEqualTo(bytes);
      Exchange exchange = exchange();
      assertThat(exchange.sent().toByteArray())
          .isEqualTo(bytes.getBytes(StandardCharsets.ISO_8859_1));
      if (effect) {
        assertThat(exchange.reply().orElseThrow().toBytes())
            .asString(StandardCharsets.UTF_8)
            .isEqualTo(usual());
      } else {
        assertThat(exchange.reply()).isEmpty();
        assertThat(client.isSilent()).isTrue();
      }
    }

    private void fin(int mark) throws IOException {
      if (stage() == Stage.HANDSHAKE) {
        assertThat(insteadOfHandshake()).isEmpty();
        return;
      }
      finishContent();
      assertThat(client.rest()).isEmpty();
      assertThat(client.end()).isEqualTo(End.FIN);
      assertThat(client.mark()).isGreaterThanOrEqualTo(mark);
    }

    private void halfClosed() throws IOException {
      finishContent();
      assertThat(client.rest()).isEmpty();
      assertThat(client.end()).isEqualTo(End.FIN);
      client.line("NOOP");
      List<Exchange> after =
          await()
              .atMost(GUARD)
              .until(
                  () ->
                      smtp.journal().exchanges().stream()
                          .filter(each -> each.number() > exchange().number())
                          .toList(),
                  all -> !all.isEmpty());
      assertThat(after).allMatch(each -> each.sent().length() == 0);
      assertThat(smtp.journal().sessions().get(0).isOpen()).isTrue();
    }

    /** What comes in answer to the ClientHello, up to FIN. */
    private byte[] insteadOfHandshake() throws IOException {
      int mark = client.mark();
      assertThatThrownBy(() -> client.handshake(smtp.sslContext())).isInstanceOf(IOException.class);
      assertThat(client.end()).isEqualTo(End.FIN);
      return client.seen(mark);
    }

    private void certificate(String why) {
      assertThatThrownBy(() -> client.handshake(smtp.sslContext()))
          .isInstanceOf(IOException.class)
          .satisfies(
              thrown -> {
                StringBuilder all = new StringBuilder();
                for (Throwable each = thrown; each != null; each = each.getCause()) {
                  all.append(each.getMessage()).append('\n');
                }
                assertThat(all.toString()).contains(why);
              });
    }

    private void assertAttempt(Attempt.Result result, boolean stored) {
      List<Attempt> attempts =
          await().atMost(GUARD).until(() -> smtp.journal().attempts(), found -> !found.isEmpty());
      assertThat(attempts).hasSize(1);
      assertThat(attempts.get(0).result()).isEqualTo(result);
      assertThat(attempts.get(0).stored()).isEqualTo(stored);
      assertThat(smtp.journal().messages()).hasSize(stored ? 1 : 0);
    }
  }
}
