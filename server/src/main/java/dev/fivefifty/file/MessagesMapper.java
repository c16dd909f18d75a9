package dev.fivefifty.file;

import dev.fivefifty.expect.Expectations;
import dev.fivefifty.expect.MessageExpectations;
import dev.fivefifty.expect.Times;
import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.rule.AttachmentPattern;
import dev.fivefifty.rule.TextPattern;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Makes the questions about stored messages. */
final class MessagesMapper {
  static final List<String> KEYS =
      List.of("from", "to", "subject", "body", "header", "attachment", "messageId", "stored");

  private final ExpectationMapper mapper;
  private final PatternMapper patterns;

  MessagesMapper(ExpectationMapper mapper) {
    this.mapper = mapper;
    this.patterns = new PatternMapper(mapper.values());
  }

  void map(Node.Mapping mapping, Place place) {
    Map<String, Node> keys = mapper.keys(mapping, KEYS);
    MessageFilter filter = MessageFilter.ANY;
    filter = with(keys, "from", filter, MessageFilter::from);
    filter = with(keys, "to", filter, MessageFilter::to);
    filter = with(keys, "subject", filter, MessageFilter::subject);
    filter = with(keys, "body", filter, MessageFilter::body);
    filter =
        with(
            keys,
            "attachment",
            filter,
            (all, name) -> all.attachment(new AttachmentPattern(name, null, false)));
    filter = headers(keys, filter);
    if (keys.containsKey("messageId")) {
      Node.Scalar id = mapper.values().scalar("messageId", keys.get("messageId"), "a Message-ID");
      filter = id == null ? filter : filter.messageId(id.text());
    }
    Node stored = keys.get("stored");
    Times times = stored == null ? Times.atLeast(1) : mapper.times("stored", stored);
    if (times == null) {
      return;
    }
    Place at = stored == null ? place : stored.place();
    MessageExpectations messages = Expectations.messages(filter);
    if (times.most() == 0) {
      mapper.draft().addNegative(messages.noneStored(), at);
    } else {
      mapper.add(times, at, messages.stored(times));
    }
  }

  private MessageFilter with(
      Map<String, Node> keys,
      String key,
      MessageFilter filter,
      BiFunction<MessageFilter, TextPattern, MessageFilter> add) {
    Node node = keys.get(key);
    TextPattern pattern = node == null ? null : patterns.pattern(key, node);
    return pattern == null ? filter : add.apply(filter, pattern);
  }

  private MessageFilter headers(Map<String, Node> keys, MessageFilter filter) {
    Node node = keys.get("header");
    if (node == null) {
      return filter;
    }
    if (!(node instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
      mapper.values().wrongKind("header", node, "names and patterns such as {\"X-Spam\": \"yes\"}");
      return filter;
    }
    MessageFilter all = filter;
    for (Node.Entry entry : mapping.entries()) {
      TextPattern pattern = patterns.pattern(entry.key().text(), entry.value());
      all = pattern == null ? all : all.header(entry.key().text(), pattern);
    }
    return all;
  }
}
