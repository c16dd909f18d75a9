package dev.fivefifty.smtp;

import dev.fivefifty.journal.Bytes;
import dev.fivefifty.journal.ParsedMessage;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of a message, and of every recipient's attempt, when its content is answered. */
final class Delivery {
  private static final Reply ACCEPTED = Reply.of(250, "2.0.0", "Message accepted");

  private final Conversation conversation;
  private final ContentBuffer content;
  private final boolean cutShort;

  /**
   * For one message.
   *
   * @param cutShort whether the content is answered before its end
   */
  Delivery(Conversation conversation, ContentBuffer content, boolean cutShort) {
    this.conversation = conversation;
    this.content = content;
    this.cutShort = cutShort;
  }

  /**
   * Answers the end of the content, at {@link Stage#MESSAGE}.
   *
   * @param received the bytes that ended it
   * @param line the command that ended it, or null for a final dot
   * @param endless whether the client was cut off because it never stopped
   */
  void answer(Bytes received, @Nullable String line, boolean endless) {
    Occasion occasion =
        conversation
            .occasion(Stage.MESSAGE)
            .line(line)
            .size(content.received())
            .message(ParsedMessage.of(content.trimmed(), content.kept()))
            .build();
    conversation.answer(
        occasion,
        received,
        decision -> own(),
        answering -> {
          settle(answering);
          if (endless) {
            answering.endSession();
          }
        });
  }

  private Reply own() {
    Reply outOfSequence = DataVerb.outOfSequence(conversation);
    if (outOfSequence != null) {
      return outOfSequence;
    }
    return content.overflowed()
        ? OwnReplies.tooLarge(conversation.server().options().size())
        : ACCEPTED;
  }

  /** Stores the message or not, decides the attempts and ends the transaction. */
  void settle(Answering answering) {
    SessionState state = conversation.state();
    Transaction transaction = state.transaction();
    if (transaction == null) {
      // A rule said 354 without MAIL: there is a message all the same.
      transaction = new Transaction("", Map.of());
    }
    MessageFate fate = answering.decision().outcome().message();
    boolean kept = fate == null ? answering.saysPositive() : fate == MessageFate.KEEP;
    if (kept) {
      store(transaction, answering);
    }
    if (kept || answering.saysPositive()) {
      bounce(transaction, answering);
    }
    answering.attempts(
        conversation
            .attempts()
            .decideAll(
                transaction.addresses(),
                answering.verdict(),
                answering.at(),
                MessageIds.in(content.array(), content.kept()),
                answering.message()));
    conversation.attempts().transactionOver();
    conversation.wire().unthrottle();
    state.transaction(null);
  }

  /** Tells the sender, now that the message is accepted, what rules have said since RCPT. */
  private void bounce(Transaction transaction, Answering answering) {
    transaction.bounced().addAll(Bounced.by(answering, transaction.recipients()));
    if (transaction.bounced().isEmpty()) {
      return;
    }
    Bouncer.Accepted accepted =
        new Bouncer.Accepted(
            conversation.recorder(),
            transaction.sender(),
            transaction.parameters(),
            conversation.state().helo(),
            answering.at(),
            content.trimmed(),
            content.kept(),
            answering.occasion().tag());
    List<Bounced> told = List.copyOf(transaction.bounced());
    answering.onceRecorded(
        () -> conversation.server().context().bouncer().take(accepted, told, answering::note));
  }

  private void store(Transaction transaction, Answering answering) {
    long number = conversation.server().journal().nextMessageNumber();
    String helo = conversation.state().helo();
    conversation
        .recorder()
        .store(
            new ReceivedMessage(
                number,
                conversation.recorder().id(),
                answering.at(),
                transaction.sender(),
                List.copyOf(transaction.recipients()),
                transaction.parameters(),
                helo == null ? "" : helo,
                Optional.ofNullable(conversation.state().user()),
                conversation.state().tls(),
                content.trimmed(),
                content.kept(),
                cutShort || content.overflowed(),
                Optional.ofNullable(answering.decision().ruleName()),
                answering.occasion().tag()));
    answering.message(number);
  }
}
