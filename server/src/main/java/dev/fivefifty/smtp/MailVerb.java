package dev.fivefifty.smtp;

import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.List;
import java.util.Map;

/** MAIL (RFC 5321 §4.1.1.2). */
final class MailVerb implements Verb {
  private static final Reply ACCEPTED = Reply.of(250, "2.1.0", "Sender OK");

  @Override
  public void run(Conversation conversation, CommandLine command) {
    ParsedPath parsed = ParsedPath.ofMail(command);
    Occasion occasion =
        conversation
            .occasion(Stage.MAIL)
            .line(command.text())
            .sender(parsed.address())
            .parameters(parsed.parameters())
            .recipients(List.of())
            .size(Parameters.declaredSize(parsed.parameters()))
            .build();
    conversation.answer(
        occasion,
        command.bytes(),
        decision -> own(conversation, command, parsed),
        answering -> take(conversation, parsed, answering));
  }

  private static Reply own(Conversation conversation, CommandLine command, ParsedPath parsed) {
    SessionState state = conversation.state();
    Reply refusal = Gate.refusal(conversation, Stage.MAIL);
    if (refusal != null) {
      return refusal;
    }
    if (state.helo() == null) {
      return OwnReplies.HELLO_FIRST;
    }
    Transaction open = state.transaction();
    if (open != null && !open.failed()) {
      return Reply.of(503, "5.5.1", "A transaction is open already");
    }
    if (parsed.problem() != null) {
      return parsed.problem();
    }
    Map<String, String> parameters = parsed.parameters();
    if (!parameters.isEmpty() && !state.extended()) {
      return Reply.of(555, "5.5.4", "Parameters need EHLO");
    }
    try {
      Parameters.checkMail(parameters);
    } catch (SyntaxException e) {
      return e.reply();
    }
    long limit = conversation.server().options().size();
    if (Parameters.declaredSize(parameters) > limit) {
      return OwnReplies.tooLarge(limit);
    }
    if (!parameters.containsKey("SMTPUTF8") && !isAscii(parsed.address())) {
      return OwnReplies.NOT_ASCII;
    }
    return command.utf8() ? ACCEPTED : Reply.of(501, "5.1.7", "Address is no UTF-8");
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  private static void take(Conversation conversation, ParsedPath parsed, Answering answering) {
    boolean accepted = answering.saysPositive() && parsed.path() != null;
    if (accepted) {
      conversation.abandonTransaction(answering);
      conversation.state().transaction(new Transaction(parsed.address(), parsed.parameters()));
    }
    if (accepted || conversation.state().transaction() == null) {
      conversation.attempts().mail(parsed.address(), answering.verdict());
    }
  }
}
