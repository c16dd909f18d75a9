package dev.fivefifty.smtp;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.List;

/** EHLO and HELO (RFC 5321 §4.1.1.1). */
final class HelloVerb implements Verb {
  private final boolean extended;

  HelloVerb(boolean extended) {
    this.extended = extended;
  }

  @Override
  public void run(Conversation conversation, CommandLine command) {
    String name = command.argument().strip();
    conversation.answer(
        conversation
            .occasion(extended ? Stage.EHLO : Stage.HELO)
            .line(command.text())
            .helo(name.isEmpty() ? null : name)
            .build(),
        command.bytes(),
        () -> own(conversation, name),
        answering -> take(conversation, name, answering));
  }

  private Reply own(Conversation conversation, String name) {
    if (conversation.state().turnedAway()) {
      return OwnReplies.TURNED_AWAY;
    }
    if (!isName(name)) {
      return Reply.of(501, "Syntax: " + (extended ? "EHLO" : "HELO") + " domain");
    }
    ServerOptions options = conversation.server().options();
    if (!extended) {
      return Reply.of(250, options.hostname());
    }
    return new Reply(
        250,
        null,
        List.of(
            options.hostname() + " greets " + name,
            "PIPELINING",
            "8BITMIME",
            "SMTPUTF8",
            "SIZE " + options.size(),
            "CHUNKING",
            "DSN",
            "ENHANCEDSTATUSCODES"));
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.indexOf(' ') < 0;
  }

  private void take(Conversation conversation, String name, Answering answering) {
    if (answering.saysPositive() && isName(name)) {
      conversation.abandonTransaction(answering);
      conversation.state().helo(name, extended);
      conversation.recorder().helo(name);
    }
  }
}
