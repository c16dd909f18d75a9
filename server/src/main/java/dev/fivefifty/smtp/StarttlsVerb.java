package dev.fivefifty.smtp;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;

/** STARTTLS (RFC 3207); only a 220 starts a handshake. */
final class StarttlsVerb implements Verb {

  @Override
  public void run(Conversation conversation, CommandLine command) {
    Answering answering =
        conversation.answer(
            conversation.occasion(Stage.STARTTLS).line(command.text()).build(),
            command.bytes(),
            decision -> own(conversation, command),
            each -> take(conversation, each));
    if (answering.says(220) && !conversation.isOver()) {
      Handshake.run(conversation);
    }
  }

  private static Reply own(Conversation conversation, CommandLine command) {
    Reply refusal = Gate.refusal(conversation, Stage.STARTTLS);
    if (refusal != null) {
      return refusal;
    }
    if (conversation.state().tls()) {
      return Reply.of(503, "5.5.1", "TLS is on already");
    }
    if (conversation.server().options().starttls() == StartTls.DISABLED) {
      return Reply.of(502, "5.5.1", "STARTTLS is not offered");
    }
    return command.argument().isBlank()
        ? Reply.of(220, "2.0.0", "Ready to start TLS")
        : OwnReplies.NO_ARGUMENT;
  }

  /** What was sent in plaintext behind STARTTLS must not be taken for commands under TLS. */
  private static void take(Conversation conversation, Answering answering) {
    if (answering.says(220)) {
      if (conversation.state().tls()) {
        // A rule said so: TLS within TLS is nothing that a client could mean.
        answering.endSession();
      }
      conversation.input().discardBuffered();
    }
  }
}
