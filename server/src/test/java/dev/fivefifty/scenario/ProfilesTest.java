package dev.fivefifty.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** PROFILES.md is what the profiles say: every row is met, and every rule has a row. */
class ProfilesTest {
  private static final Path DOC = Path.of("PROFILES.md");
  private static final String GROUP = "provider profiles";
  private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");

  /** A row; {@code met} says what makes the server say {@code reply}, which is a rule file's. */
  record Row(
      String profile, String cause, String met, String stage, List<String> reply, String source) {
    String word() {
      Matcher quoted = QUOTED.matcher(met);
      assertThat(quoted.find()).as(met).isTrue();
      return quoted.group(1).replace("@…", "");
    }
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(DOC)) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 9 && !cells[1].contains("---") && !cells[1].equals(" profile ")) {
        List<String> texts =
            QUOTED.matcher(cells[6]).results().map(result -> result.group(1)).toList();
        rows.add(
            new Row(
                cells[1].strip(),
                cells[2].strip(),
                cells[3].strip(),
                cells[4].strip(),
                lines(cells[5].strip(), texts),
                cells[7].strip()));
      }
    }
    return rows;
  }

  /** As the wire has them: code and enhanced code on every line. */
  private static List<String> lines(String codes, List<String> texts) {
    String enhanced = codes.length() > 3 ? codes.substring(4) + " " : "";
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      char separator = i < texts.size() - 1 ? '-' : ' ';
      lines.add(codes.substring(0, 3) + separator + enhanced + texts.get(i));
    }
    return lines;
  }

  @Test
  void every_rule_of_a_profile_is_a_row() throws IOException {
    List<String> rules =
        Scenarios.all().stream()
            .filter(scenario -> scenario.group().equals(GROUP))
            .flatMap(scenario -> scenario.rules().stream())
            .map(rule -> rule.name().orElseThrow() + " at " + rule.stage().keyword())
            .toList();
    assertThat(rows().stream().map(row -> row.profile() + "/" + row.cause() + " at " + row.stage()))
        .containsExactlyInAnyOrderElementsOf(rules);
  }

  @Test
  void every_row_has_a_source_that_the_introduction_names() throws IOException {
    String introduction = Files.readString(DOC).replaceFirst("(?s)\n\\|.*", "");
    assertThat(rows())
        .hasSizeGreaterThan(100)
        .allSatisfy(row -> assertThat(introduction).contains("**" + row.source() + "**"));
  }

  @Test
  void classes_agree() throws IOException {
    assertThat(rows())
        .allSatisfy(
            row -> {
              Matcher enhanced =
                  Pattern.compile("\\d{3}.(\\d)\\.\\d+\\.\\d+ .*").matcher(row.reply().get(0));
              if (enhanced.matches()) {
                assertThat(row.reply().get(0)).startsWith(enhanced.group(1));
              }
            });
  }

  @TestFactory
  Stream<DynamicTest> every_row_is_met() throws IOException {
    return rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.profile() + " " + row.cause() + " at " + row.stage(), () -> meet(row)));
  }

  private static void meet(Row row) throws IOException {
    try (FiveFifty smtp =
        FiveFifty.builder().scenario(row.profile(), parameters(row.met())).start()) {
      String reply = new Client(row, smtp).perform();
      assertThat(reply).matches(expected(row));
      assertThat(smtp.journal().exchanges().stream().map(each -> each.rule().orElse("")))
          .contains(row.profile() + "/" + row.cause());
    }
  }

  /** Limits so low that a short session exceeds them. */
  private static Map<String, String> parameters(String met) {
    return switch (met) {
      case "client `blocklisted`" -> Map.of("blocklisted", "127.0.0.0/8");
      case "more than `connections`" -> Map.of("connections", "1");
      case "more than `messages` in a session" -> Map.of("messages", "1");
      case "more than `rate` in `window`" -> Map.of("rate", "1");
      case "more than `recipients`" -> Map.of("recipients", "1");
      case "more than `size` declared", "more than `size` sent" -> Map.of("size", "1000");
      default -> Map.of();
    };
  }

  private static Pattern expected(Row row) {
    StringBuilder pattern = new StringBuilder();
    for (String line : row.reply()) {
      Matcher placeholder = Pattern.compile("\\$\\{(\\w+)\\}").matcher(line);
      int from = 0;
      while (placeholder.find()) {
        pattern.append(Pattern.quote(line.substring(from, placeholder.start())));
        pattern.append(value(row, placeholder.group(1)));
        from = placeholder.end();
      }
      pattern.append(Pattern.quote(line.substring(from))).append("\r\n");
    }
    return Pattern.compile(pattern.toString());
  }

  private static String value(Row row, String placeholder) {
    return switch (placeholder) {
      case "session" -> "\\d+";
      case "now" -> "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";
      case "client" -> "127\\.0\\.0\\.1";
      case "helo" -> Pattern.quote(helo(row));
      case "from" -> Pattern.quote(from(row));
      case "fromDomain" -> "sender\\.example";
      case "to" -> Pattern.quote(to(row));
      case "domain" -> "gone\\.example";
      default -> throw new AssertionError(placeholder);
    };
  }

  private static String helo(Row row) {
    return row.met().startsWith("helo ") ? row.word() : "client.example";
  }

  private static String from(Row row) {
    return (row.met().startsWith("from ") ? row.word() : "a") + "@sender.example";
  }

  private static String to(Row row) {
    return (row.met().startsWith("to ") ? row.word() : "bob") + "@gone.example";
  }

  /** Drives a session up to a row's stage. */
  private static final class Client {
    private final Row row;
    private final FiveFifty smtp;
    private WireClient wire;

    Client(Row row, FiveFifty smtp) {
      this.row = row;
      this.smtp = smtp;
    }

    /** What the server says at the row's stage, when the row's condition is met. */
    String perform() throws IOException {
      boolean twice = row.met().startsWith("more than `") && !row.met().contains("`size`");
      if (row.met().equals("more than `connections`")) {
        // Stays open until the server is closed.
        WireClient.introduced(smtp.host(), smtp.port());
        return session();
      }
      String reply = session();
      if (twice) {
        assertThat(reply).as("within the limit").startsWith("250 ");
        reply = again();
      }
      wire.close();
      return reply;
    }

    private String session() throws IOException {
      wire = WireClient.connect(smtp.host(), smtp.port());
      String greeting = wire.reply();
      if (row.stage().equals("connect")) {
        return greeting;
      }
      String hello = wire.ask("EHLO " + helo(row));
      if (row.stage().equals("idle")) {
        smtp.clock().advance(Duration.ofMinutes(6));
        return wire.reply();
      }
      if (row.stage().equals("starttls")) {
        return wire.ask("STARTTLS");
      }
      if (row.stage().equals("auth") || row.met().equals("every session under TLS")) {
        hello = underTls();
      }
      if (row.stage().equals("ehlo")) {
        return hello;
      }
      if (row.stage().equals("auth")) {
        byte[] secret = ("\0" + row.word() + "\0secret").getBytes(StandardCharsets.UTF_8);
        return wire.ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(secret));
      }
      return transaction(to(row));
    }

    private String underTls() throws IOException {
      assertThat(wire.ask("STARTTLS")).startsWith("220 ");
      Socket plain = wire.socket();
      SSLSocket socket =
          (SSLSocket)
              smtp.sslContext()
                  .getSocketFactory()
                  .createSocket(plain, "localhost", plain.getPort(), true);
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      wire = WireClient.over(socket);
      return wire.ask("EHLO " + helo(row));
    }

    private String transaction(String to) {
      boolean declares = row.met().equals("more than `size` declared");
      String mail = wire.ask("MAIL FROM:<" + from(row) + ">" + (declares ? " SIZE=1001" : ""));
      if (row.stage().equals("mail")) {
        return mail;
      }
      assertThat(mail).startsWith("250 ");
      String rcpt = wire.ask("RCPT TO:<" + to + ">");
      if (row.stage().equals("rcpt")) {
        return rcpt;
      }
      assertThat(rcpt).startsWith("250 ");
      boolean large = row.met().equals("more than `size` sent");
      return wire.data("Subject: hello\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(large ? 20 : 1));
    }

    /** The second of what only one is allowed of. */
    private String again() {
      if (row.met().equals("more than `rate` in `window`") && row.stage().equals("rcpt")) {
        return wire.ask("RCPT TO:<" + to(row) + ">");
      }
      if (row.stage().equals("rcpt")) {
        return wire.ask("RCPT TO:<carol@gone.example>");
      }
      // To another, lest a limit for each recipient comes first.
      wire.accepted("RSET");
      return transaction("carol@gone.example");
    }
  }
}
