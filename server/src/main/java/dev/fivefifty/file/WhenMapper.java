package dev.fivefifty.file;

import dev.fivefifty.rule.AttachmentPattern;
import dev.fivefifty.rule.Condition;
import dev.fivefifty.rule.Network;
import dev.fivefifty.rule.NumberPattern;
import dev.fivefifty.rule.RuleKey;
import dev.fivefifty.rule.RuleKey.Group;
import dev.fivefifty.rule.TextPattern;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the conditions below {@code when}. */
final class WhenMapper {
  static final List<String> ATTACHMENT = List.of("name", "type", "inArchives");

  private final Values values;
  private final PatternMapper patterns;

  WhenMapper(Values values) {
    this.values = values;
    this.patterns = new PatternMapper(values);
  }

  /**
   * Makes the conditions in the order written.
   *
   * @param when a mapping, or a list of mappings that must all hold: for two conditions of one key
   */
  void map(Node when, MappedRule rule, Consumer<Condition> conditions) {
    if (when instanceof Node.Sequence list && !list.items().isEmpty()) {
      list.items().forEach(item -> mapping(item, rule, conditions));
    } else {
      mapping(when, rule, conditions);
    }
  }

  private void mapping(Node when, MappedRule rule, Consumer<Condition> conditions) {
    if (!(when instanceof Node.Mapping mapping)) {
      values.wrongKind("when", when, "conditions such as { to: \"*@gone.example\" }");
      return;
    }
    if (mapping.entries().isEmpty()) {
      values
          .problems()
          .error(when.place(), "an empty 'when' (leave it out to match every occasion)");
    }
    for (Node.Entry entry : mapping.entries()) {
      String word = entry.key().text();
      RuleKey key = RuleKey.of(Group.MATCH, word).orElse(null);
      if (key == null) {
        unknown(entry.key());
      } else if (!key.isBuilt()) {
        values.problems().error(entry.key().place(), "'" + word + "' is not built yet");
      } else {
        rule.place("when." + word, entry.key().place());
        condition(key, entry.value(), conditions);
      }
    }
  }

  private void unknown(Node.Scalar key) {
    String word = key.text();
    if (word.equals("java")) {
      values.problems().error(key.place(), "a condition in Java can only be written in Java");
    } else if (RuleKey.of(Group.RULE, word).isPresent()) {
      values.problems().error(key.place(), "'" + word + "' stands beside 'at', not below 'when'");
    } else {
      values.problems().error(key.place(), Words.unknown("key", word, RuleMapper.keywords(true)));
    }
  }

  private void condition(RuleKey key, Node node, Consumer<Condition> conditions) {
    String word = key.keyword();
    switch (key) {
      case CLIENT ->
          accept(
              conditions,
              values.made(
                  word,
                  node,
                  "an IP address or a block such as 10.0.0.0/8",
                  text -> new Condition.ClientIn(Network.parse(text))));
      case TLS -> {
        Boolean tls = values.bool(word, node);
        accept(conditions, tls == null ? null : new Condition.TlsIs(tls));
      }
      case RECIPIENTS, CONNECTIONS ->
          accept(
              conditions,
              values.made(
                  word,
                  node,
                  "a number such as 10 or \">10\"",
                  text -> new Condition.NumberIs(key, NumberPattern.parse(text))));
      case SIZE ->
          accept(
              conditions,
              values.made(
                  word,
                  node,
                  "a size such as \">1MB\"",
                  text -> new Condition.NumberIs(key, NumberPattern.parseSize(text))));
      case HEADER, PARAMETER -> named(key, node, conditions);
      case ATTACHMENT -> accept(conditions, attachment(node));
      default -> {
        TextPattern pattern = patterns.pattern(word, node);
        accept(conditions, pattern == null ? null : new Condition.TextIs(key, pattern));
      }
    }
  }

  private static void accept(Consumer<Condition> conditions, @Nullable Condition condition) {
    if (condition != null) {
      conditions.accept(condition);
    }
  }

  private void named(RuleKey key, Node node, Consumer<Condition> conditions) {
    String example = key == RuleKey.HEADER ? "X-Spam: yes" : "BODY: 8BITMIME";
    if (!(node instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
      values.wrongKind(key.keyword(), node, "names and patterns such as { " + example + " }");
      return;
    }
    for (Node.Entry entry : mapping.entries()) {
      TextPattern pattern = patterns.pattern(entry.key().text(), entry.value());
      accept(
          conditions,
          pattern == null ? null : new Condition.NamedTextIs(key, entry.key().text(), pattern));
    }
  }

  private @Nullable Condition attachment(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      TextPattern name = patterns.pattern("attachment", node);
      return name == null ? null : new Condition.AttachmentIs(AttachmentPattern.named(name));
    }
    int before = values.problems().errors();
    TextPattern name = null;
    TextPattern type = null;
    Boolean inArchives = null;
    for (Node.Entry entry : mapping.entries()) {
      switch (entry.key().text()) {
        case "name" -> name = patterns.pattern("name", entry.value());
        case "type" -> type = patterns.pattern("type", entry.value());
        case "inArchives" -> inArchives = values.bool("inArchives", entry.value());
        default ->
            values
                .problems()
                .error(entry.key().place(), Words.unknown("key", entry.key().text(), ATTACHMENT));
      }
    }
    if (values.problems().errors() > before) {
      return null;
    }
    if (name == null && type == null) {
      values.problems().error(node.place(), "'attachment' expects name or type, or both");
      return null;
    }
    return new Condition.AttachmentIs(
        new AttachmentPattern(name, type, Boolean.TRUE.equals(inArchives)));
  }
}
