package dev.fivefifty.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.fivefifty.expect.Evidence;
import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.ParsedMessage;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Answer;
import dev.fivefifty.rule.Decision;
import dev.fivefifty.rule.NearMiss;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes evidence bit by bit: with its messages it may be large. What is not known is left out; all
 * else is written as it is held, so that nothing is lost. Used once, by one thread.
 */
final class EvidenceWriter {
  /** Texts of clients may hold anything, half of a surrogate pair too. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final List<ReceivedMessage> stored;
  private final LongPredicate there;
  private final Set<Long> messages = new HashSet<>();
  private final Map<Attempt, Integer> attempts = new IdentityHashMap<>();

  /** The rules that decided, of which a few decide about many exchanges. */
  private final Map<Rule, Integer> rules = new IdentityHashMap<>();

  EvidenceWriter(KnownEvidence known, LongPredicate there) {
    this(known.evidence().messages(), there);
  }

  /** For a part of it. */
  EvidenceWriter(List<ReceivedMessage> stored) {
    this(stored, number -> false);
  }

  private EvidenceWriter(List<ReceivedMessage> stored, LongPredicate there) {
    this.stored = stored;
    this.there = there;
    stored.forEach(message -> messages.add(message.number()));
  }

  private static JsonGenerator generator(Writer out) throws IOException {
    JsonGenerator to = JSON.createGenerator(out);
    to.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    // A reader must not take what was cut off for the whole.
    to.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
    to.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    return to;
  }

  void write(Exchange exchange, Writer out) throws IOException {
    JsonGenerator to = generator(out);
    to.writeStartObject();
    to.writeNumberField("format", EvidenceJson.FORMAT);
    to.writeFieldName("exchange");
    exchange(exchange, to);
    rulesAndMessages(to);
    to.writeEndObject();
    to.close();
  }

  void write(Session session, Writer out) throws IOException {
    JsonGenerator to = generator(out);
    to.writeStartObject();
    to.writeNumberField("format", EvidenceJson.FORMAT);
    to.writeFieldName("session");
    session(session, to);
    rulesAndMessages(to);
    to.writeEndObject();
    to.close();
  }

  void write(KnownEvidence known, Writer out) throws IOException {
    Evidence evidence = known.evidence();
    JsonGenerator to = generator(out);
    to.writeStartObject();
    to.writeNumberField("format", EvidenceJson.FORMAT);
    to.writeNumberField("seed", evidence.seed());
    to.writeObjectFieldStart("applications");
    for (Map.Entry<String, Long> each : evidence.applications().entrySet()) {
      to.writeNumberField(each.getKey(), each.getValue());
    }
    to.writeEndObject();
    discarded(evidence.discarded(), to);
    to.writeArrayFieldStart("attempts");
    for (Attempt attempt : evidence.attempts()) {
      attempts.put(attempt, attempts.size());
      attempt(attempt, to);
    }
    to.writeEndArray();
    to.writeArrayFieldStart("sessions");
    for (Session session : evidence.sessions()) {
      session(session, to);
    }
    to.writeEndArray();
    order(known, to);
    rulesAndMessages(to);
    to.writeEndObject();
    to.close();
  }

  private void rulesAndMessages(JsonGenerator to) throws IOException {
    rules(to);
    to.writeArrayFieldStart("messages");
    for (ReceivedMessage message : stored) {
      message(message, to);
    }
    to.writeEndArray();
  }

  private static void discarded(Discarded gone, JsonGenerator to) throws IOException {
    to.writeObjectFieldStart("discarded");
    to.writeNumberField("sessions", gone.sessions());
    to.writeNumberField("exchanges", gone.exchanges());
    to.writeNumberField("attempts", gone.attempts());
    to.writeNumberField("messages", gone.messages());
    to.writeNumberField("bytes", gone.bytes());
    to.writeEndObject();
  }

  private void attempt(Attempt attempt, JsonGenerator to) throws IOException {
    to.writeStartObject();
    to.writeNumberField("session", attempt.session());
    text("sender", attempt.sender(), to);
    text("recipient", attempt.recipient(), to);
    to.writeStringField("result", attempt.result().name());
    reply("reply", attempt.reply(), to);
    text("rule", attempt.rule(), to);
    instant("at", attempt.at(), to);
    text("messageId", attempt.messageId(), to);
    number("message", attempt.message(), to);
    to.writeBooleanField("replyWritten", attempt.replyWritten());
    text("tag", attempt.tag(), to);
    to.writeEndObject();
  }

  private void session(Session session, JsonGenerator to) throws IOException {
    to.writeStartObject();
    to.writeNumberField("id", session.id());
    to.writeStringField("client", session.client().getHostAddress());
    to.writeNumberField("clientPort", session.clientPort());
    to.writeStringField("listener", session.listener());
    instant("begun", session.begun(), to);
    if (session.ended().isPresent()) {
      instant("ended", session.ended().get(), to);
    }
    text("end", session.end().map(Enum::name), to);
    text("helo", session.helo(), to);
    to.writeBooleanField("tls", session.tls());
    text("clientCertificate", session.clientCertificate(), to);
    text("user", session.user(), to);
    to.writeNumberField("discardedExchanges", session.discardedExchanges());
    to.writeArrayFieldStart("exchanges");
    for (Exchange exchange : session.exchanges()) {
      exchange(exchange, to);
    }
    to.writeEndArray();
    to.writeArrayFieldStart("attempts");
    for (Attempt attempt : session.attempts()) {
      Integer number = attempts.get(attempt);
      // The session was read later, and may have one more, or one that was corrected.
      if (number == null) {
        attempt(attempt, to);
      } else {
        to.writeNumber(number);
      }
    }
    to.writeEndArray();
    to.writeEndObject();
  }

  private void exchange(Exchange exchange, JsonGenerator to) throws IOException {
    to.writeStartObject();
    to.writeNumberField("number", exchange.number());
    to.writeNumberField("tookNanos", exchange.tookNanos());
    to.writeStringField("received", exchange.received().text());
    to.writeStringField("sent", exchange.sent().text());
    reply("reply", exchange.reply(), to);
    to.writeBooleanField("written", exchange.written());
    number("message", exchange.message(), to);
    text("note", exchange.note(), to);
    occasion(exchange, to);
    decision(exchange.decision(), to);
    Optional<NearMiss> miss = exchange.nearMiss();
    if (miss.isPresent()) {
      nearMiss(miss.get(), to);
    }
    to.writeEndObject();
  }

  private void occasion(Exchange exchange, JsonGenerator to) throws IOException {
    Occasion occasion = exchange.occasion();
    to.writeObjectFieldStart("occasion");
    to.writeStringField("stage", occasion.stage().name());
    instant("now", occasion.now(), to);
    to.writeNumberField("session", occasion.session());
    to.writeStringField("client", occasion.client().getHostAddress());
    to.writeStringField("listener", occasion.listener());
    to.writeNumberField("connections", occasion.connections());
    to.writeBooleanField("tls", occasion.tls());
    text("clientCertificate", occasion.clientCertificate(), to);
    text("helo", occasion.helo(), to);
    text("user", occasion.user(), to);
    text("tag", occasion.tag(), to);
    text("line", occasion.line(), to);
    text("sender", occasion.sender(), to);
    texts("parameters", occasion.parameters(), to);
    texts("recipients", occasion.recipients(), to);
    String implied = occasion.recipients().isEmpty() ? "" : occasion.recipients().get(0);
    if (occasion.stage() == Stage.RCPT || !occasion.recipient().equals(implied)) {
      to.writeStringField("recipient", occasion.recipient());
    }
    number("size", occasion.size(), to);
    if (occasion.silence().isPresent()) {
      to.writeStringField("silence", occasion.silence().get().toString());
    }
    if (occasion.message().orElse(null) instanceof ParsedMessage view) {
      if (occasion.stage() == Stage.MESSAGE
          && exchange.message().isPresent()
          && messages.contains(exchange.message().getAsLong())) {
        // Its content follows, once.
        to.writeBooleanField("stored", true);
      } else {
        to.writeBinaryField("headers", view.kept());
      }
    }
    to.writeEndObject();
  }

  private void decision(Decision decision, JsonGenerator to) throws IOException {
    if (decision.ruleName() == null && decision.skipped().isEmpty()) {
      return;
    }
    to.writeObjectFieldStart("decision");
    if (decision.ruleName() != null) {
      to.writeStringField("ruleName", decision.ruleName());
    }
    Rule rule = decision.rule();
    if (rule != null) {
      to.writeNumberField("rule", rules.computeIfAbsent(rule, each -> rules.size()));
      outcome(rule, decision.outcome(), to);
    }
    if (decision.draw() != 0) {
      to.writeNumberField("draw", decision.draw());
    }
    if (!decision.skipped().isEmpty()) {
      to.writeArrayFieldStart("skipped");
      for (Decision.Skipped skipped : decision.skipped()) {
        to.writeStartObject();
        to.writeStringField("rule", skipped.rule());
        to.writeStringField("reason", skipped.reason());
        to.writeEndObject();
      }
      to.writeEndArray();
    }
    to.writeEndObject();
  }

  private static void outcome(Rule rule, Outcome outcome, JsonGenerator to) throws IOException {
    if (outcome.equals(rule.outcome()) && rule.sequence().isEmpty()) {
      return;
    }
    for (int i = 0; i < rule.sequence().size(); i++) {
      if (rule.sequence().get(i).outcome() == outcome) {
        to.writeNumberField("turn", i);
        return;
      }
    }
    // What is said in place of a rule that threw.
    if (outcome.effectiveAnswer() instanceof Answer.Fixed fixed) {
      reply("instead", Optional.of(fixed.reply()), to);
    }
  }

  private static void nearMiss(NearMiss miss, JsonGenerator to) throws IOException {
    to.writeObjectFieldStart("nearMiss");
    to.writeStringField("rule", miss.rule());
    to.writeArrayFieldStart("differences");
    for (NearMiss.Difference difference : miss.differences()) {
      to.writeStartObject();
      to.writeStringField("key", difference.key());
      to.writeStringField("expected", difference.expected());
      to.writeStringField("actual", difference.actual());
      to.writeEndObject();
    }
    to.writeEndArray();
    to.writeEndObject();
  }

  /** Session and number in turns: an exchange is in the order of all, and in its session's. */
  private static void order(KnownEvidence known, JsonGenerator to) throws IOException {
    to.writeArrayFieldStart("order");
    for (Exchange exchange : known.exchanges()) {
      to.writeNumber(exchange.session());
      to.writeNumber(exchange.number());
    }
    to.writeEndArray();
  }

  private void rules(JsonGenerator to) throws IOException {
    @Nullable Rule[] numbered = new Rule[rules.size()];
    rules.forEach((rule, number) -> numbered[number] = rule);
    to.writeArrayFieldStart("rules");
    for (Rule rule : numbered) {
      // As text, because it is read as a rule is that was sent.
      to.writeString(TreePrinter.jsonInOneLine(RuleTree.of(rule)));
    }
    to.writeEndArray();
  }

  private void message(ReceivedMessage message, JsonGenerator to) throws IOException {
    to.writeStartObject();
    to.writeNumberField("number", message.number());
    if (!there.test(message.number())) {
      to.writeNumberField("session", message.session());
      instant("at", message.at(), to);
      to.writeStringField("sender", message.sender());
      to.writeArrayFieldStart("recipients");
      for (ReceivedMessage.Recipient recipient : message.recipients()) {
        to.writeStartObject();
        to.writeStringField("address", recipient.address());
        texts("parameters", recipient.parameters(), to);
        to.writeEndObject();
      }
      to.writeEndArray();
      texts("parameters", message.parameters(), to);
      to.writeStringField("helo", message.helo());
      text("user", message.user(), to);
      to.writeBooleanField("tls", message.tls());
      to.writeBooleanField("truncated", message.truncated());
      if (message.bounce()) {
        to.writeBooleanField("bounce", true);
      }
      text("rule", message.rule(), to);
      text("tag", message.tag(), to);
      to.writeFieldName("content");
      to.writeBinary(message.openStream(), message.size());
    }
    to.writeEndObject();
  }

  private static void text(String key, Optional<String> text, JsonGenerator to) throws IOException {
    if (text.isPresent()) {
      to.writeStringField(key, text.get());
    }
  }

  private static void number(String key, OptionalLong number, JsonGenerator to) throws IOException {
    if (number.isPresent()) {
      to.writeNumberField(key, number.getAsLong());
    }
  }

  private static void instant(String key, Instant instant, JsonGenerator to) throws IOException {
    to.writeStringField(key, instant.toString());
  }

  private static void reply(String key, Optional<Reply> reply, JsonGenerator to)
      throws IOException {
    if (reply.isEmpty()) {
      return;
    }
    to.writeObjectFieldStart(key);
    to.writeNumberField("code", reply.get().code());
    if (reply.get().enhanced() != null) {
      to.writeStringField("enhanced", reply.get().enhanced());
    }
    texts("lines", reply.get().lines(), to);
    to.writeEndObject();
  }

  private static void texts(String key, List<String> texts, JsonGenerator to) throws IOException {
    if (!texts.isEmpty()) {
      to.writeArrayFieldStart(key);
      for (String text : texts) {
        to.writeString(text);
      }
      to.writeEndArray();
    }
  }

  private static void texts(String key, Map<String, String> texts, JsonGenerator to)
      throws IOException {
    if (!texts.isEmpty()) {
      to.writeObjectFieldStart(key);
      for (Map.Entry<String, String> each : texts.entrySet()) {
        to.writeStringField(each.getKey(), each.getValue());
      }
      to.writeEndObject();
    }
  }
}
