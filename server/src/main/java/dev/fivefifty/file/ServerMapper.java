package dev.fivefifty.file;

import dev.fivefifty.rule.Network;
import dev.fivefifty.rule.TagSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the server's settings of the {@code server} mappings of all files. */
final class ServerMapper {
  static final List<String> KEYS =
      List.of(
          "hostname",
          "port",
          "bind",
          "size",
          "seed",
          "journalLimit",
          "journalBytes",
          "idleTimeout",
          "maxConnections",
          "maxRecipients",
          "tags",
          "auth",
          "tls",
          "listen",
          "http",
          "bounces");

  private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

  private final Values values;
  private final ServicesMapper services;
  private final Map<String, Object> settings = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();

  ServerMapper(Problems problems) {
    values = new Values(problems);
    services = new ServicesMapper(values, this::bind);
  }

  void map(Node node) {
    if (node instanceof Node.Scalar scalar && scalar.isNull()) {
      return;
    }
    if (!(node instanceof Node.Mapping mapping)) {
      values.wrongKind("server", node, "settings such as { hostname: mx.example.test }");
      return;
    }
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!KEYS.contains(key)) {
        values.problems().error(entry.key().place(), Words.unknown("key", key, KEYS));
      } else {
        keep(entry, value(key, entry.value()));
      }
    }
  }

  private void keep(Node.Entry entry, @Nullable Object value) {
    if (value == null) {
      return;
    }
    String key = entry.key().text();
    Object other = settings.putIfAbsent(key, value);
    Place place = places.putIfAbsent(key, entry.key().place());
    if (other != null && place != null && !other.equals(value)) {
      values
          .problems()
          .error(
              entry.value().place(),
              "'%s' is another one at %s (leave one of them out)"
                  .formatted(key, place.seenFrom(entry.value().place())));
    }
  }

  private @Nullable Object value(String key, Node node) {
    return switch (key) {
      case "hostname" -> hostname(node);
      case "port" -> values.integer(key, node, 0, 65_535);
      case "bind" -> bind(node);
      case "size" -> messageSize(node);
      case "journalBytes" -> values.size(key, node);
      case "maxConnections" -> values.integer(key, node, 1, 19_000);
      case "seed" -> values.number(key, node, Long.MIN_VALUE, Long.MAX_VALUE);
      case "idleTimeout" -> values.positive(key, node);
      case "maxRecipients" -> maxRecipients(node);
      case "tags" -> tags(node);
      case "auth" -> services.auth(node);
      case "tls" -> services.tls(node);
      case "listen" -> services.listen(node);
      case "http" -> services.http(node);
      case "bounces" -> services.bounces(node);
      default -> values.integer(key, node, 1, Integer.MAX_VALUE);
    };
  }

  private @Nullable Long messageSize(Node node) {
    Long size = values.size("size", node);
    if (size != null && size > 1L << 30) {
      values.problems().error(node.place(), "'size' is 1GB at most, not " + node.kind());
      return null;
    }
    return size;
  }

  private @Nullable String hostname(Node node) {
    String expected = "a host name such as mx.example.test";
    Node.Scalar scalar = values.scalar("hostname", node, expected);
    if (scalar != null && !HOSTNAME.matcher(scalar.text()).matches()) {
      values.wrongKind("hostname", scalar, expected);
      return null;
    }
    return scalar == null ? null : scalar.text();
  }

  private @Nullable String bind(Node node) {
    String expected = "an IP address such as 127.0.0.1 or \"::\"";
    Node.Scalar scalar = values.scalar("bind", node, expected);
    if (scalar == null) {
      return null;
    }
    try {
      if (scalar.text().length() < 64 && !scalar.text().contains("/")) {
        return Network.parse(scalar.text()).text();
      }
    } catch (IllegalArgumentException e) {
      // said below, in the words of a server
    }
    values.wrongKind("bind", scalar, expected);
    return null;
  }

  private @Nullable List<TagSource> tags(Node node) {
    List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
    List<TagSource> sources = new ArrayList<>();
    for (Node item : items) {
      TagSource source =
          values.made("tags", item, "where tags are, such as subaddress", TagSource::of);
      if (source == null) {
        return null;
      }
      sources.add(source);
    }
    if (sources.isEmpty()) {
      values.wrongKind("tags", node, "where tags are, such as [subaddress]");
      return null;
    }
    return sources;
  }

  private @Nullable Integer maxRecipients(Node node) {
    Integer most = values.integer("maxRecipients", node, 1, Integer.MAX_VALUE);
    if (most != null && most < 100) {
      values
          .problems()
          .warning(node.place(), "a server takes at least 100 recipients (RFC 5321 §4.5.3.1.8)");
    }
    return most;
  }

  ServerSettings settings() {
    return new ServerSettings(
        (String) settings.get("hostname"),
        (Integer) settings.get("port"),
        (String) settings.get("bind"),
        (Long) settings.get("size"),
        (Long) settings.get("seed"),
        (Integer) settings.get("journalLimit"),
        (Long) settings.get("journalBytes"),
        (Duration) settings.get("idleTimeout"),
        (Integer) settings.get("maxConnections"),
        (Integer) settings.get("maxRecipients"),
        sources(),
        (AuthSettings) settings.get("auth"),
        (TlsSettings) settings.get("tls"),
        listen(),
        (ApiSettings) settings.get("http"),
        (String) settings.get("bounces"));
  }

  private @Nullable List<TagSource> sources() {
    if (!(settings.get("tags") instanceof List<?> items)) {
      return null;
    }
    return items.stream().map(TagSource.class::cast).toList();
  }

  private @Nullable List<ListenSettings> listen() {
    if (!(settings.get("listen") instanceof List<?> items)) {
      return null;
    }
    return items.stream().map(ListenSettings.class::cast).toList();
  }
}
