package dev.fivefifty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.InvalidRuleException;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.wire.WireClient;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** Options as environment variables, and which of all comes first. */
class EnvironmentTest {
  @TempDir Path dir;

  private String file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text).toString();
  }

  private static String greeting(Program serve, String host) {
    try (WireClient client = WireClient.connect(host, serve.port())) {
      return client.reply();
    }
  }

  private static List<OptionSpec> optionsOfServe() {
    Io io = new Io(System.out, System.err, () -> false, Map.of(), (stop, atMost) -> {});
    return Commands.commandLine(io)
        .getSubcommands()
        .get("serve")
        .getCommandSpec()
        .options()
        .stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .toList();
  }

  @Test
  void every_option_of_serve_has_a_variable_and_a_line_in_the_documentation() throws IOException {
    List<String> names =
        optionsOfServe().stream()
            .map(OptionSpec::longestName)
            .map(name -> name.substring(2).replace('-', '_').toUpperCase(Locale.ROOT))
            .map(Environment.PREFIX::concat)
            .toList();
    assertThat(names).containsExactlyElementsOf(Environment.OF_SERVE);
    String documentation = Files.readString(Path.of("CLI.md"));
    for (OptionSpec option : optionsOfServe()) {
      String name = option.longestName();
      String variable =
          Environment.PREFIX + name.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
      assertThat(documentation)
          .containsPattern(
              "\\| `" + Pattern.quote(name) + "[ `][^|]*\\| `" + Pattern.quote(variable) + "` \\|");
    }
    assertThat(documentation).contains(Environment.SERVER, Environment.TOKEN);
  }

  private static final Map<String, String> ALL =
      Map.ofEntries(
          Map.entry("FIVEFIFTY_RULES", "a.yaml" + File.pathSeparator + "b"),
          Map.entry("FIVEFIFTY_SCENARIO", "gmail; greylisting:delay=1m,to=a,b;\n a:x=y"),
          Map.entry("FIVEFIFTY_SCENARIOS", "own"),
          Map.entry("FIVEFIFTY_PORT", "0"),
          Map.entry("FIVEFIFTY_BIND", "::1"),
          Map.entry("FIVEFIFTY_HOSTNAME", "env.example"),
          Map.entry("FIVEFIFTY_TAGS", "helo,domain:tests.example"),
          Map.entry("FIVEFIFTY_SEED", "-9"),
          Map.entry("FIVEFIFTY_JOURNAL_LIMIT", "3"),
          Map.entry("FIVEFIFTY_TLS_CA_OUT", "ca.pem"),
          Map.entry("FIVEFIFTY_HTTP_PORT", "off"),
          Map.entry("FIVEFIFTY_HTTP_BIND", "127.0.0.2"),
          Map.entry("FIVEFIFTY_HTTP_TOKEN", "s3cret"),
          Map.entry("FIVEFIFTY_EXIT_AFTER", "5m"),
          Map.entry("FIVEFIFTY_SAVE", "saved"),
          Map.entry("FIVEFIFTY_REPORT", "a.html" + File.pathSeparator + "b.xml"),
          Map.entry("FIVEFIFTY_QUIET", "true"));

  private static Object value(RecordComponent component, ServeOptions options) throws Exception {
    return component.getAccessor().invoke(options);
  }

  @Test
  void every_variable_is_read_and_steps_back_behind_the_command_line() throws Exception {
    assertThat(ALL).containsOnlyKeys(Environment.OF_SERVE);
    ServeOptions fromAll = new Environment(ALL).serve();
    assertThat(fromAll)
        .isEqualTo(
            new ServeOptions(
                List.of(Path.of("a.yaml"), Path.of("b")),
                List.of("gmail", "greylisting:delay=1m,to=a,b", "a:x=y"),
                Path.of("own"),
                0,
                "::1",
                "env.example",
                "helo,domain:tests.example",
                -9L,
                3,
                Path.of("ca.pem"),
                "off",
                "127.0.0.2",
                "s3cret",
                "5m",
                Path.of("saved"),
                List.of(Path.of("a.html"), Path.of("b.xml")),
                true));
    ServeOptions nothing = ServeOptions.ifPlain(new String[0]);
    ServeOptions line =
        ServeOptions.ifPlain(
            ("--rules c --scenario s:a=b --scenarios own2 --port 1 --bind 127.0.0.1 --hostname h --tags user --seed 1 --journal-limit 1"
                    + " --tls-ca-out x --http-port 1 --http-bind ::1 --http-token t"
                    + " --exit-after 1s --save s --report r.xml --quiet")
                .split(" "));
    for (RecordComponent each : ServeOptions.class.getRecordComponents()) {
      Object ofLine = value(each, line);
      assertThat(value(each, nothing.orElse(fromAll))).isEqualTo(value(each, fromAll));
      assertThat(value(each, line.orElse(fromAll))).as(each.getName()).isEqualTo(ofLine);
    }
  }

  @Test
  void the_command_line_comes_before_the_environment_and_that_before_the_rule_file()
      throws IOException {
    String file =
        file(
            "rules.yaml",
            "server: { hostname: file.example, seed: 1, bind: 127.0.0.2, port: 0,"
                + " http: { port: 0, bind: 127.0.0.2 } }");
    Map<String, String> environment =
        Map.of(
            "FIVEFIFTY_RULES", file,
            "FIVEFIFTY_HOSTNAME", "env.example",
            "FIVEFIFTY_SEED", "2",
            "FIVEFIFTY_BIND", "127.0.0.3",
            "FIVEFIFTY_HTTP_BIND", "127.0.0.3");
    try (Program serve = Program.listening("--rules", file)) {
      assertThat(serve.out())
          .contains("smtp 127.0.0.2:", "\nlistening http 127.0.0.2:", "\nseed 1\n");
      assertThat(greeting(serve, "127.0.0.2")).startsWith("220 file.example ");
    }
    try (Program serve = Program.listening(environment)) {
      assertThat(serve.out())
          .contains("smtp 127.0.0.3:", "\nlistening http 127.0.0.3:", "from " + file, "\nseed 2\n");
      assertThat(greeting(serve, "127.0.0.3")).startsWith("220 env.example ");
    }
    try (Program serve =
        Program.listening(
            environment,
            ("--hostname line.example --seed 3 --bind 127.0.0.4 --http-bind 127.0.0.4")
                .split(" "))) {
      assertThat(serve.out())
          .contains("smtp 127.0.0.4:", "\nlistening http 127.0.0.4:", "from " + file, "\nseed 3\n");
      assertThat(greeting(serve, "127.0.0.4")).startsWith("220 line.example ");
    }
  }

  private static String sources(Program serve) {
    URI api = URI.create("http://127.0.0.1:" + serve.httpPort());
    try (FiveFifty smtp = FiveFifty.connect(api)) {
      smtp.add(Rule.at(Stage.CONNECT).tag("t1").reply("450"));
      return "none refused it";
    } catch (InvalidRuleException e) {
      return e.getMessage().replaceAll("(?s).*tags are of (.*), known at.*", "$1");
    }
  }

  @Test
  void where_tags_are_is_said_by_line_environment_or_file() throws IOException {
    String file =
        file(
            "tags.yaml", "server: { tags: [helo, user], port: 0, http: { port: 0 } }\nrules: []\n");
    Map<String, String> environment =
        Map.of("FIVEFIFTY_RULES", file, "FIVEFIFTY_TAGS", "domain:tests.example");
    try (Program serve = Program.listening("--rules", file)) {
      assertThat(sources(serve)).isEqualTo("helo, user");
    }
    try (Program serve = Program.listening(environment)) {
      assertThat(sources(serve)).isEqualTo("domain:tests.example");
    }
    try (Program serve = Program.listening(environment, "--tags", "subaddress,user")) {
      assertThat(sources(serve)).isEqualTo("subaddress, user");
    }
    assertThat(Program.ended("--tags", "subadress").err())
        .contains("--tags: 'subadress' is no source of tags", "did you mean subaddress?");
  }

  /** What was meant to be closed must not be open, because the command line comes first. */
  @Test
  void a_token_beside_none_is_an_error() throws IOException {
    String[] line = {"--port", "0", "--http-token", "none"};
    Program variable = Program.ended(Map.of("FIVEFIFTY_HTTP_TOKEN", "s3cret"), line);
    assertThat(variable.err()).contains("FIVEFIFTY_HTTP_TOKEN gives a token");
    assertThat(variable.code()).isEqualTo(2);
    String file = file("token.yaml", "server: { http: { token: s3cret } }\nrules: []\n");
    Program rules = Program.ended(Map.of("FIVEFIFTY_RULES", file), line);
    assertThat(rules.err()).contains("a rule file gives a token").doesNotContain("s3cret");
    assertThat(rules.code()).isEqualTo(2);
  }

  @Test
  void an_empty_variable_is_as_none() {
    Map<String, String> empty = new TreeMap<>();
    Environment.OF_SERVE.forEach(name -> empty.put(name, ""));
    assertThat(new Environment(empty).serve()).isEqualTo(ServeOptions.ifPlain(new String[0]));
    assertThat(new Environment(Map.of("FIVEFIFTY_RULES", File.pathSeparator)).serve().rules())
        .isEmpty();
    assertThat(new Environment(Map.of("FIVEFIFTY_QUIET", "false")).serve().quiet()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FIVEFIFTY_PROT=1 | FIVEFIFTY_PROT is no variable of FiveFifty (did you mean FIVEFIFTY_PORT?)",
        "FIVEFIFTY_HTTPPORT=1 | did you mean FIVEFIFTY_HTTP_PORT?",
        "FIVEFIFTY_SERVERS=1 | did you mean FIVEFIFTY_SERVER?",
        "FIVEFIFTY_XYZZY= | expected one of FIVEFIFTY_RULES, ",
        "FIVEFIFTY_SERVICE_HOST=10.0.0.1 | enableServiceLinks: false",
        "FIVEFIFTY_PORT_2525_TCP_ADDR=10.0.0.1 | enableServiceLinks: false",
        "FIVEFIFTY_PORT=tcp://10.0.0.1:2525 | enableServiceLinks: false",
        "FIVEFIFTY_PORT=65536 | FIVEFIFTY_PORT is 0 to 65535, not '65536'",
        "FIVEFIFTY_PORT=many | FIVEFIFTY_PORT is 0 to 65535, not 'many'",
        "FIVEFIFTY_HTTP_PORT=on | FIVEFIFTY_HTTP_PORT is 0 to 65535 or off, not 'on'",
        "FIVEFIFTY_TAGS=helo,hello | FIVEFIFTY_TAGS: 'hello' is no source of tags",
        "FIVEFIFTY_SEED=x | FIVEFIFTY_SEED is a whole number, not 'x'",
        "FIVEFIFTY_JOURNAL_LIMIT=0 | FIVEFIFTY_JOURNAL_LIMIT is 1 or more, not '0'",
        "FIVEFIFTY_BIND=example.com | FIVEFIFTY_BIND is an IP address",
        "FIVEFIFTY_HTTP_BIND=example.com | FIVEFIFTY_HTTP_BIND is an IP address",
        "FIVEFIFTY_EXIT_AFTER=soon | FIVEFIFTY_EXIT_AFTER: 'soon' is no duration",
        "FIVEFIFTY_EXIT_AFTER=0s | FIVEFIFTY_EXIT_AFTER is more than 0",
        "FIVEFIFTY_REPORT=report.pdf | FIVEFIFTY_REPORT is a file such as report.html or junit.xml",
        "FIVEFIFTY_QUIET=yes | FIVEFIFTY_QUIET is true or false, not 'yes'"
      })
  void a_variable_that_cannot_be_is_wrong_usage(String example) {
    String[] parts = example.split(" \\| ");
    String[] variable = parts[0].split("=", 2);
    Program program = Program.ended(Map.of(variable[0], variable[1]), "--http-port", "off");
    assertThat(program.err()).startsWith("fivefifty: ").contains(parts[1]);
    assertThat(program.out()).isEmpty();
    assertThat(program.code()).isEqualTo(2);
  }

  @Test
  void other_commands_refuse_unknown_variables_too_but_help_is_given() throws IOException {
    Map<String, String> wrong = Map.of("FIVEFIFTY_PROT", "1", "FIVEFIFTY_RULS", "x", "PATH", "/");
    Program check = Program.ended(wrong, "check", file("rules.yaml", "rules: []"));
    assertThat(check.err().lines())
        .containsExactly(
            "fivefifty: FIVEFIFTY_PROT is no variable of FiveFifty (did you mean FIVEFIFTY_PORT?)",
            "fivefifty: FIVEFIFTY_RULS is no variable of FiveFifty (did you mean"
                + " FIVEFIFTY_RULES?)");
    assertThat(check.code()).isEqualTo(2);
    assertThat(Program.ended(wrong, "serve", "--help").code()).isZero();
  }
}
