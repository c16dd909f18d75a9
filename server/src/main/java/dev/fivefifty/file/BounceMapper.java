package dev.fivefifty.file;

import dev.fivefifty.rule.Answer;
import dev.fivefifty.rule.Bounce;
import dev.fivefifty.rule.DsnAction;
import dev.fivefifty.rule.Reply;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes what the sender is told later of a message that was accepted. */
final class BounceMapper {
  static final List<String> KEYS = List.of("reply", "after", "action");
  private static final String EXPECTED =
      "a reply such as \"550 5.1.1 User unknown\", or { reply: \"...\", after: 5s, action: failed }";

  private final Values values;
  private final ReplyMapper replies;

  BounceMapper(Values values, ReplyMapper replies) {
    this.values = values;
    this.replies = replies;
  }

  /**
   * Makes a bounce.
   *
   * @param cutOff what a comma cut off from the reply, empty if nothing
   */
  @Nullable Bounce bounce(Node node, String cutOff, MappedRule rule) {
    if (!(node instanceof Node.Mapping mapping)) {
      Reply reply = reply(node, cutOff, rule);
      return reply == null ? null : made(node, reply, null, null);
    }
    Reply reply = null;
    Duration after = null;
    DsnAction action = null;
    boolean wrong = mapping.entry("reply").isEmpty();
    if (wrong) {
      values.wrongKind("bounce", node, EXPECTED);
    }
    for (Entries.Item entry : Entries.of(mapping)) {
      String key = entry.key().text();
      switch (key) {
        case "reply" -> {
          reply = reply(entry.value(), entry.cutOff(), rule);
          wrong |= reply == null;
        }
        case "after" -> {
          after = values.duration(key, entry.value());
          wrong |= after == null;
        }
        case "action" -> {
          action =
              values.word(
                  key, entry.value(), Arrays.asList(DsnAction.values()), DsnAction::keyword);
          wrong |= action == null;
        }
        default -> {
          values.problems().error(entry.key().place(), Words.unknown("key", key, KEYS));
          wrong = true;
        }
      }
    }
    return wrong || reply == null ? null : made(node, reply, after, action);
  }

  private @Nullable Reply reply(Node node, String cutOff, MappedRule rule) {
    int before = values.problems().errors();
    Answer answer = replies.answer(node, cutOff, rule);
    if (answer instanceof Answer.Fixed fixed) {
      return fixed.reply();
    }
    if (values.problems().errors() == before) {
      values.wrongKind("bounce", node, EXPECTED);
    }
    return null;
  }

  private @Nullable Bounce made(
      Node node, Reply reply, @Nullable Duration after, @Nullable DsnAction action) {
    try {
      return new Bounce(
          reply,
          after == null ? Duration.ZERO : after,
          action == null ? DsnAction.of(reply) : action);
    } catch (IllegalArgumentException e) {
      values.problems().error(node.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }
}
