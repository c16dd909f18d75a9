package dev.fivefifty.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Bytes;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.ParsedMessage;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.AskedRules;
import dev.fivefifty.rule.Decision;
import dev.fivefifty.rule.MessageView;
import dev.fivefifty.rule.NearMiss;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.Turn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Reads what {@link EvidenceWriter} wrote. Used once, by one thread. */
final class EvidenceReader {
  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              // A message is one text.
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  /** For exchanges without a near miss, which are most. */
  private static final AskedRules NO_NEAR_MISS = (occasion, decision) -> Optional.empty();

  private final LongFunction<@Nullable ReceivedMessage> there;
  private final Map<Long, ReceivedMessage> messages = new LinkedHashMap<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<@Nullable Rule> rules = new ArrayList<>();
  private @Nullable Occasion earlier;

  EvidenceReader(LongFunction<@Nullable ReceivedMessage> there) {
    this.there = there;
  }

  KnownEvidence read(byte[] json) {
    return read(json, this::known);
  }

  KnownExchange readExchange(byte[] json) {
    return read(
        json,
        root -> {
          rulesAndMessages(root);
          Exchange exchange = exchange(root.required("exchange"));
          return new KnownExchange(exchange, messages.values().stream().findFirst());
        });
  }

  KnownSession readSession(byte[] json) {
    return read(
        json,
        root -> {
          rulesAndMessages(root);
          Session session = session(root.required("session"));
          return new KnownSession(session, List.copyOf(messages.values()));
        });
  }

  private static <T> T read(byte[] json, Function<JsonNode, T> of) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("this is no evidence: " + e.getMessage(), e);
    }
    int format = root.path("format").asInt(0);
    if (format != EvidenceJson.FORMAT) {
      throw new IllegalArgumentException(
          "this is no evidence of this version of FiveFifty (expected format "
              + EvidenceJson.FORMAT
              + ", not "
              + format
              + ")");
    }
    try {
      return of.apply(root);
    } catch (RuntimeException e) {
      // Something is missing, or is something else.
      throw new IllegalArgumentException("this is no evidence: " + e.getMessage(), e);
    }
  }

  /** First: what comes later refers to them. */
  private void rulesAndMessages(JsonNode root) {
    root.required("rules").forEach(rule -> rules.add(rule(rule.textValue())));
    root.required("messages").forEach(this::message);
  }

  private KnownEvidence known(JsonNode root) {
    rulesAndMessages(root);
    root.required("attempts").forEach(attempt -> attempts.add(attempt(attempt)));
    List<Session> sessions = new ArrayList<>();
    root.required("sessions").forEach(session -> sessions.add(session(session)));
    Map<String, Long> applications = new LinkedHashMap<>();
    root.required("applications")
        .properties()
        .forEach(each -> applications.put(each.getKey(), each.getValue().longValue()));
    Evidence evidence =
        new Evidence(
            root.required("seed").longValue(),
            sessions,
            attempts,
            List.copyOf(messages.values()),
            applications,
            discarded(root.required("discarded")));
    return new KnownEvidence(evidence, order(root.required("order"), sessions));
  }

  private static @Nullable Rule rule(String json) {
    try {
      return SentRules.one(json.getBytes(StandardCharsets.UTF_8)).rules().get(0);
    } catch (RuleFileException e) {
      // It holds something in Java, or is larger than what can be sent.
      return null;
    }
  }

  private static Discarded discarded(JsonNode node) {
    return new Discarded(
        node.required("sessions").longValue(),
        node.required("exchanges").longValue(),
        node.required("attempts").longValue(),
        node.required("messages").longValue(),
        node.required("bytes").longValue());
  }

  private static List<Exchange> order(JsonNode node, List<Session> sessions) {
    Map<Long, Map<Integer, Exchange>> held = new HashMap<>();
    for (Session session : sessions) {
      Map<Integer, Exchange> numbered = new HashMap<>();
      session.exchanges().forEach(exchange -> numbered.put(exchange.number(), exchange));
      held.put(session.id(), numbered);
    }
    List<Exchange> ordered = new ArrayList<>();
    for (int i = 0; i + 1 < node.size(); i += 2) {
      Exchange exchange =
          held.getOrDefault(node.get(i).longValue(), Map.of()).get(node.get(i + 1).intValue());
      if (exchange != null) {
        ordered.add(exchange);
      }
    }
    return ordered;
  }

  private static Attempt attempt(JsonNode node) {
    return new Attempt(
        node.required("session").longValue(),
        text(node, "sender"),
        text(node, "recipient"),
        Attempt.Result.valueOf(node.required("result").textValue()),
        reply(node, "reply"),
        text(node, "rule"),
        instant(node, "at"),
        text(node, "messageId"),
        number(node, "message"),
        node.required("replyWritten").booleanValue(),
        text(node, "tag"));
  }

  private Session session(JsonNode node) {
    earlier = null;
    List<Exchange> exchanges = new ArrayList<>();
    node.required("exchanges").forEach(exchange -> exchanges.add(exchange(exchange)));
    List<Attempt> own = new ArrayList<>();
    node.required("attempts")
        .forEach(
            attempt ->
                own.add(attempt.isObject() ? attempt(attempt) : attempts.get(attempt.intValue())));
    return new Session(
        node.required("id").longValue(),
        address(node.required("client").textValue()),
        node.required("clientPort").intValue(),
        node.required("listener").textValue(),
        instant(node, "begun"),
        text(node, "ended").map(Instant::parse),
        text(node, "end").map(Session.End::valueOf),
        text(node, "helo"),
        node.required("tls").booleanValue(),
        text(node, "clientCertificate"),
        text(node, "user"),
        exchanges,
        node.required("discardedExchanges").longValue(),
        own);
  }

  private Exchange exchange(JsonNode node) {
    OptionalLong message = number(node, "message");
    Occasion occasion = occasion(node.required("occasion"), message);
    earlier = occasion;
    return new Exchange(
        node.required("number").intValue(),
        node.required("tookNanos").longValue(),
        bytes(node, "received"),
        bytes(node, "sent"),
        reply(node, "reply"),
        node.required("written").booleanValue(),
        message,
        occasion,
        node.has("decision") ? decision(node.get("decision")) : Decision.BY_DEFAULT,
        node.has("nearMiss") ? nearMiss(node.get("nearMiss")) : NO_NEAR_MISS,
        text(node, "note"));
  }

  private Occasion occasion(JsonNode node, OptionalLong message) {
    return Occasion.at(Stage.valueOf(node.required("stage").textValue()))
        .now(instant(node, "now"))
        .session(node.required("session").longValue())
        .client(address(node.required("client").textValue()))
        .listener(node.required("listener").textValue())
        .connections(node.required("connections").intValue())
        .tls(node.required("tls").booleanValue())
        .clientCertificate(text(node, "clientCertificate").orElse(null))
        .helo(text(node, "helo").orElse(null))
        .user(text(node, "user").orElse(null))
        .tag(text(node, "tag").orElse(null))
        .line(text(node, "line").orElse(null))
        .sender(text(node, "sender").orElse(null))
        .parameters(texts(node, "parameters"))
        .recipient(text(node, "recipient").orElse(null))
        .recipients(list(node, "recipients"))
        .size(number(node, "size").orElse(-1))
        .silence(text(node, "silence").map(Duration::parse).orElse(null))
        .message(view(node, message))
        .after(earlier)
        .build();
  }

  private @Nullable MessageView view(JsonNode node, OptionalLong message) {
    if (node.has("stored")) {
      ReceivedMessage stored = messages.get(message.orElse(0));
      if (stored == null) {
        throw new IllegalArgumentException("its message is missing");
      }
      return stored.view();
    }
    if (node.has("headers")) {
      byte[] headers = binary(node.get("headers"));
      return ParsedMessage.headersOf(headers, headers.length);
    }
    return null;
  }

  private Decision decision(JsonNode node) {
    Rule rule = node.has("rule") ? rules.get(node.get("rule").intValue()) : null;
    Outcome outcome = Outcome.DEFAULT;
    if (node.has("instead")) {
      outcome = Turn.turn().reply(reply(node, "instead").orElseThrow()).outcome();
    } else if (rule != null) {
      outcome =
          node.has("turn")
              ? rule.sequence().get(node.get("turn").intValue()).outcome()
              : rule.outcome();
    }
    List<Decision.Skipped> skipped = new ArrayList<>();
    node.path("skipped")
        .forEach(
            each ->
                skipped.add(
                    new Decision.Skipped(
                        each.required("rule").textValue(), each.required("reason").textValue())));
    return new Decision(
        text(node, "ruleName").orElse(null),
        rule,
        outcome,
        node.path("draw").doubleValue(),
        List.copyOf(skipped));
  }

  private static AskedRules nearMiss(JsonNode node) {
    List<NearMiss.Difference> differences = new ArrayList<>();
    node.required("differences")
        .forEach(
            each ->
                differences.add(
                    new NearMiss.Difference(
                        each.required("key").textValue(),
                        each.required("expected").textValue(),
                        each.required("actual").textValue())));
    Optional<NearMiss> miss =
        Optional.of(new NearMiss(node.required("rule").textValue(), differences));
    return (occasion, decision) -> miss;
  }

  private void message(JsonNode node) {
    long number = node.required("number").longValue();
    ReceivedMessage message = node.has("content") ? message(node, number) : there.apply(number);
    if (message == null) {
      throw new IllegalArgumentException("message " + number + " is missing");
    }
    messages.put(number, message);
  }

  private static ReceivedMessage message(JsonNode node, long number) {
    List<ReceivedMessage.Recipient> recipients = new ArrayList<>();
    node.required("recipients")
        .forEach(
            each ->
                recipients.add(
                    new ReceivedMessage.Recipient(
                        each.required("address").textValue(), texts(each, "parameters"))));
    byte[] content = binary(node.required("content"));
    if (node.path("bounce").booleanValue()) {
      return ReceivedMessage.bounce(
          number,
          node.required("session").longValue(),
          instant(node, "at"),
          recipients.get(0).address(),
          content,
          text(node, "rule"),
          text(node, "tag"));
    }
    return new ReceivedMessage(
        number,
        node.required("session").longValue(),
        instant(node, "at"),
        node.required("sender").textValue(),
        recipients,
        texts(node, "parameters"),
        node.required("helo").textValue(),
        text(node, "user"),
        node.required("tls").booleanValue(),
        content,
        content.length,
        node.required("truncated").booleanValue(),
        text(node, "rule"),
        text(node, "tag"));
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.ofNullable(node.path(key).textValue());
  }

  private static OptionalLong number(JsonNode node, String key) {
    return node.has(key) ? OptionalLong.of(node.get(key).longValue()) : OptionalLong.empty();
  }

  private static Instant instant(JsonNode node, String key) {
    return Instant.parse(node.required(key).textValue());
  }

  private static Bytes bytes(JsonNode node, String key) {
    return Bytes.wrap(node.required(key).textValue().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] binary(JsonNode node) {
    try {
      return node.binaryValue();
    } catch (IOException e) {
      throw new IllegalArgumentException("this is no evidence: " + e.getMessage(), e);
    }
  }

  private static Optional<Reply> reply(JsonNode node, String key) {
    JsonNode reply = node.get(key);
    return reply == null
        ? Optional.empty()
        : Optional.of(
            new Reply(
                reply.required("code").intValue(),
                text(reply, "enhanced").orElse(null),
                list(reply, "lines")));
  }

  private static List<String> list(JsonNode node, String key) {
    List<String> texts = new ArrayList<>();
    node.path(key).forEach(each -> texts.add(each.textValue()));
    return List.copyOf(texts);
  }

  private static Map<String, String> texts(JsonNode node, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.path(key).properties().forEach(e -> texts.put(e.getKey(), e.getValue().textValue()));
    return texts;
  }

  /** An address in figures, which is never looked up. */
  private static InetAddress address(String text) {
    // The name of an interface is one of another machine.
    String figures = text.replaceFirst("%.*", "");
    if (!figures.matches("[0-9a-fA-F:.]*[.:][0-9a-fA-F:.]*")) {
      throw new IllegalArgumentException("'" + text + "' is no address");
    }
    try {
      return InetAddress.getByName(figures);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + text + "' is no address", e);
    }
  }
}
