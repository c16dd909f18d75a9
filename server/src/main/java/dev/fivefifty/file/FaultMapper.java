package dev.fivefifty.file;

import dev.fivefifty.rule.Bandwidth;
import dev.fivefifty.rule.Capabilities;
import dev.fivefifty.rule.CertificateFault;
import dev.fivefifty.rule.HandshakeFault;
import dev.fivefifty.rule.OutcomeKeys;
import dev.fivefifty.rule.Protocols;
import dev.fivefifty.rule.Raw;
import dev.fivefifty.rule.RuleKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sets the keys of faults on the wire and in TLS. */
final class FaultMapper {
  private static final String RAW = "a text in quotes such as \"250 OK\\n\", or { base64: ... }";
  private static final String DRIBBLE = "{ bytes: 1, every: 100ms }";
  private static final String CAPABILITIES = "a mapping of add, remove or only, each a list";

  private final Values values;

  FaultMapper(Values values) {
    this.values = values;
  }

  <T extends OutcomeKeys<T>> T set(T on, RuleKey key, Node node) {
    String word = key.keyword();
    return switch (key) {
      case RAW -> given(on, raw(node), on::raw);
      case DRIBBLE -> dribble(on, node);
      case CUT -> given(on, values.integer(word, node, 0, Integer.MAX_VALUE), on::cut);
      case BANDWIDTH ->
          given(
              on,
              values.made(word, node, "a bandwidth such as 1KB/s", Bandwidth::parse),
              bandwidth -> on.bandwidth(bandwidth.toString()));
      case HANDSHAKE_FAULT ->
          given(
              on,
              values.word(
                  word, node, Arrays.asList(HandshakeFault.values()), HandshakeFault::keyword),
              on::handshake);
      case CERTIFICATE ->
          given(
              on,
              values.word(
                  word, node, Arrays.asList(CertificateFault.values()), CertificateFault::keyword),
              on::certificate);
      case PROTOCOLS -> protocols(on, node);
      case OLD_TLS -> given(on, values.bool(word, node), on::oldTls);
      case CAPABILITIES -> given(on, capabilities(node), on::capabilities);
      default -> {
        values.problems().error(node.place(), "'" + word + "' is not built yet");
        yield on;
      }
    };
  }

  private static <T, V> T given(T on, @Nullable V value, Function<V, T> setter) {
    return value == null ? on : setter.apply(value);
  }

  private @Nullable Raw raw(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node instanceof Node.Scalar scalar && !scalar.isPlain() && !scalar.isNull()
          ? made(node, () -> Raw.of(scalar.text()))
          : values.made("raw", node, RAW, Raw::of);
    }
    Node.Entry entry = mapping.entry("base64").orElse(null);
    if (entry == null || mapping.entries().size() != 1) {
      values.wrongKind("raw", node, RAW);
      return null;
    }
    Node.Scalar scalar = values.scalar("base64", entry.value(), "base64");
    return scalar == null ? null : made(scalar, () -> Raw.base64(scalar.text()));
  }

  /** As {@link Values#made}, for texts that may be long. */
  private <V> @Nullable V made(Node node, Supplier<V> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      values.problems().error(node.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private <T extends OutcomeKeys<T>> T dribble(T on, Node node) {
    if (!(node instanceof Node.Mapping mapping)
        || mapping.entries().size() != 2
        || mapping.entry("bytes").isEmpty()
        || mapping.entry("every").isEmpty()) {
      values.wrongKind("dribble", node, DRIBBLE);
      return on;
    }
    Integer bytes =
        values.integer("bytes", mapping.entry("bytes").get().value(), 1, Integer.MAX_VALUE);
    Duration every = values.duration("every", mapping.entry("every").get().value());
    return bytes == null || every == null ? on : on.dribble(bytes, every);
  }

  private <T extends OutcomeKeys<T>> T protocols(T on, Node node) {
    List<String> names = texts("protocols", node, "a list such as [TLSv1.2]");
    if (names == null) {
      return on;
    }
    Protocols protocols = made(node, () -> new Protocols(names));
    return protocols == null ? on : on.protocols(names.toArray(String[]::new));
  }

  private @Nullable Capabilities capabilities(Node node) {
    List<String> known = List.of("add", "remove", "only");
    if (!(node instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
      values.wrongKind("capabilities", node, CAPABILITIES);
      return null;
    }
    List<String> add = List.of();
    List<String> remove = List.of();
    List<String> only = null;
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!known.contains(key)) {
        values.problems().error(entry.key().place(), Words.unknown("key", key, known));
        return null;
      }
      List<String> lines = texts(key, entry.value(), "a list such as [ \"SIZE 1000\" ]");
      if (lines == null) {
        return null;
      }
      switch (key) {
        case "add" -> add = lines;
        case "remove" -> remove = lines;
        default -> only = lines;
      }
    }
    List<String> added = add;
    List<String> removed = remove;
    List<String> whole = only;
    return made(node, () -> new Capabilities(added, removed, whole));
  }

  /** A list of texts, or one alone. */
  private @Nullable List<String> texts(String key, Node node, String expected) {
    List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
    List<String> texts = new ArrayList<>();
    for (Node item : items) {
      Node.Scalar scalar = values.scalar(key, item, expected);
      if (scalar == null) {
        return null;
      }
      texts.add(scalar.text());
    }
    return texts;
  }
}
