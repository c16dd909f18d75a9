package dev.fivefifty.cli;

import static dev.fivefifty.cli.Program.GUARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fivefifty.file.JsonText;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What {@code serve} leaves behind: saved messages, the journal and reports. */
class LeftBehindTest {
  @TempDir Path dir;

  private String rules() throws IOException {
    return Files.writeString(
            dir.resolve("rules.yaml"),
            """
            rules:
              - { name: gone, at: rcpt, when: { to: "*@gone.example" }, reply: "550 5.1.1 Gone <b>" }
              - { name: never, at: vrfy, reply: 252 }
              - { name: slow, at: noop, delay: 1ms, close: reset }
            """)
        .toString();
  }

  private void talk(Program serve) {
    try (WireClient client = WireClient.introduced("127.0.0.1", serve.port())) {
      client.ask("AUTH PLAIN c2VjcmV0");
      client.ask("MAIL FROM:<a@example.com>");
      client.ask("RCPT TO:<\"<script>alert(1)</script>\"@gone.example>");
      client.ask("RCPT TO:<b@example.com>");
      client.ask("DATA");
      client.raw("Subject: Hi\r\n\r\nHell\u00F6\r\n.\r\n");
      client.reply();
      client.ask("EXPN \u001B\u0001&");
      client.ask("QUIT");
      client.readToEnd();
    }
    try (WireClient client = WireClient.introduced("127.0.0.1", serve.port())) {
      client.line("NOOP");
      assertThat(client.read()).isEqualTo(-1);
    } catch (RuntimeException e) {
      // A reset is an error here.
    }
    await().atMost(GUARD).until(() -> serve.out().contains("#2   127.0.0.1 session   ends"));
  }

  @Test
  void each_message_and_the_journal_are_saved_as_they_come() throws IOException {
    Path saved = dir.resolve("a/saved");
    try (Program serve =
        Program.listening("--port", "0", "--rules", rules(), "--save", saved.toString())) {
      talk(serve);
      // Before the end: who waits for a mail may read it at once.
      Path message = saved.resolve("message-1.eml");
      await().atMost(GUARD).until(() -> Files.exists(message));
      assertThat(message)
          .hasBinaryContent(
              "Subject: Hi\r\n\r\nHell\u00F6\r\n".getBytes(StandardCharsets.ISO_8859_1));
      serve.stop();
      String journal = Files.readString(saved.resolve("journal.jsonl"));
      assertThat(journal).contains("AUTH PLAIN ***").doesNotContain("c2VjcmV0");
      List<Map<String, Object>> events =
          journal
              .lines()
              .map(line -> JsonText.read(line.getBytes(StandardCharsets.UTF_8)))
              .toList();
      assertThat(events)
          .extracting(event -> event.get("event"))
          .contains("session-begin", "exchange", "session-end");
      assertThat(events).anySatisfy(event -> assertThat(event).containsEntry("rule", "gone"));
      assertThat(serve.err()).isEmpty();
    }
    Program again = Program.ended("--port", "0", "--http-port", "off", "--save", saved.toString());
    assertThat(again.err())
        .startsWith("fivefifty: cannot save into " + saved + ": it holds what an earlier run");
    assertThat(again.code()).isEqualTo(1);
  }

  @Test
  void nothing_is_left_behind_where_the_server_cannot_start() {
    Path saved = dir.resolve("saved");
    try (Program first = Program.listening("--port", "0")) {
      Program second =
          Program.ended("--port", String.valueOf(first.port()), "--save", saved.toString());
      assertThat(second.code()).isEqualTo(1);
      assertThat(saved).doesNotExist();
    }
  }

  @Test
  void ends_by_itself_with_its_reports() throws Exception {
    Path html = dir.resolve("out/report.html");
    Path xml = dir.resolve("out/junit.xml");
    Program serve =
        Program.running(
            Map.of(),
            ("--port 0 --exit-after 100ms --report " + html + " --report " + xml).split(" "));
    serve.awaitEnd();
    assertThat(serve.code()).isZero();
    assertThat(serve.out()).contains("stopped: 0 sessions");
    assertThat(html).content().contains("Nobody connected.", "Nothing was attempted.");
    assertThat(parsed(xml).getDocumentElement().getAttribute("tests")).isEqualTo("0");
  }

  private static Document parsed(Path xml) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
  }

  @Test
  void the_page_tells_sessions_recipients_and_replies_and_fetches_nothing() throws Exception {
    Path html = dir.resolve("report.html");
    try (Program serve =
        Program.listening("--port", "0", "--rules", rules(), "--report", html.toString())) {
      talk(serve);
      assertThat(html).doesNotExist();
      serve.stop();
    }
    String page = Files.readString(html);
    assertThat(page)
        .contains("<b>2</b> <a href=\"#sessions\">sessions</a>", "<b>1</b> stored message<")
        .contains("<td class=\"name\">never</td><td>never</td>")
        .contains("<span class=\"code c5\">550</span></td><td>1</td><td>1</td>")
        .contains(
            "<span class=\"result refused\">refused</span>", "550</span> 5.1.1 Gone &lt;b&gt;")
        .contains("<h3>b@example.com</h3>", "stored as message 1")
        .contains("<span class=\"rule\">gone</span>", "<span class=\"rule\">slow</span>")
        .contains("<span class=\"fault\">after a delay of 1ms</span>")
        .contains("<span class=\"fault\">close reset</span>", "AUTH PLAIN ***")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "\\x1B\\x01&amp;");
    assertThat(page).doesNotContain("<script", "c2VjcmV0", "src=", "@import", "url(", "http");
    assertThat(page.split("<details class=\"session\"")).hasSize(3);
    assertThat(page).doesNotContain("<h2>Expectations</h2>");
    assertThat(page.codePoints().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
    // Well-formed but for its elements without an end, so that nothing of a client breaks it.
    String asXml = page.replace("<!DOCTYPE html>\n", "").replaceAll("(<meta [^>]*[^/])>", "$1/>");
    Path wellFormed = Files.writeString(dir.resolve("page.xml"), asXml);
    assertThat(parsed(wellFormed).getElementsByTagName("details").getLength()).isEqualTo(3);
  }

  @Test
  void junits_xml_has_recipients_rules_and_sessions_and_judges_nothing() throws Exception {
    Path xml = dir.resolve("junit.xml");
    try (Program serve =
        Program.listening("--port", "0", "--rules", rules(), "--report", xml.toString())) {
      talk(serve);
      serve.stop();
    }
    Element suites = parsed(xml).getDocumentElement();
    assertThat(suites.getAttribute("failures")).isEqualTo("0");
    assertThat(suites.getAttribute("skipped")).isEqualTo("1");
    int cases = suites.getElementsByTagName("testcase").getLength();
    assertThat(suites.getAttribute("tests")).isEqualTo(String.valueOf(cases));
    Element skipped = (Element) suites.getElementsByTagName("skipped").item(0);
    assertThat(((Element) skipped.getParentNode()).getAttribute("name")).isEqualTo("never");
    assertThat(suites.getTextContent())
        .contains("<a@example.com> to <b@example.com> ACCEPTED", "RCPT TO:<b@example.com>");
  }

  @Test
  void what_was_asked_during_the_run_is_in_both() throws Exception {
    Path html = dir.resolve("report.html");
    Path xml = dir.resolve("junit.xml");
    String options = "--port 0 --rules " + rules() + " --report " + html + " --report " + xml;
    try (Program serve = Program.listening(options.split(" "))) {
      talk(serve);
      String server = "http://127.0.0.1:" + serve.httpPort();
      assertThat(expect(server, "--to", "b@example.com", "--accepted").code()).isZero();
      Program no = expect(server, "--to", "b@example.com", "--attempts", "3", "--copies", "1");
      assertThat(no.code()).isEqualTo(1);
      // What is no question has no answer.
      assertThat(expect(server, "--to", "b@example.com", "--attempts", "0").code()).isNotZero();
      serve.stop();
    }
    Element suites = parsed(xml).getDocumentElement();
    assertThat(suites.getAttribute("failures")).isEqualTo("1");
    Element suite = (Element) suites.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("name")).isEqualTo("expectations");
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    int cases = suites.getElementsByTagName("testcase").getLength();
    assertThat(suites.getAttribute("tests")).isEqualTo(String.valueOf(cases));
    Element failure = (Element) suites.getElementsByTagName("failure").item(0);
    assertThat(((Element) failure.getParentNode()).getAttribute("name"))
        .isEqualTo(
            "b@example.com was attempted 3 times; b@example.com has exactly one copy of each message");
    assertThat(failure.getAttribute("message")).startsWith("its only attempt was ACCEPTED");
    assertThat(failure.getTextContent())
        .startsWith(
            "Expected: b@example.com was attempted 3 times\nBut:      its only attempt was ACCEPTED")
        .contains("C: RCPT TO:<b@example.com>");
    assertThat(html)
        .content()
        .contains("1 as expected, 1 not.", "b@example.com was accepted</span>")
        .contains("<p>its only attempt was ACCEPTED", "C: RCPT TO:&lt;b@example.com&gt;");
  }

  private static Program expect(String server, String... options) {
    List<String> all = new ArrayList<>(List.of("expect", "--server", server));
    all.addAll(List.of(options));
    return Program.ended(Map.of(), all.toArray(String[]::new));
  }

  @Test
  void a_report_that_cannot_be_written_is_said_and_fails() throws IOException {
    Path notADirectory = Files.writeString(dir.resolve("file"), "x");
    Program serve =
        Program.ended(
            ("--port 0 --exit-after 1ms --report " + notADirectory.resolve("r.html")).split(" "));
    assertThat(serve.err()).startsWith("fivefifty: cannot write the report ");
    assertThat(serve.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--report report.pdf | --report is a file such as report.html or junit.xml",
        "--exit-after soon | --exit-after: 'soon' is no duration",
        "--exit-after 5 | did you mean 5s",
        "--exit-after 0s | --exit-after is more than 0"
      })
  void wrong_usage(String example) {
    String[] parts = example.split(" \\| ");
    Program program = Program.ended(("--port 0 " + parts[0]).split(" "));
    assertThat(program.err()).startsWith("fivefifty: ").contains(parts[1]);
    assertThat(program.code()).isEqualTo(2);
  }
}
