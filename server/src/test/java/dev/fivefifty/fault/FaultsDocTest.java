package dev.fivefifty.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.fault.FaultBench.Mode;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.rule.CertificateFault;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.HandshakeFault;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * FAULTS.md is true: each row's rule is given to a server, and what a socket then sees must be what
 * the row shows. {@code -Dfivefifty.regenerate=true} writes down anew what was seen.
 */
class FaultsDocTest {
  private static final Path DOC = Path.of("FAULTS.md");
  private static final boolean REGENERATE = Boolean.getBoolean("fivefifty.regenerate");
  private static final Pattern ROW =
      Pattern.compile("```yaml\n(.*?)```\n\n```text\n(.*?)```\n", Pattern.DOTALL);

  private static final Set<RuleKey> FAULTS =
      EnumSet.of(
          RuleKey.RAW,
          RuleKey.DELAY,
          RuleKey.DRIBBLE,
          RuleKey.CUT,
          RuleKey.STALL,
          RuleKey.CLOSE,
          RuleKey.BANDWIDTH,
          RuleKey.HANDSHAKE_FAULT,
          RuleKey.CERTIFICATE,
          RuleKey.PROTOCOLS,
          RuleKey.OLD_TLS,
          RuleKey.CAPABILITIES,
          RuleKey.MESSAGE_FATE,
          RuleKey.DRAIN);

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(DOC)).results().toList();
  }

  private static List<Rule> rules(String yaml) {
    return RuleFiles.parse("row.yaml", "rules:\n" + yaml.indent(2)).rules();
  }

  @Test
  void every_fault_has_a_row() throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (MatchResult row : rows()) {
      rules(row.group(1)).forEach(rule -> outcomes.add(rule.outcome()));
    }
    assertThatEveryFaultIsIn(outcomes);
    // Whatever is an outcome and neither a reply nor a fault: a new key must be put here or there.
    assertThat(
            Stream.of(RuleKey.values())
                .filter(key -> key.group() == RuleKey.Group.OUTCOME && key.isBuilt())
                .filter(key -> !FAULTS.contains(key)))
        .containsExactly(RuleKey.REPLY, RuleKey.BOUNCE);
  }

  @Test
  void every_fault_has_an_address() {
    assertThatEveryFaultIsIn(
        RuleFiles.load(List.of(Path.of("../examples/rules/faults.yaml"))).rules().stream()
            .map(Rule::outcome)
            .toList());
  }

  private static void assertThatEveryFaultIsIn(List<Outcome> outcomes) {
    assertThat(outcomes.stream().flatMap(each -> each.keys().stream()).collect(Collectors.toSet()))
        .containsAll(FAULTS);
    assertThat(outcomes.stream().map(Outcome::close)).contains(Close.values());
    assertThat(outcomes.stream().map(Outcome::handshake)).contains(HandshakeFault.values());
    assertThat(outcomes.stream().map(Outcome::certificate)).contains(CertificateFault.values());
  }

  @TestFactory
  Stream<DynamicTest> every_row_is_true() throws IOException {
    if (REGENERATE) {
      Matcher matcher = ROW.matcher(Files.readString(DOC));
      Files.writeString(
          DOC,
          matcher.replaceAll(
              row ->
                  Matcher.quoteReplacement(
                      "```yaml\n%s```\n\n```text\n%s```\n"
                          .formatted(
                              row.group(1),
                              new Meeting(row.group(1), row.group(2)).difference()))));
    }
    return rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.group(1).strip(),
                    () ->
                        assertThat(new Meeting(row.group(1), row.group(2)).difference())
                            .isEqualTo(row.group(2))));
  }

  @Test
  void an_outage() throws IOException {
    try (FaultBench bench = FaultBench.with()) {
      FaultClient open = bench.introduced(Mode.PLAIN);
      bench.smtp.pause();
      assertThatThrownBy(() -> bench.connect(Mode.PLAIN)).isInstanceOf(ConnectException.class);
      assertThat(open.ask("NOOP")).startsWith("250 ");
      bench.smtp.resume();
      bench.introduced(Mode.PLAIN);
    }
  }

  /** A guard against hanging, not a measure. */
  private static final int GUARD_MILLIS = 30_000;

  /** A client that says the same at every server, and what it saw. */
  private static final class Meeting {
    private static final String CONTENT =
        "Subject: invoice\r\n\r\n" + "A line of the message's text.\r\n".repeat(10) + ".\r\n";

    private final List<Rule> rules;
    private final List<String> seen = new ArrayList<>();

    private final boolean silent;

    /**
     * A meeting by the rules of a row.
     *
     * @param expected what it came to before: only where silence was is silence waited for
     */
    Meeting(String yaml, String expected) {
      rules = rules(yaml);
      silent = expected.contains("(nothing more comes)");
    }

    private Meeting() {
      rules = List.of();
      silent = false;
    }

    private boolean asksAt(Stage... stages) {
      return rules.stream().anyMatch(rule -> List.of(stages).contains(rule.stage()));
    }

    /** What a client sees and a client of a server without rules does not. */
    String difference() {
      boolean tls =
          asksAt(Stage.STARTTLS, Stage.HANDSHAKE)
              || rules.stream().anyMatch(rule -> rule.outcome().close() == Close.TRUNCATE);
      Meeting usual = new Meeting();
      usual.meet(tls, false);
      meet(tls, asksAt(Stage.IDLE));
      List<String> theirs = usual.seen;
      int from = 0;
      while (from < seen.size()
          && from < theirs.size()
          && seen.get(from).equals(theirs.get(from))) {
        from++;
      }
      // With the command that is answered otherwise.
      while (from > 0 && !seen.get(from - 1).startsWith("C: ")) {
        from--;
      }
      int to = seen.size();
      int their = theirs.size();
      while (to > from && their > from && seen.get(to - 1).equals(theirs.get(their - 1))) {
        to--;
        their--;
      }
      return String.join("\n", seen.subList(Math.max(0, from - 1), to)) + "\n";
    }

    private void meet(boolean tls, boolean waits) {
      try (FaultBench bench = FaultBench.with(rules.toArray(Rule[]::new))) {
        FaultClient client = bench.connect(tls ? Mode.STARTTLS : Mode.PLAIN);
        client.tcp().setSoTimeout(silent ? 4_000 : GUARD_MILLIS);
        boolean goesOn = talk(bench, client, tls, waits);
        if (goesOn) {
          seen.add("(" + client.end() + ")");
        }
        client.close();
        for (Attempt attempt : bench.awaitEnds().smtp.journal().attempts()) {
          seen.add(
              "journal: "
                  + attempt.result().name().toLowerCase(java.util.Locale.ROOT)
                  + (attempt.stored() ? ", stored" : ""));
        }
      } catch (IOException e) {
        throw new AssertionError(seen.toString(), e);
      }
    }

    private boolean talk(FaultBench bench, FaultClient client, boolean tls, boolean waits)
        throws IOException {
      if (!hears(client, "C: (connects)") || !says(client, "EHLO client.example")) {
        return false;
      }
      if (tls) {
        if (!says(client, "STARTTLS")) {
          return false;
        }
        if (last().startsWith("S: 220 ")) {
          seen.add("C: (TLS handshake)");
          if (!shakesHands(bench, client)) {
            return false;
          }
          seen.add("(TLS is on)");
          if (!says(client, "EHLO client.example")) {
            return false;
          }
        }
      }
      if (!says(client, "MAIL FROM:<a@example.com>")
          || !says(client, "RCPT TO:<b@example.com>")
          || waits && !hears(client, "C: (is silent)")
          || !says(client, "DATA")) {
        return false;
      }
      if (last().startsWith("S: 354 ")) {
        client.send(CONTENT);
        if (!hears(client, "C: (the message)")) {
          return false;
        }
      }
      return says(client, "NOOP") && says(client, "QUIT");
    }

    private String last() {
      return seen.get(seen.size() - 1);
    }

    private boolean says(FaultClient client, String line) throws IOException {
      try {
        client.line(line);
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).startsWith("Connection reset")) {
          // The write took the RST's place: reading would only find the end.
          seen.add("C: " + line);
          seen.add("(RST)");
          return false;
        }
        // It is over; how, reading tells.
      }
      return hears(client, "C: " + line);
    }

    /** False if the connection is over, or nothing comes. */
    private boolean hears(FaultClient client, String what) {
      seen.add(what);
      StringBuilder reply = new StringBuilder();
      long began = System.nanoTime();
      String after = null;
      try {
        int c;
        int lineBegins = 0;
        while (after == null && (c = client.read()) >= 0) {
          reply.append((char) c);
          if (c == '\n') {
            if (reply.length() - lineBegins < 4 || reply.charAt(lineBegins + 3) != '-') {
              after = "";
            }
            lineBegins = reply.length();
          }
        }
        if (after == null) {
          after = "(" + client.end() + ")";
        }
      } catch (SocketTimeoutException e) {
        after = "(nothing more comes)";
      } catch (IOException e) {
        after = "(" + client.end() + ")";
      }
      String late = System.nanoTime() - began > 1_500_000_000L && after.isEmpty() ? "  (late)" : "";
      if (reply.length() > 0) {
        boolean ends = reply.indexOf("\n") == reply.length() - 1 && reply.indexOf("\r\n") > 0;
        if (ends || reply.toString().contains("\r\n")) {
          String shown =
              reply.substring(0, reply.length() - (reply.toString().endsWith("\r\n") ? 2 : 0));
          for (String line : shown.split("\r\n")) {
            seen.add("S: " + printable(line) + late);
          }
        } else {
          seen.add("S: " + printable(reply.toString()) + late);
        }
      }
      if (!after.isEmpty()) {
        seen.add(after);
      }
      return after.isEmpty();
    }

    private static String printable(String text) {
      StringBuilder shown = new StringBuilder();
      for (char c : text.toCharArray()) {
        shown.append(c >= ' ' && c < 127 ? String.valueOf(c) : "\\x%02X".formatted((int) c));
      }
      return shown.toString();
    }

    private boolean shakesHands(FaultBench bench, FaultClient client) {
      int mark = client.mark();
      if (rules.stream().anyMatch(rule -> rule.outcome().close() == Close.RESET)) {
        // A write would take the RST's place.
        seen.add("(" + client.end() + ")");
        return false;
      }
      try {
        client.handshake(bench.smtp.sslContext());
        return true;
      } catch (SocketTimeoutException e) {
        seen.add("(nothing more comes)");
      } catch (IOException e) {
        String why = why(e);
        seen.add("(" + client.end() + ")");
        byte[] bytes = client.seen(mark);
        String first =
            new String(bytes, 0, Math.min(50, bytes.length), StandardCharsets.ISO_8859_1);
        seen.add(
            seen.size() - 1,
            why.isEmpty() ? "S: " + (first.isEmpty() ? "nothing" : told(first)) : why);
      }
      return false;
    }

    private static String told(String first) {
      return first.startsWith("\u0016\u0003\u0002")
          ? "a ServerHello of TLS 1.1"
          : first.startsWith("\u0015\u0003")
              ? "a TLS alert"
              : printable(first.strip()).replaceAll("(?:\\\\xFF){50}", "64 bytes FF");
    }

    private static String why(Throwable thrown) {
      for (Throwable each = thrown; each != null; each = each.getCause()) {
        if (each instanceof CertificateExpiredException) {
          return "C: the certificate has expired";
        }
        if (each instanceof CertificateNotYetValidException) {
          return "C: the certificate is not yet valid";
        }
        String message = String.valueOf(each.getMessage());
        if (message.contains("No subject alternative DNS name")) {
          return "C: the certificate is for another host";
        }
        if (message.contains("unable to find valid certification path")) {
          return "C: the certificate is not signed by a CA that I know";
        }
      }
      return "";
    }
  }
}
