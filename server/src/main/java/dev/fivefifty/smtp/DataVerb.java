package dev.fivefifty.smtp;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** DATA (RFC 5321 §4.1.1.4); only a 354 reads content. */
final class DataVerb implements Verb {
  private static final Reply GO_AHEAD = Reply.of(354, "Start mail input; end with <CRLF>.<CRLF>");

  @Override
  public void run(Conversation conversation, CommandLine command) {
    Answering answering =
        conversation.answer(
            conversation.occasion(Stage.DATA).line(command.text()).build(),
            command.bytes(),
            decision -> own(conversation, command),
            each -> take(conversation, each));
    if (answering.says(354) && !conversation.isOver()) {
      new DataReception(conversation).run();
    }
  }

  private static Reply own(Conversation conversation, CommandLine command) {
    SessionState state = conversation.state();
    Reply outOfSequence = outOfSequence(conversation);
    if (outOfSequence != null) {
      return outOfSequence;
    }
    if (!command.argument().isBlank()) {
      return OwnReplies.NO_ARGUMENT;
    }
    Transaction transaction = state.transaction();
    if (transaction != null && (transaction.chunks() != null || transaction.failed())) {
      return Reply.of(503, "5.5.1", "DATA cannot follow BDAT");
    }
    return GO_AHEAD;
  }

  /** Why there can be no content now, or null. */
  static @Nullable Reply outOfSequence(Conversation conversation) {
    SessionState state = conversation.state();
    Reply refusal = Gate.refusal(conversation, Stage.DATA);
    if (refusal != null) {
      return refusal;
    }
    if (state.helo() == null) {
      return OwnReplies.HELLO_FIRST;
    }
    Transaction transaction = state.transaction();
    if (transaction == null) {
      return OwnReplies.MAIL_FIRST;
    }
    if (!transaction.recipients().isEmpty()) {
      return null;
    }
    return transaction.sawRcpt() ? OwnReplies.NO_RECIPIENTS : OwnReplies.RCPT_FIRST;
  }

  private static void take(Conversation conversation, Answering answering) {
    Reply reply = answering.reply();
    Transaction transaction = conversation.state().transaction();
    boolean decided = transaction != null && transaction.failed();
    if (!decided && (reply == null || reply.isTemporary() || reply.isPermanent())) {
      answering.attempts(
          conversation
              .attempts()
              .decideAll(
                  answering.occasion().recipients(),
                  answering.verdict(),
                  answering.at(),
                  Optional.empty(),
                  OptionalLong.empty()));
    }
  }
}
