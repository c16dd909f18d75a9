package dev.fivefifty.smtp;

import dev.fivefifty.journal.Bytes;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;

/** The greeting (RFC 5321 §3.1). */
final class Greeting {
  private Greeting() {}

  static void say(Conversation conversation) {
    conversation.answer(
        conversation.occasion(Stage.CONNECT).build(),
        Bytes.EMPTY,
        decision -> own(conversation),
        answering -> {});
  }

  private static Reply own(Conversation conversation) {
    ServerOptions options = conversation.server().options();
    return conversation.server().connections() > options.maxConnections()
        ? Reply.of(421, options.hostname() + " Too many connections, try again later")
        : Reply.of(220, options.hostname() + " ESMTP FiveFifty");
  }
}
