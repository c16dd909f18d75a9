package dev.fivefifty.file;

import dev.fivefifty.rule.CertificateFault;
import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.HandshakeFault;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Per;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.RuleKey.Group;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The JSON Schema (2020-12) of rule files, by which editors complete them. It is made of the tables
 * that reading uses. What it lets pass may still be refused: it knows the keys, where they may
 * stand and the form of their values, but not what rules mean together.
 */
public final class RuleSchema {
  private static final String DURATION = "^\\s*(\\d+(\\.\\d+)?([mM][sS]|[sSmMhHdD])\\s*)+$";
  private static final String SIZE = "\\d+\\s*([KMGkmg][iI]?)?[bB]?";
  private static final String COMPARED = "^\\s*(>=|<=|>|<|=)?\\s*";

  private RuleSchema() {}

  /**
   * The schema.
   *
   * @return JSON that ends with a line end
   */
  public static String json() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "FiveFifty rule file");
    schema.putAll(
        object(
            Map.of(
                "server",
                anyOf(ref("server"), Map.of("type", "null")),
                "rules",
                anyOf(arrayOf(anyOf(ref("rule"), ref("scenario")), 0), Map.of("type", "null")))));
    schema.put("$defs", definitions());
    return TreePrinter.json((Map<?, ?>) ordered(schema));
  }

  /** The same at each run: maps whose order is left to chance are sorted. */
  private static Object ordered(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<Object, Object> copy =
          map instanceof LinkedHashMap ? new LinkedHashMap<>() : new TreeMap<>();
      map.forEach((key, value) -> copy.put(key, ordered(value)));
      return copy;
    }
    return tree instanceof List<?> list ? list.stream().map(RuleSchema::ordered).toList() : tree;
  }

  private static Map<String, Object> definitions() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("scalar", Map.of("type", List.of("string", "number", "boolean")));
    all.put("bool", anyOf(Map.of("type", "boolean"), words(List.of("true", "false"))));
    all.put("duration", text(DURATION));
    all.put("size", anyOf(integer(1), text("^\\s*" + SIZE + "\\s*$")));
    all.put("texts", anyOf(ref("scalar"), arrayOf(ref("scalar"), 1)));
    all.put("pattern", anyOf(ref("scalar"), patternForm()));
    all.put("patterns", patterns());
    all.put("reply", reply());
    all.put("delay", delay());
    all.put("when", anyOf(ref("conditions"), arrayOf(ref("conditions"), 1)));
    Map<String, Object> conditions = object(keys(key -> key.group() == Group.MATCH));
    conditions.put("minProperties", 1);
    all.put("conditions", conditions);
    all.put("rule", rule());
    all.put("scenario", scenario());
    all.put("turn", turn());
    all.put("server", server());
    return all;
  }

  // --- rules

  private static Map<String, Object> rule() {
    Map<String, Object> rule = object(keys(key -> key.group() != Group.MATCH));
    rule.put("required", List.of("at"));
    rule.put("allOf", Arrays.stream(Stage.values()).map(RuleSchema::atStage).toList());
    return rule;
  }

  /** A scenario in the place of a rule; editors offer those that are shipped. */
  private static Map<String, Object> scenario() {
    Map<String, Object> with = new LinkedHashMap<>();
    with.put("type", "object");
    with.put("additionalProperties", ref("scalar"));
    Map<String, Object> keys = new LinkedHashMap<>();
    for (String key : ScenarioMapper.KEYS) {
      keys.put(
          key,
          switch (key) {
            case "scenario" -> anyOf(words(ScenarioFiles.SHIPPED.names()), ref("scalar"));
            case "with" -> with;
            case "as" -> ref("scalar");
            default -> throw new IllegalStateException(key + " has no form yet");
          });
    }
    return required(keys, "scenario");
  }

  private static Map<String, Object> keys(Predicate<RuleKey> which) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (RuleKey key : RuleKey.values()) {
      if (key.isBuilt() && which.test(key)) {
        keys.put(key.keyword(), value(key));
      }
    }
    return keys;
  }

  /** What may not stand at a stage. */
  private static Map<String, Object> atStage(Stage stage) {
    Map<String, Object> outcomes = new LinkedHashMap<>();
    Map<String, Object> conditions = new LinkedHashMap<>();
    for (RuleKey key : RuleKey.values()) {
      if (key.isBuilt() && !key.stages().contains(stage)) {
        (key.group() == Group.MATCH ? conditions : outcomes).put(key.keyword(), false);
      }
    }
    Map<String, Object> properties = new LinkedHashMap<>(outcomes);
    if (!conditions.isEmpty()) {
      Map<String, Object> none = Map.of("properties", conditions);
      properties.put("when", anyOf(both("object", none), both("array", Map.of("items", none))));
    }
    if (!outcomes.isEmpty()) {
      properties.put("sequence", Map.of("items", Map.of("properties", outcomes)));
    }
    return Map.of(
        "if",
        Map.of("properties", Map.of("at", keyword(stage.keyword())), "required", List.of("at")),
        "then",
        Map.of("properties", properties));
  }

  private static Map<String, Object> both(String type, Map<String, Object> schema) {
    Map<String, Object> both = new LinkedHashMap<>(Map.of("type", type));
    both.putAll(schema);
    return both;
  }

  private static Map<String, Object> turn() {
    Map<String, Object> keys = keys(key -> key.group() == Group.OUTCOME);
    keys.put(RuleKey.TIMES.keyword(), integer(1));
    keys.put("pass", anyOf(Map.of("const", true), Map.of("const", "true")));
    return anyOf(Map.of("const", "pass"), object(keys));
  }

  private static Map<String, Object> value(RuleKey key) {
    Map<String, Object> value = new LinkedHashMap<>(form(key));
    String stages =
        key.stages().size() == Stage.values().length
            ? "everywhere"
            : String.join(", ", key.stages().stream().map(Stage::keyword).toList());
    value.put("description", "May stand at: " + stages + ".");
    return value;
  }

  private static Map<String, Object> form(RuleKey key) {
    return switch (key) {
      case AT -> anyOf(Arrays.stream(Stage.values()).map(s -> keyword(s.keyword())).toList());
      case NAME, TAG, CLIENT -> ref("scalar");
      case WHEN -> ref("when");
      case SILENCE, LASTING, WINDOW -> ref("duration");
      case LISTENER, HELO_NAME, CLIENT_CERTIFICATE, USER, FROM, TO, SUBJECT, BODY, LINE ->
          ref("pattern");
      case TLS, DRAIN, OLD_TLS -> ref("bool");
      case RECIPIENTS, CONNECTIONS -> anyOf(integer(0), text(COMPARED + "\\d+\\s*$"));
      case SIZE -> anyOf(integer(0), text(COMPARED + SIZE + "\\s*$"));
      case HEADER, PARAMETER -> ref("patterns");
      case ATTACHMENT -> anyOf(ref("scalar"), patternForm(), attachment());
      case PER -> per();
      case AFTER, CUT -> integer(0);
      case TIMES -> integer(1);
      case CHANCE ->
          anyOf(
              Map.of("type", "number", "minimum", 0, "maximum", 1),
              text("^\\d{1,20}(\\.\\d+)?\\s*%?$"));
      case SEQUENCE -> arrayOf(ref("turn"), 1);
      case REPLY -> ref("reply");
      case RAW -> anyOf(ref("scalar"), required(Map.of("base64", ref("scalar")), "base64"));
      case DELAY -> ref("delay");
      case DRIBBLE ->
          required(Map.of("bytes", integer(1), "every", ref("duration")), "bytes", "every");
      case STALL -> anyOf(ref("duration"), Map.of("const", "forever"));
      case CLOSE -> words(Stream.of(Close.values()).map(Close::keyword).toList());
      case BANDWIDTH -> Map.of("type", "string");
      case HANDSHAKE_FAULT ->
          words(Stream.of(HandshakeFault.values()).map(HandshakeFault::keyword).toList());
      case CERTIFICATE ->
          words(Stream.of(CertificateFault.values()).map(CertificateFault::keyword).toList());
      case PROTOCOLS -> ref("texts");
      case CAPABILITIES -> capabilities();
      case MESSAGE_FATE ->
          words(Stream.of(MessageFate.values()).map(MessageFate::keyword).toList());
      case BOUNCE -> bounce();
    };
  }

  private static Map<String, Object> per() {
    Map<String, Object> word = words(Stream.of(Per.values()).map(Per::keyword).toList());
    Map<String, Object> list = arrayOf(word, 1);
    list.put("uniqueItems", true);
    return anyOf(word, list);
  }

  private static Map<String, Object> patternForm() {
    Map<String, Object> forms = new LinkedHashMap<>();
    for (String form : PatternMapper.FORMS) {
      forms.put(
          form,
          switch (form) {
            case "not" -> ref("pattern");
            case "anyOf" -> arrayOf(ref("pattern"), 1);
            default -> ref("scalar");
          });
    }
    Map<String, Object> object = object(forms);
    object.put("minProperties", 1);
    object.put("maxProperties", 1);
    return object;
  }

  private static Map<String, Object> patterns() {
    Map<String, Object> patterns = new LinkedHashMap<>();
    patterns.put("type", "object");
    patterns.put("additionalProperties", ref("pattern"));
    patterns.put("minProperties", 1);
    return patterns;
  }

  private static Map<String, Object> attachment() {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (String key : WhenMapper.ATTACHMENT) {
      keys.put(key, key.equals("inArchives") ? ref("bool") : ref("pattern"));
    }
    return object(keys);
  }

  private static Map<String, Object> reply() {
    return anyOf(
        Map.of("type", "integer", "minimum", 200, "maximum", 599),
        text("^([2-5]\\d\\d([ -][\\s\\S]*)?|default|none|as-addressed)$"),
        arrayOf(ref("scalar"), 1));
  }

  private static Map<String, Object> bounce() {
    Map<String, Object> said =
        anyOf(
            Map.of("type", "integer", "minimum", 200, "maximum", 599),
            text("^[245]\\d\\d([ -][\\s\\S]*)?$"),
            arrayOf(ref("scalar"), 1));
    Map<String, Object> keys = new LinkedHashMap<>();
    for (String key : BounceMapper.KEYS) {
      keys.put(
          key,
          switch (key) {
            case "after" -> ref("duration");
            case "action" -> words(Stream.of(DsnAction.values()).map(DsnAction::keyword).toList());
            default -> said;
          });
    }
    return anyOf(said, required(keys, "reply"));
  }

  private static Map<String, Object> delay() {
    return anyOf(
        ref("duration"),
        required(Map.of("min", ref("duration"), "max", ref("duration")), "max", "min"),
        required(
            Map.of(
                "median",
                ref("duration"),
                "sigma",
                anyOf(
                    Map.of("type", "number", "minimum", 0, "maximum", 5),
                    text("^\\d+(\\.\\d+)?$"))),
            "median",
            "sigma"));
  }

  private static Map<String, Object> capabilities() {
    Map<String, Object> capabilities =
        object(Map.of("add", list(), "remove", list(), "only", list()));
    capabilities.put("minProperties", 1);
    return capabilities;
  }

  /** One text or several, or none. */
  private static Map<String, Object> list() {
    return anyOf(ref("scalar"), arrayOf(ref("scalar"), 0));
  }

  // --- server

  private static Map<String, Object> server() {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (String key : ServerMapper.KEYS) {
      keys.put(
          key,
          switch (key) {
            case "hostname", "bind" -> Map.of("type", "string");
            case "port" -> port();
            case "size", "journalBytes" -> ref("size");
            case "seed" -> anyOf(Map.of("type", "integer"), text("^-?\\d+$"));
            case "journalLimit", "maxRecipients" -> integer(1);
            case "maxConnections" -> integer(1, 19_000);
            case "idleTimeout" -> ref("duration");
            case "tags" -> ref("texts");
            case "auth" -> services(ServicesMapper.AUTH);
            case "tls" -> services(ServicesMapper.TLS);
            case "http" -> http();
            case "bounces" ->
                required(Map.of("to", text("^" + ServicesMapper.HOST_AND_PORT + "$")), "to");
            case "listen" -> listen();
            default -> throw new IllegalStateException(key + " has no form yet");
          });
    }
    return object(keys);
  }

  private static Map<String, Object> listen() {
    Map<String, Object> listener = services(ServicesMapper.LISTEN);
    listener.put("required", List.of("port"));
    return arrayOf(listener, 1);
  }

  private static Map<String, Object> http() {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (String key : ServicesMapper.HTTP) {
      keys.put(
          key,
          switch (key) {
            case "port" -> anyOf(port(), Map.of("const", "off"));
            case "bind" -> Map.of("type", "string");
            default -> text("^[!-~]{1,256}$");
          });
    }
    return object(keys);
  }

  private static Map<String, Object> services(List<String> names) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (String name : names) {
      keys.put(name, service(name));
    }
    return object(keys);
  }

  private static Map<String, Object> service(String name) {
    return switch (name) {
      case "users" -> Map.of("type", "object", "additionalProperties", ref("scalar"));
      case "any", "required", "onlyUnderTls", "proxy" -> ref("bool");
      case "mechanisms" -> {
        Map<String, Object> word = words(AuthSettings.MECHANISMS);
        yield anyOf(word, arrayOf(word, 0));
      }
      case "starttls" -> words(keywords(StartTls.values()));
      case "clientCertificates" -> words(keywords(ClientCertificates.values()));
      case "tls" -> words(List.of("implicit"));
      case "port" -> port();
      case "receiveBuffer" -> ref("size");
      default -> ref("scalar");
    };
  }

  private static List<String> keywords(Enum<?>[] constants) {
    return Stream.of(constants).map(SessionMapper::keyword).toList();
  }

  // --- pieces

  private static Map<String, Object> ref(String definition) {
    return Map.of("$ref", "#/$defs/" + definition);
  }

  private static Map<String, Object> text(String pattern) {
    return Map.of("type", "string", "pattern", pattern);
  }

  private static Map<String, Object> port() {
    return integer(0, 65_535);
  }

  private static Map<String, Object> integer(long least) {
    return integer(least, Integer.MAX_VALUE);
  }

  /** A number, or its digits in quotes. */
  private static Map<String, Object> integer(long least, long most) {
    Map<String, Object> number = new LinkedHashMap<>();
    number.put("type", "integer");
    number.put("minimum", least);
    number.put("maximum", most);
    return anyOf(number, text(least == 0 ? "^(0|[1-9]\\d*)$" : "^[1-9]\\d*$"));
  }

  /** A word in whatever case; editors offer it in the usual one. */
  private static Map<String, Object> keyword(String word) {
    StringBuilder pattern = new StringBuilder("^");
    for (char c : word.toCharArray()) {
      pattern.append('[').append(c).append(Character.toUpperCase(c)).append(']');
    }
    return anyOf(Map.of("const", word), text(pattern.append('$').toString()));
  }

  private static Map<String, Object> words(List<String> words) {
    return Map.of("enum", words);
  }

  private static Map<String, Object> arrayOf(Map<String, Object> items, int least) {
    Map<String, Object> array = new LinkedHashMap<>();
    array.put("type", "array");
    array.put("items", items);
    array.put("minItems", least);
    return array;
  }

  private static Map<String, Object> object(Map<String, ?> properties) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", "object");
    object.put("properties", properties);
    object.put("additionalProperties", false);
    return object;
  }

  private static Map<String, Object> required(Map<String, ?> properties, String... keys) {
    Map<String, Object> object = object(properties);
    object.put("required", List.of(keys));
    return object;
  }

  @SafeVarargs
  private static Map<String, Object> anyOf(Map<String, Object>... schemas) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> schema : schemas) {
      all.add(schema);
    }
    return anyOf(all);
  }

  private static Map<String, Object> anyOf(List<Map<String, Object>> schemas) {
    Map<String, Object> any = new LinkedHashMap<>();
    any.put("anyOf", new ArrayList<>(schemas));
    return any;
  }
}
