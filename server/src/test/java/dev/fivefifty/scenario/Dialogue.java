package dev.fivefifty.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Performs a dialogue with a server over a plain socket, and compares all that it says. See the
 * library's README for the language.
 */
final class Dialogue {
  private static final Duration GUARD = Duration.ofSeconds(20);

  private final FiveFifty smtp;
  private final List<String> heard = new ArrayList<>();

  /** Sessions that stay open meanwhile. */
  private final List<WireClient> others = new ArrayList<>();

  /** Null where the server reset the connection before connect() had returned. */
  private WireClient client;

  /** How often rules had applied when the server last said something. */
  private long applied;

  private Dialogue(FiveFifty smtp) {
    this.smtp = smtp;
  }

  static void perform(FiveFifty smtp, String script) {
    Dialogue dialogue = new Dialogue(smtp);
    try {
      dialogue.connect();
      dialogue.run(script.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    } finally {
      dialogue.closeAll();
    }
  }

  private void connect() {
    applied = applications();
    try {
      client = WireClient.connect(smtp.host(), smtp.port());
    } catch (UncheckedIOException e) {
      if (!isReset(e)) {
        throw e;
      }
      // An RST may come before connect() has returned: only (RST) can follow.
      client = null;
    }
  }

  private long open() {
    return smtp.journal().sessions().stream().filter(Session::isOpen).count();
  }

  private void closeAll() {
    close();
    others.forEach(WireClient::close);
  }

  private void close() {
    if (client != null) {
      client.close();
    }
  }

  private WireClient client() {
    if (client == null) {
      fail(said() + "\nand then (RST), before connect() had returned");
    }
    return client;
  }

  private static boolean isReset(UncheckedIOException e) {
    return e.getCause() instanceof SocketException
        && !(e.getCause() instanceof ConnectException)
        && String.valueOf(e.getCause().getMessage()).contains("reset");
  }

  private long applications() {
    return smtp.applications().values().stream().mapToLong(Long::longValue).sum();
  }

  private void run(List<String> script) {
    boolean ended = false;
    for (int i = 0; i < script.size(); i++) {
      String step = script.get(i);
      if (step.startsWith("C: ") || step.equals("C:")) {
        client().line(step.substring(2).strip());
        heard.add(step);
      } else if (step.startsWith("S: ")) {
        List<String> reply = new ArrayList<>();
        reply.add(step);
        while (i + 1 < script.size()
            && step.startsWith("-", 6)
            && script.get(i + 1).startsWith("S: ")) {
          step = script.get(++i);
          reply.add(step);
        }
        hear(reply);
      } else if (step.startsWith("(") && step.endsWith(")")) {
        ended = act(step.substring(1, step.length() - 1));
      } else {
        fail("a step is 'C: …', 'S: …' or '(…)', not '%s'", step);
      }
    }
    if (!ended && !script.get(script.size() - 1).startsWith("(")) {
      // Not a word more than the script has.
      client().halfClose();
      String more = client().readToEnd();
      assertThat(more.replaceFirst("^421 [^\r]*\r\n$", "")).as(said()).isEmpty();
    }
  }

  private String said() {
    return String.join("\n", heard);
  }

  /** A line that ends in "…" stands for one that begins so; one of a code alone, for any lines. */
  private void hear(List<String> expected) {
    String reply;
    try {
      reply = client().reply();
    } catch (UncheckedIOException e) {
      throw new AssertionError(said() + "\nand then no reply: " + e.getMessage(), e);
    }
    List<String> lines = reply.lines().map(line -> "S: " + line).toList();
    heard.addAll(lines);
    applied = applications();
    assertThat(reply).as(said()).matches("(?s).*\r\n");
    String only = expected.size() == 1 ? expected.get(0) : "";
    if (only.matches("S: \\d{3} …")) {
      assertThat(lines)
          .as(said())
          .allSatisfy(line -> assertThat(line).startsWith(only.substring(0, 6)));
      return;
    }
    assertThat(lines).as(said()).hasSameSizeAs(expected);
    for (int i = 0; i < lines.size(); i++) {
      String want = expected.get(i);
      if (want.endsWith("…")) {
        assertThat(lines.get(i)).as(said()).startsWith(want.substring(0, want.length() - 1));
      } else {
        assertThat(lines.get(i)).as(said()).isEqualTo(want);
      }
    }
  }

  /** Whether the session is over. */
  private boolean act(String step) {
    heard.add("(" + step + ")");
    int blank = step.indexOf(' ');
    String word = blank < 0 ? step : step.substring(0, blank);
    String rest = blank < 0 ? "" : step.substring(blank + 1);
    switch (word) {
      case "FIN", "RST" -> {
        assertThat(end()).as(said()).isEqualTo(word);
        return true;
      }
      case "session" -> {
        close();
        // Once the server has seen it: else what the two sessions came to is in either order.
        await().atMost(GUARD).until(() -> open() <= others.size());
        connect();
      }
      case "another" -> {
        others.add(client());
        connect();
      }
      case "piece" -> {
        for (char each : rest.toCharArray()) {
          assertThat((char) client().read()).as(said()).isEqualTo(each);
        }
      }
      case "advance" -> smtp.clock().advance(Durations.parse(rest));
      case "silence" -> assertThat(silence()).as(said()).isEqualTo("silence");
      case "TLS" -> assertThat(tls(rest.equals("silent"))).as(said()).isEqualTo(rest);
      case "attempts" -> {
        // The journal closes a session when the server has seen its end.
        closeAll();
        await()
            .atMost(GUARD)
            .until(() -> smtp.journal().sessions().stream().noneMatch(Session::isOpen));
        assertThat(
                smtp.journal().attempts().stream()
                    .map(
                        each ->
                            each.result().name().toLowerCase(Locale.ROOT)
                                + (each.stored() ? " stored" : ""))
                    .toList())
            .as(said())
            .containsExactly(rest.split(", "));
        return true;
      }
      default -> fail("no step is called '%s'", word);
    }
    return false;
  }

  /**
   * "silence", or what came instead. A rule that is silent has applied by then, so that a busy
   * machine is not taken for one; what the server does by itself is given time alone.
   */
  private String silence() {
    long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (applications() == applied && System.nanoTime() < until && client().nothingCame()) {
      LockSupport.parkNanos(1_000_000);
    }
    return client().comesWithin(300);
  }

  private String end() {
    if (client == null) {
      return "RST";
    }
    try {
      int c = client.read();
      return c < 0 ? "FIN" : "more: " + (char) c + client.readToEnd();
    } catch (UncheckedIOException e) {
      return e.getCause() instanceof SocketTimeoutException
          ? "nothing"
          : isReset(e) ? "RST" : e.toString();
    }
  }

  /** Empty if TLS is on then; else why not. A server that may be silent is waited for 2 seconds. */
  private String tls(boolean silent) {
    try {
      SSLSocket socket =
          (SSLSocket)
              smtp.sslContext()
                  .getSocketFactory()
                  .createSocket(client().socket(), "localhost", smtp.port(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(silent ? 2_000 : (int) GUARD.toMillis());
      socket.startHandshake();
      client = WireClient.over(socket);
      return "";
    } catch (SSLException e) {
      for (Throwable each = e; each != null; each = each.getCause()) {
        String message = String.valueOf(each.getMessage());
        if (each instanceof CertificateExpiredException) {
          return "expired";
        }
        if (each instanceof CertificateNotYetValidException) {
          return "not-yet-valid";
        }
        if (message.contains("No subject alternative DNS name")) {
          return "wrong-host";
        }
        if (message.contains("unable to find valid certification path")) {
          return "unknown-ca";
        }
      }
      return "fails";
    } catch (SocketTimeoutException e) {
      return "silent";
    } catch (IOException e) {
      return "fails";
    }
  }
}
