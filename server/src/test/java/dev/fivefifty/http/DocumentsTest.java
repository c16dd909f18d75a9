package dev.fivefifty.http;

import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.RuleSchema;
import dev.fivefifty.file.RuleWriter;
import dev.fivefifty.rule.TagSource;
import dev.fivefifty.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two documents say what the server does. */
class DocumentsTest {
  private static final String BASE = "https://fivefifty.example/api/v1/";
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern GOOD =
      Pattern.compile("(?<!<!-- bad -->\n)```(yaml|json)\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern BAD =
      Pattern.compile("<!-- bad -->\n```(yaml|json)\n(.*?)```\n", Pattern.DOTALL);
  private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

  private static final JsonSchemaFactory FACTORY = made();

  private static JsonNode openApi() {
    try {
      return YAML.readTree(resource());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource() throws IOException {
    try (var in = HttpApi.class.getResourceAsStream("openapi.yaml")) {
      return in.readAllBytes();
    }
  }

  private static JsonSchemaFactory made() {
    String document;
    try {
      document = JSON.writeValueAsString(openApi());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return JsonSchemaFactory.getInstance(
        SpecVersion.VersionFlag.V202012,
        builder ->
            builder.schemaLoaders(
                loaders ->
                    loaders.schemas(
                        Map.of(
                            BASE + "rules.schema.json",
                            RuleSchema.json(),
                            BASE + "openapi.yaml",
                            document))));
  }

  private static JsonSchema ruleFiles() {
    return FACTORY.getSchema(SchemaLocation.of(BASE + "rules.schema.json"));
  }

  private static JsonSchema named(String name) {
    return FACTORY.getSchema(SchemaLocation.of(BASE + "openapi.yaml#/components/schemas/" + name));
  }

  private static Set<ValidationMessage> problems(String language, String text) throws IOException {
    JsonNode tree = language.equals("json") ? JSON.readTree(text) : YAML.readTree(text);
    // FAULTS.md shows rules without what is around them.
    return ruleFiles().validate(tree.isArray() ? JSON.createObjectNode().set("rules", tree) : tree);
  }

  // --- the schema of rule files

  @Test
  void the_schema_is_a_schema_and_always_the_same() throws IOException {
    JsonSchema meta =
        FACTORY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(meta.validate(JSON.readTree(RuleSchema.json()))).isEmpty();
    assertThat(RuleSchema.json()).isEqualTo(RuleSchema.json());
  }

  @Test
  void every_example_is_valid() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of("../examples"))) {
      files =
          all.filter(path -> path.toString().matches(".*/rules/[^/]*\\.(yaml|yml|json)")).toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      String text = Files.readString(file);
      assertThat(problems("yaml", text)).as(file.toString()).isEmpty();
      String written = RuleWriter.toJson(RuleFiles.load(List.of(file)).rules());
      assertThat(problems("json", written)).as(file + " as it is written").isEmpty();
    }
    List<MatchResult> good = GOOD.matcher(Files.readString(Path.of("RULES.md"))).results().toList();
    assertThat(good).hasSizeGreaterThan(4);
    for (MatchResult block : good) {
      assertThat(problems(block.group(1), block.group(2))).as(block.group(2)).isEmpty();
    }
    for (MatchResult block :
        Pattern.compile("```(yaml)\n(.*?)```\n", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("FAULTS.md")))
            .results()
            .toList()) {
      assertThat(problems("yaml", block.group(2))).as(block.group(2)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'rule': []}",
        "{'rules': {}}",
        "{'rules': [{}]}",
        "{'rules': [{'reply': 550}]}",
        "{'rules': [{'at': 'rctp', 'reply': 550}]}",
        "{'rules': [{'at': 'rcpt', 'repli': 550}]}",
        "{'rules': [{'at': 'rcpt', 'reply': 650}]}",
        "{'rules': [{'at': 'rcpt', 'reply': 'no'}]}",
        "{'rules': [{'at': 'rcpt', 'reply': []}]}",
        "{'rules': [{'at': 'connect', 'when': {'to': 'a'}, 'reply': 421}]}",
        "{'rules': [{'at': 'connect', 'when': [{'to': 'a'}], 'reply': 421}]}",
        "{'rules': [{'at': 'rcpt', 'message': 'keep'}]}",
        "{'rules': [{'at': 'rcpt', 'sequence': [{'message': 'keep'}]}]}",
        "{'rules': [{'at': 'rcpt', 'when': {}, 'reply': 550}]}",
        "{'rules': [{'at': 'rcpt', 'when': {'tu': 'a'}, 'reply': 550}]}",
        "{'rules': [{'at': 'rcpt', 'when': {'to': {'contain': 'a'}}, 'reply': 550}]}",
        "{'rules': [{'at': 'rcpt', 'when': {'to': {'contains': 'a', 'not': 'b'}}, 'reply': 550}]}",
        "{'rules': [{'at': 'rcpt', 'times': 0, 'reply': 550}]}",
        "{'rules': [{'at': 'rcpt', 'chance': 2, 'reply': 550}]}",
        "{'rules': [{'at': 'rcpt', 'lasting': 5, 'reply': 550}]}",
        "{'rules': [{'at': 'rcpt', 'per': 'clint', 'reply': 550}]}",
        "{'rules': [{'at': 'rcpt', 'close': 'rst'}]}",
        "{'rules': [{'at': 'rcpt', 'delay': {'min': '1s'}}]}",
        "{'rules': [{'at': 'rcpt', 'dribble': {'bytes': 1}}]}",
        "{'rules': [{'at': 'rcpt', 'sequence': []}]}",
        "{'rules': [{'at': 'message', 'bounce': true}]}",
        "{'rules': [{'scenario': 'greylisting', 'at': 'rcpt'}]}",
        "{'rules': [{'scenario': ['greylisting']}]}",
        "{'rules': [{'scenario': 'greylisting', 'with': 'delay=1m'}]}",
        "{'rules': [{'scenario': 'greylisting', 'with': {'delay': {}}}]}",
        "{'rules': [{'with': {'delay': '1m'}}]}",
        "{'server': {'hostName': 'a'}}",
        "{'server': {'port': 65536}}",
        "{'server': {'http': {'port': 'on'}}}",
        "{'server': {'tls': {'starttls': 'offerd'}}}",
        "{'server': {'listen': [{'tls': 'implicit'}]}}"
      })
  void what_is_wrong_by_its_form_is_refused_by_schema_and_server(String text) throws IOException {
    String json = text.replace('\'', '"');
    assertThat(problems("json", json)).isNotEmpty();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> RuleFiles.parse("r.json", json))
        .isInstanceOf(RuleFileException.class);
  }

  /** What YAML has already taken away cannot be seen; what is left, is. */
  @Test
  void bad_examples_are_mostly_seen() throws IOException {
    int seen = 0;
    List<MatchResult> bad = BAD.matcher(Files.readString(Path.of("RULES.md"))).results().toList();
    for (MatchResult block : bad) {
      try {
        seen += problems(block.group(1), block.group(2)).isEmpty() ? 0 : 1;
      } catch (IOException e) {
        seen++;
      }
    }
    assertThat(bad).hasSizeGreaterThan(10);
    assertThat(seen).isGreaterThan(bad.size() / 2);
  }

  // --- the API

  @Test
  void every_route_is_documented_and_every_path_is_a_route() {
    Map<String, Set<String>> documented = new TreeMap<>();
    Map<String, Set<String>> queries = new TreeMap<>();
    JsonNode document = openApi();
    document
        .get("paths")
        .properties()
        .forEach(
            path -> {
              Set<String> methods = new TreeSet<>();
              Set<String> query = new TreeSet<>();
              for (String method : METHODS) {
                JsonNode operation = path.getValue().get(method);
                if (operation != null) {
                  methods.add(method.toUpperCase(Locale.ROOT));
                  operation
                      .path("parameters")
                      .forEach(
                          parameter -> {
                            if (!parameter.path("in").asText().equals("header")) {
                              query.add(
                                  parameter.has("$ref")
                                      ? parameter.get("$ref").asText().replaceAll(".*/", "")
                                      : parameter.get("name").asText());
                            }
                          });
                }
              }
              documented.put(path.getKey(), methods);
              queries.put(path.getKey(), query);
            });
    Map<String, Set<String>> served = new TreeMap<>();
    Map<String, Set<String>> parameters = new TreeMap<>();
    BareControl control = new BareControl();
    Stopping stopping = new Stopping();
    List<Route> shared = List.of(new EventsRoute(control, stopping), new MetricsRoute(control));
    for (Route route : Routes.of(control, stopping, shared)) {
      String tag = document.at("/paths").get(route.path()).path("parameters").toString();
      assertThat(tag.contains("#/components/parameters/tag"))
          .as(route.path())
          .isEqualTo(Routes.takesTag(route.path()));
      served.put(route.path(), new TreeSet<>(route.methods().keySet()));
      parameters.put(route.path(), new TreeSet<>(route.query()));
    }
    assertThat(documented).isEqualTo(served);
    assertThat(queries).isEqualTo(parameters);
  }

  @Test
  void the_documents_are_served() throws IOException {
    try (FiveFifty smtp = FiveFifty.builder().http(0).start()) {
      ApiClient api = new ApiClient(smtp.apiUri());
      ApiClient.Got schema = api.get("/api/v1/rules.schema.json");
      assertThat(schema.header("Content-Type")).isEqualTo("application/schema+json");
      assertThat(schema.text()).isEqualTo(RuleSchema.json());
      ApiClient.Got openApi = api.get("/api/v1/openapi.yaml");
      assertThat(openApi.header("Content-Type")).isEqualTo("application/yaml");
      assertThat(openApi.bytes()).isEqualTo(resource());
    }
  }

  /** What the server answers to all GETs, and to some others, is of the documented form. */
  @Test
  void answers_are_as_documented() {
    try (FiveFifty smtp =
        FiveFifty.builder()
            .http(0)
            .tags(TagSource.subaddress())
            .rules(
                at(RCPT).to("x@*").reply("450 4.7.1 Later"),
                at(RCPT).tag("t1").to("y*").reply("450"))
            .start()) {
      ApiClient api = new ApiClient(smtp.apiUri());
      try (WireClient client = WireClient.introduced(smtp.host(), smtp.port())) {
        client.envelope("a+t1@example.com", "b@example.com");
        client.ask("RCPT TO:<x@example.com>");
        client.data("Subject: Hi\r\nMessage-ID: <1@x>\r\nContent-Type: text/html; name=a\r\n\r\nx");
        client.ask("QUIT");
        client.readToEnd();
      }
      List<String> tested = new ArrayList<>();
      check(api.get("/api/v1/server"), "Server", tested);
      check(api.get("/api/v1/rules"), "Rules", tested);
      check(api.get("/api/v1/applications"), "Applications", tested);
      assertThat(api.get("/api/v1/rules?tag=T1").text()).contains("\"tag\"").doesNotContain("x@*");
      check(api.get("/api/v1/rules?tag=t1"), "Rules", new ArrayList<>());
      check(api.get("/api/v1/scenarios"), "Scenarios", tested);
      check(api.get("/api/v1/scenarios/mailbox-not-found"), "ScenarioWithRules", tested);
      String uses = "{\"scenarios\": [{\"name\": \"greylisting\", \"with\": {\"delay\": \"1m\"}}]}";
      assertThat(named("ScenarioUses").validate(ApiClient.parsed(uses))).isEmpty();
      check(api.put("/api/v1/scenarios", uses), "Rules", tested);
      check(api.put("/api/v1/scenarios", uses.replace("delay", "dely")), "Problem", tested);
      check(api.get("/api/v1/sessions"), "Sessions", tested);
      check(api.get("/api/v1/sessions/1"), "Session", tested);
      check(api.get("/api/v1/attempts"), "Attempts", tested);
      check(api.get("/api/v1/messages"), "Messages", tested);
      check(api.get("/api/v1/messages/1"), "Message", tested);
      check(api.get("/api/v1/journal"), "Journal", tested);
      check(api.get("/api/v1/evidence"), "Evidence", tested);
      check(api.get("/api/v1/codes/550%205.7.1"), "Code", tested);
      check(api.get("/api/v1/clock"), "Clock", tested);
      check(api.post("/api/v1/resume", ""), "Listeners", tested);
      check(api.put("/api/v1/rules", "{\"rules\": [{\"at\": \"rctp\"}]}"), "Problem", tested);
      String asked = "{\"recipient\": {\"address\": \"b@example.com\", \"accepted\": true}}";
      assertThat(named("Expectations").validate(ApiClient.parsed(asked))).isEmpty();
      check(api.post("/api/v1/expectations", asked), "Met", tested);
      check(
          api.post("/api/v1/expectations", asked.replace("accepted", "refused")), "Unmet", tested);
      check(api.delete("/api/v1/journal"), "Removed", tested);
      check(api.delete("/api/v1/rules"), "RemovedRules", tested);
      assertThat(tested).hasSize(22);
    }
  }

  private static void check(ApiClient.Got got, String schema, List<String> tested) {
    assertThat(named(schema).validate(got.json())).as(schema + ": " + got.text()).isEmpty();
    tested.add(schema);
  }

  /** A schema of which all is allowed would prove nothing. */
  @Test
  void other_answers_would_not_be_as_documented() {
    assertThat(named("Server").validate(ApiClient.parsed("{\"version\": 1}"))).isNotEmpty();
    assertThat(named("Clock").validate(ApiClient.parsed("{\"now\": \"x\", \"more\": 1}")))
        .isNotEmpty();
    assertThat(named("Rules").validate(ApiClient.parsed("{\"rules\": [{\"at\": \"rctp\"}]}")))
        .isNotEmpty();
  }
}
