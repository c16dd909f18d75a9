package dev.fivefifty.smtp;

import dev.fivefifty.journal.ReceivedMessage.Recipient;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.List;
import java.util.Map;

/** RCPT (RFC 5321 §4.1.1.3). */
final class RcptVerb implements Verb {
  private static final Reply ACCEPTED = Reply.of(250, "2.1.5", "Recipient OK");

  @Override
  public void run(Conversation conversation, CommandLine command) {
    ParsedPath parsed = ParsedPath.ofRcpt(command);
    conversation.answer(
        conversation
            .occasion(Stage.RCPT)
            .line(command.text())
            .recipient(parsed.address())
            .parameters(parsed.parameters())
            .build(),
        command.bytes(),
        decision -> own(conversation, command, parsed),
        answering -> take(conversation, parsed, answering));
  }

  private static Reply own(Conversation conversation, CommandLine command, ParsedPath parsed) {
    SessionState state = conversation.state();
    Reply refusal = Gate.refusal(conversation, Stage.RCPT);
    if (refusal != null) {
      return refusal;
    }
    Transaction transaction = state.transaction();
    if (transaction == null) {
      return state.helo() == null ? OwnReplies.HELLO_FIRST : OwnReplies.MAIL_FIRST;
    }
    if (parsed.problem() != null) {
      return parsed.problem();
    }
    if (!parsed.parameters().isEmpty() && !state.extended()) {
      return Reply.of(555, "5.5.4", "Parameters need EHLO");
    }
    try {
      Parameters.checkRcpt(parsed.parameters());
    } catch (SyntaxException e) {
      return e.reply();
    }
    if (!command.utf8()) {
      return Reply.of(501, "5.1.3", "Address is no UTF-8");
    }
    if (!transaction.parameters().containsKey("SMTPUTF8") && !MailVerb.isAscii(parsed.address())) {
      return OwnReplies.NOT_ASCII;
    }
    if (transaction.recipients().size() >= conversation.server().options().maxRecipients()) {
      return Reply.of(452, "4.5.3", "Too many recipients");
    }
    return ACCEPTED;
  }

  private static void take(Conversation conversation, ParsedPath parsed, Answering answering) {
    if (answering.saysPositive() && parsed.path() != null) {
      Transaction transaction = conversation.state().transaction();
      if (transaction == null) {
        // A rule said 250 to an RCPT without MAIL: the rule decides, and there is no sender.
        transaction = new Transaction("", Map.of());
        conversation.state().transaction(transaction);
      }
      Recipient recipient = new Recipient(parsed.address(), parsed.parameters());
      transaction.add(recipient);
      transaction.bounced().addAll(Bounced.by(answering, List.of(recipient)));
    }
    Transaction open = conversation.state().transaction();
    if (open != null) {
      open.noteRcpt();
    }
    answering.attempts(
        conversation.attempts().rcpt(parsed.address(), answering.verdict(), answering.at()));
  }
}
