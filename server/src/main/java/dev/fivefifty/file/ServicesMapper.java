package dev.fivefifty.file;

import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.StartTls;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes settings of {@code auth}, {@code tls}, {@code listen} and {@code http}. */
final class ServicesMapper {
  static final List<String> AUTH =
      List.of("users", "any", "mechanisms", "required", "onlyUnderTls");
  static final List<String> TLS =
      List.of(
          "starttls",
          "clientCertificates",
          "clientCas",
          "certificate",
          "key",
          "keyStore",
          "password");
  static final List<String> LISTEN =
      List.of("port", "name", "bind", "tls", "receiveBuffer", "proxy");

  static final List<String> BOUNCES = List.of("to");

  /** A host name or an IP address in brackets, and a port. */
  static final String HOST_AND_PORT = "(?:[A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}";

  static final List<String> HTTP = List.of("port", "bind", "token");

  /** What can stand in a header field. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,256}");

  private final Values values;
  private final Function<Node, @Nullable String> bind;

  /**
   * For one server.
   *
   * @param bind reads an address
   */
  ServicesMapper(Values values, Function<Node, @Nullable String> bind) {
    this.values = values;
    this.bind = bind;
  }

  /** The values by key, or null if it is no mapping; unknown keys are problems. */
  private @Nullable Map<String, Node> keys(
      String what, Node node, List<String> known, String expected) {
    if (!(node instanceof Node.Mapping mapping)) {
      values.wrongKind(what, node, expected);
      return null;
    }
    Map<String, Node> found = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (known.contains(key)) {
        found.put(key, entry.value());
      } else {
        values.problems().error(entry.key().place(), Words.unknown("key", key, known));
      }
    }
    return found;
  }

  @Nullable AuthSettings auth(Node node) {
    Map<String, Node> keys =
        keys("auth", node, AUTH, "settings such as { users: { alice: secret } }");
    if (keys == null) {
      return null;
    }
    Map<String, String> users = users(keys.get("users"));
    boolean any = bool(keys, "any");
    if (users.isEmpty() && !any) {
      values.problems().error(node.place(), "'auth' accepts nobody (expected users, or any: true)");
    }
    return new AuthSettings(
        users,
        any,
        mechanisms(keys.get("mechanisms")),
        bool(keys, "required"),
        bool(keys, "onlyUnderTls"));
  }

  private boolean bool(Map<String, Node> keys, String key) {
    Node node = keys.get(key);
    return node != null && Boolean.TRUE.equals(values.bool(key, node));
  }

  private Map<String, String> users(@Nullable Node node) {
    Map<String, String> users = new LinkedHashMap<>();
    if (node == null) {
      return users;
    }
    if (!(node instanceof Node.Mapping mapping)) {
      values.wrongKind("users", node, "passwords by user such as { alice: secret }");
      return users;
    }
    for (Node.Entry entry : mapping.entries()) {
      // Not shown if it is wrong: it is a secret all the same.
      if (entry.value() instanceof Node.Scalar scalar && !scalar.isNull()) {
        users.put(entry.key().text(), scalar.text());
      } else {
        values.problems().error(entry.value().place(), "a password is a text");
      }
    }
    return users;
  }

  private @Nullable List<String> mechanisms(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
    List<String> names = new ArrayList<>();
    for (Node item : items) {
      String name = values.word("mechanisms", item, AuthSettings.MECHANISMS, word -> word);
      if (name != null) {
        names.add(name);
      }
    }
    return names.isEmpty() ? null : names;
  }

  @Nullable TlsSettings tls(Node node) {
    Map<String, Node> keys = keys("tls", node, TLS, "settings such as { starttls: offered }");
    if (keys == null) {
      return null;
    }
    boolean chain = keys.containsKey("certificate");
    if (chain != keys.containsKey("key")) {
      values.problems().error(node.place(), "'certificate' and 'key' go together");
    }
    if (keys.containsKey("keyStore") && chain) {
      values
          .problems()
          .error(node.place(), "'keyStore' takes the place of 'certificate' and 'key'");
    }
    ClientCertificates clients =
        word(keys, "clientCertificates", List.of(ClientCertificates.values()));
    NamedFile clientCas = file(keys, "clientCas");
    if (clientCas != null && clients != ClientCertificates.REQUIRED) {
      values
          .problems()
          .warning(
              keys.get("clientCas").place(),
              "'clientCas' matters only beside 'clientCertificates: required'");
    }
    return new TlsSettings(
        word(keys, "starttls", List.of(StartTls.values())),
        clients,
        clientCas,
        file(keys, "certificate"),
        file(keys, "key"),
        file(keys, "keyStore"),
        text(keys, "password"));
  }

  private @Nullable NamedFile file(Map<String, Node> keys, String key) {
    Node node = keys.get(key);
    Node.Scalar scalar = node == null ? null : values.scalar(key, node, "a file");
    if (scalar == null) {
      return null;
    }
    try {
      return new NamedFile(Path.of(scalar.text()), scalar.place());
    } catch (InvalidPathException e) {
      values.wrongKind(key, scalar, "a file");
      return null;
    }
  }

  private <T extends Enum<T>> @Nullable T word(Map<String, Node> keys, String key, List<T> words) {
    Node node = keys.get(key);
    return node == null
        ? null
        : values.word(key, node, words, word -> word.name().toLowerCase(Locale.ROOT));
  }

  private @Nullable String text(Map<String, Node> keys, String key) {
    Node node = keys.get(key);
    Node.Scalar scalar = node == null ? null : values.scalar(key, node, "a text");
    return scalar == null ? null : scalar.text();
  }

  @Nullable List<ListenSettings> listen(Node node) {
    if (!(node instanceof Node.Sequence sequence) || sequence.items().isEmpty()) {
      values.wrongKind(
          "listen", node, "a list such as [{ port: 2525 }, { port: 4650, tls: implicit }]");
      return null;
    }
    List<ListenSettings> listeners = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Node item : sequence.items()) {
      ListenSettings listener = listener(item);
      if (listener != null && !names.add(listener.name())) {
        values
            .problems()
            .error(
                item.place(),
                "a listener '" + listener.name() + "' is there already (give it a name)");
      } else if (listener != null) {
        listeners.add(listener);
      }
    }
    return listeners;
  }

  private @Nullable ListenSettings listener(Node node) {
    Map<String, Node> keys = keys("listen", node, LISTEN, "items such as { port: 2525 }");
    if (keys == null) {
      return null;
    }
    if (!keys.containsKey("port")) {
      values.problems().error(node.place(), "a listener needs a 'port' (0 takes a free one)");
      return null;
    }
    Integer port = values.integer("port", keys.get("port"), 0, 65_535);
    String tls =
        keys.containsKey("tls")
            ? values.word("tls", keys.get("tls"), List.of("implicit"), each -> each)
            : null;
    Long buffer =
        keys.containsKey("receiveBuffer")
            ? values.size("receiveBuffer", keys.get("receiveBuffer"))
            : null;
    String name = text(keys, "name");
    return port == null
        ? null
        : new ListenSettings(
            name != null ? name : tls == null ? "smtp" : "smtps",
            port,
            keys.containsKey("bind") ? bind.apply(keys.get("bind")) : null,
            tls != null,
            buffer == null ? 0 : (int) Math.min(buffer, Integer.MAX_VALUE),
            bool(keys, "proxy"));
  }

  @Nullable ApiSettings http(Node node) {
    Map<String, Node> keys = keys("http", node, HTTP, "settings such as { port: 8025 }");
    if (keys == null) {
      return null;
    }
    Node port = keys.get("port");
    boolean off = port instanceof Node.Scalar scalar && scalar.text().equals("off");
    return new ApiSettings(
        port == null || off ? null : values.integer("port", port, 0, 65_535),
        off,
        keys.containsKey("bind") ? bind.apply(keys.get("bind")) : null,
        token(keys));
  }

  @Nullable String bounces(Node node) {
    String expected = "settings such as { to: \"mail.example.test:25\" }";
    Map<String, Node> keys = keys("bounces", node, BOUNCES, expected);
    Node to = keys == null ? null : keys.get("to");
    if (keys == null || to == null) {
      if (isEmpty(node)) {
        values.wrongKind("bounces", node, expected);
      }
      return null;
    }
    String text = text(keys, "to");
    if (text == null) {
      return null;
    }
    int port =
        text.matches(HOST_AND_PORT)
            ? Integer.parseInt(text.substring(text.lastIndexOf(':') + 1))
            : 0;
    if (port < 1 || port > 65_535) {
      values.wrongKind("to", to, "a host and a port such as mail.example.test:25");
      return null;
    }
    return text;
  }

  private static boolean isEmpty(Node node) {
    return node instanceof Node.Mapping mapping && mapping.entries().isEmpty();
  }

  private @Nullable String token(Map<String, Node> keys) {
    String token = text(keys, "token");
    if (token != null && !TOKEN.matcher(token).matches()) {
      // Not shown: it is a secret all the same.
      values
          .problems()
          .error(
              keys.get("token").place(),
              "'token' is 1 to 256 visible ASCII characters without blanks, or none");
      return null;
    }
    return token;
  }
}
