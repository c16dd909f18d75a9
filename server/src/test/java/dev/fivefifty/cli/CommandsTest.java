package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
  @TempDir Path dir;

  private String file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text).toString();
  }

  @Test
  void check_counts_what_is_right() throws IOException {
    file("a.yaml", "rules:\n  - { at: rcpt, reply: 550 }\n  - { at: mail, reply: 450 }\n");
    file("b.json", "{\"rules\": [{\"at\": \"data\", \"reply\": \"451 4.3.0 Later\"}]}");
    Program check = Program.ended("check", dir.toString());
    assertThat(check.out()).isEqualToNormalizingNewlines("2 files, 3 rules, 0 warnings\n");
    assertThat(check.err()).isEmpty();
    assertThat(check.code()).isZero();
  }

  @Test
  void check_says_warnings_and_is_content() throws IOException {
    String file = file("w.yaml", "rules:\n  - { at: rcpt, reply: \"550 4.1.1 Odd\" }\n");
    Program check = Program.ended("check", file);
    assertThat(check.out()).isEqualToNormalizingNewlines("1 file, 1 rule, 1 warning\n");
    assertThat(check.err()).startsWith(file + ":2:").contains(": warning: ");
    assertThat(check.code()).isZero();
  }

  @Test
  void check_counts_no_directory_without_rules() {
    Program check = Program.ended("check", dir.toString());
    assertThat(check.out()).isEqualToNormalizingNewlines("0 files, 0 rules, 1 warning\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "serve --port 0 --rules"})
  void bad_rules_are_all_listed_with_their_place(String command) throws IOException {
    String file =
        file("bad.yaml", "rules:\n  - at: rctp\n    reply: 550\n  - at: rcpt\n    repli: 1\n");
    Program program = Program.ended((command + " " + file).split(" "));
    assertThat(program.out()).isEmpty();
    assertThat(program.err().lines())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).startsWith(file + ":2:9: ").contains("rcpt"))
        .anySatisfy(line -> assertThat(line).startsWith(file + ":5:5: ").contains("reply"));
    assertThat(program.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "--port 0 --rules"})
  void a_file_of_certificates_that_is_missing_is_an_error_where_it_is_named(String command)
      throws IOException {
    Path missing = dir.resolve("missing.pem");
    String file =
        file(
            "cas.yaml",
            "server:\n  tls: { clientCertificates: required, clientCas: \"" + missing + "\" }\n");
    Program program = Program.ended((command + " " + file).split(" "));
    assertThat(program.out()).isEmpty();
    assertThat(program.err().lines())
        .containsExactly(
            file + ":2:51: " + missing + ": there is no such file; expected a PEM file");
    assertThat(program.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "--port 0 --rules"})
  void a_missing_file_is_an_error(String command) {
    String file = dir.resolve("missing.yaml").toString();
    Program program = Program.ended((command + " " + file).split(" "));
    assertThat(program.err()).startsWith(file + ": ").contains("no such file");
    assertThat(program.code()).isEqualTo(2);
  }

  @Test
  void control_characters_of_file_names_stay_off_the_terminal() {
    Program check = Program.ended("check", "\u001B[31m.yaml");
    assertThat(check.err()).startsWith("\\x1B[31m.yaml: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "serve --help", "check --help"})
  void help_says_exit_codes_and_where_rules_are_described(String args) {
    Program help = Program.ended(args.split(" "));
    assertThat(help.out()).contains("Usage: fivefifty", "Exit codes:", "server/RULES.md");
    assertThat(help.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "serve --version", "check -V"})
  void version(String args) {
    Program version = Program.ended(args.split(" "));
    assertThat(version.out()).startsWith("fivefifty ");
    assertThat(version.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve --prot 1 | did you mean --port?",
        "--quite | did you mean --quiet?",
        "chek x | did you mean check?",
        "check | FILE-OR-DIR",
        "--port | --port",
        "--port many | --port",
        "--port 65536 | 0 to 65535",
        "--port -1 | 0 to 65535",
        "--journal-limit 0 | 1 or more",
        "--bind example.com | IP address",
        "--http-bind example.com | IP address",
        "--http-port on | 0 to 65535 or off",
        "--http-port 65536 | 0 to 65535",
        "--port 0 --http-bind 0.0.0.0 | could be used by whoever reaches that address",
        "--port 0 --http-bind :: | --http-token",
        "--http-prt 1 | did you mean --http-port?",
        "--bind 10.0.0.0/8 | IP address",
        "--seed 99999999999999999999 | --seed",
        "serve rules.yaml | rules.yaml"
      })
  void wrong_usage(String example) {
    String[] parts = example.split(" \\| ");
    Program program = Program.ended(parts[0].split(" "));
    assertThat(program.err()).startsWith("fivefifty: ").contains(parts[1]);
    assertThat(program.out()).isEmpty();
    assertThat(program.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "--port 0",
        "serve --rules a.yaml --rules b --port 25 --bind ::1 --hostname h --seed 7 --quiet",
        "--journal-limit 5 --rules @a",
        "--http-port 0 --http-bind ::1 --http-token none",
        "--http-port off --http-token \"x\"",
        "--http-port -1",
        "--http-port 1 --http-port 2",
        "--port=3",
        "--port 3 --port 4",
        "--port 0x10",
        "--port 010",
        "--port +5",
        "--seed -5",
        "--quiet --quiet",
        "--rules \"a\"",
        "--rules -x",
        "--scenario a:b=c --scenario d --scenarios own",
        "--scenarios a --scenarios b",
        "--port",
        "--port x",
        "--help",
        "check a.yaml",
        "serve --rules a.yaml b.yaml"
      })
  void the_short_way_around_picocli_reads_the_same(String line) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ");
    ServeOptions plain = ServeOptions.ifPlain(args);
    if (plain != null) {
      Io io = new Io(System.out, System.err, () -> false, Map.of(), (stop, atMost) -> {});
      CommandLine commandLine = Commands.commandLine(io);
      commandLine.parseArgs(Commands.withDefaultCommand(args));
      ServeCommand serve = (ServeCommand) commandLine.getSubcommands().get("serve").getCommand();
      assertThat(plain).isEqualTo(serve.options());
    }
  }

  @Test
  void the_usual_command_lines_go_the_short_way() {
    assertThat(ServeOptions.ifPlain(new String[] {"serve", "--rules", "a.yaml", "--port", "0"}))
        .isNotNull();
    assertThat(ServeOptions.ifPlain(new String[0])).isNotNull();
    assertThat(ServeOptions.ifPlain(new String[] {"--help"})).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--quiet"})
  void a_port_in_use_fails_with_one_line(String more) {
    try (Program first = Program.listening("--port", "0")) {
      String port = String.valueOf(first.port());
      Program second = Program.ended(("serve --port " + port + " " + more).strip().split(" "));
      assertThat(second.err().lines())
          .singleElement()
          .asString()
          .startsWith("fivefifty: cannot listen on 127.0.0.1:" + port);
      assertThat(second.out()).isEmpty();
      assertThat(second.code()).isEqualTo(1);
    }
  }

  @Test
  void a_port_of_the_control_api_in_use_fails_with_one_line() {
    try (Program first = Program.listening("--port", "0")) {
      String port = String.valueOf(first.httpPort());
      Program second = Program.ended("--port", "0", "--http-port", port);
      assertThat(second.err().lines())
          .singleElement()
          .asString()
          .startsWith("fivefifty: cannot listen for HTTP on 127.0.0.1:" + port)
          .contains("--http-port off");
      assertThat(second.code()).isEqualTo(1);
    }
  }

  @Test
  void settings_of_a_file_that_are_out_of_range_are_wrong_usage() throws IOException {
    String file = file("size.yaml", "server: { size: 9GB }\n");
    Program program = Program.ended("--port", "0", "--rules", file);
    assertThat(program.err()).contains("size");
    assertThat(program.code()).isEqualTo(2);
  }

  @Test
  void what_is_loaded_early_exists() throws ClassNotFoundException {
    for (String name : Preload.CLASSES) {
      assertThat(Class.forName(name)).isNotNull();
    }
  }
}
