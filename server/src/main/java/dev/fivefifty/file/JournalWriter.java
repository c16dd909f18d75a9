package dev.fivefifty.file;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Attachment;
import dev.fivefifty.rule.NearMiss;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes trees for {@link JsonText} of what a journal holds. What is not known is left out; an
 * instant is in ISO 8601, a duration as in rule files, a reply too. Bytes are a text of as many
 * characters, whose code points up to FF are the bytes. The methods keep no state and may be called
 * by several threads at once.
 */
public final class JournalWriter {
  private JournalWriter() {}

  /**
   * A session without what was said.
   *
   * @param session the session
   * @return a new tree
   */
  public static Map<String, Object> summary(Session session) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", session.id());
    tree.put("client", session.client().getHostAddress());
    tree.put("clientPort", session.clientPort());
    tree.put("listener", session.listener());
    tree.put("begun", instant(session.begun()));
    session.ended().ifPresent(ended -> tree.put("ended", instant(ended)));
    session.end().ifPresent(end -> tree.put("end", SessionMapper.keyword(end)));
    session.helo().ifPresent(helo -> tree.put("helo", helo));
    tree.put("tls", session.tls());
    session.clientCertificate().ifPresent(subject -> tree.put("clientCertificate", subject));
    session.user().ifPresent(user -> tree.put("user", user));
    tree.put("commands", session.commands());
    tree.put("discardedExchanges", session.discardedExchanges());
    tree.put("attempts", session.attempts().stream().map(JournalWriter::attempt).toList());
    return tree;
  }

  /**
   * A session with what was said, also as a transcript for people.
   *
   * @param session the session
   * @return a new tree
   */
  public static Map<String, Object> session(Session session) {
    Map<String, Object> tree = summary(session);
    List<Object> exchanges = new ArrayList<>();
    for (Exchange exchange : session.exchanges()) {
      Map<String, Object> each = exchange(exchange);
      exchange.nearMiss().ifPresent(miss -> each.put("nearMiss", nearMiss(miss)));
      exchanges.add(each);
    }
    tree.put("exchanges", exchanges);
    tree.put("transcript", session.transcript());
    return tree;
  }

  /**
   * One exchange.
   *
   * @param exchange the exchange
   * @return a new tree
   */
  public static Map<String, Object> exchange(Exchange exchange) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("session", exchange.session());
    tree.put("number", exchange.number());
    tree.put("stage", exchange.stage().keyword());
    tree.put("at", instant(exchange.at()));
    tree.put("took", RuleTree.duration(exchange.took()));
    tree.put("received", exchange.received().text());
    tree.put("sent", exchange.sent().text());
    exchange.reply().ifPresent(reply -> tree.put("reply", RuleTree.reply(reply)));
    tree.put("written", exchange.written());
    exchange.rule().ifPresent(rule -> tree.put("rule", rule));
    exchange.message().ifPresent(message -> tree.put("message", message));
    exchange.tag().ifPresent(tag -> tree.put("tag", tag));
    exchange.note().ifPresent(note -> tree.put("note", note));
    return tree;
  }

  private static Map<String, Object> nearMiss(NearMiss miss) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", miss.rule());
    List<Object> differences = new ArrayList<>();
    for (NearMiss.Difference difference : miss.differences()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("key", difference.key());
      each.put("expected", difference.expected());
      each.put("actual", difference.actual());
      differences.add(each);
    }
    tree.put("differences", differences);
    return tree;
  }

  /**
   * One attempt.
   *
   * @param attempt the attempt
   * @return a new tree
   */
  public static Map<String, Object> attempt(Attempt attempt) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("session", attempt.session());
    attempt.sender().ifPresent(sender -> tree.put("from", sender));
    attempt.recipient().ifPresent(recipient -> tree.put("to", recipient));
    tree.put("result", SessionMapper.keyword(attempt.result()));
    attempt.reply().ifPresent(reply -> tree.put("reply", RuleTree.reply(reply)));
    tree.put("replyWritten", attempt.replyWritten());
    attempt.rule().ifPresent(rule -> tree.put("rule", rule));
    attempt.tag().ifPresent(tag -> tree.put("tag", tag));
    tree.put("at", instant(attempt.at()));
    attempt.messageId().ifPresent(id -> tree.put("messageId", id));
    attempt.message().ifPresent(message -> tree.put("message", message));
    return tree;
  }

  /**
   * A message without its content.
   *
   * @param message the message
   * @return a new tree
   */
  public static Map<String, Object> summary(ReceivedMessage message) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", message.number());
    tree.put("session", message.session());
    tree.put("at", instant(message.at()));
    tree.put("from", message.sender());
    tree.put("to", message.recipientAddresses());
    message.subject().ifPresent(subject -> tree.put("subject", subject));
    message.messageId().ifPresent(id -> tree.put("messageId", id));
    tree.put("size", message.size());
    tree.put("truncated", message.truncated());
    if (message.bounce()) {
      tree.put("bounce", true);
    }
    message.rule().ifPresent(rule -> tree.put("rule", rule));
    message.tag().ifPresent(tag -> tree.put("tag", tag));
    return tree;
  }

  /**
   * A message with its envelope, its header fields and its decoded text; its exact bytes are {@link
   * ReceivedMessage#content()}.
   *
   * @param message the message
   * @return a new tree
   */
  public static Map<String, Object> message(ReceivedMessage message) {
    Map<String, Object> tree = summary(message);
    tree.put("parameters", message.parameters());
    tree.put("recipients", message.recipients().stream().map(JournalWriter::recipient).toList());
    tree.put("helo", message.helo());
    message.user().ifPresent(user -> tree.put("user", user));
    tree.put("tls", message.tls());
    tree.put("headers", message.headers());
    tree.put("body", message.body());
    List<Object> attachments = new ArrayList<>();
    for (Attachment attachment : message.attachments()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("number", attachments.size() + 1);
      each.put("name", attachment.name());
      each.put("type", attachment.type());
      each.put("archivedNames", attachment.archivedNames());
      attachments.add(each);
    }
    tree.put("attachments", attachments);
    return tree;
  }

  private static Map<String, Object> recipient(ReceivedMessage.Recipient recipient) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("address", recipient.address());
    tree.put("parameters", recipient.parameters());
    return tree;
  }

  private static String instant(Instant instant) {
    return instant.toString();
  }
}
