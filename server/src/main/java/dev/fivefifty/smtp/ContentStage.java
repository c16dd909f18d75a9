package dev.fivefifty.smtp;

import dev.fivefifty.journal.Bytes;
import dev.fivefifty.journal.ParsedMessage;
import dev.fivefifty.rule.Answer;
import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.RuleSet;
import dev.fivefifty.rule.Stage;
import java.util.Arrays;

/**
 * Asks the rules while content arrives: when the header section is complete, and at each size that
 * a rule names. What a rule is told does not depend on how the bytes were cut into segments.
 */
final class ContentStage {
  /** More of a header section is not parsed anyway, see {@link ParsedMessage}. */
  private static final int MOST_HEADER = 1 << 20;

  private final Conversation conversation;
  private final ContentBuffer content;
  private final Runnable discardRest;
  private boolean headerAsked;
  private int searched;
  private int header = -1;
  private long askedUpTo;
  private boolean decided;

  /**
   * For one message.
   *
   * @param discardRest reads what is left of the content and drops it
   */
  ContentStage(Conversation conversation, ContentBuffer content, Runnable discardRest) {
    this.conversation = conversation;
    this.content = content;
    this.discardRest = discardRest;
  }

  /**
   * Asks what is due.
   *
   * @param complete whether the content has ended
   * @return whether a rule has ended the transaction
   */
  boolean ask(boolean complete) {
    RuleSet rules = conversation.server().rules().current();
    String tag = conversation.notes().tag();
    if (!rules.asksAt(Stage.CONTENT, tag)) {
      return false;
    }
    if (header < 0) {
      header = content.endOfHeader(searched);
      searched = content.kept();
    }
    for (long threshold : rules.contentThresholds(tag)) {
      if (threshold > askedUpTo && content.received() >= threshold) {
        if (header >= 0 && header <= threshold) {
          askHeader(header);
        }
        askedUpTo = threshold;
        askAt(threshold);
      }
    }
    if (header >= 0) {
      askHeader(header);
    } else if (complete) {
      askHeader(content.received());
    }
    return decided;
  }

  private void askHeader(long size) {
    if (!headerAsked) {
      headerAsked = true;
      askAt(size);
    }
  }

  private void askAt(long size) {
    if (decided || conversation.isOver()) {
      return;
    }
    long seen = Math.min(Math.min(size, header >= 0 ? header : content.kept()), MOST_HEADER);
    // A copy: the exchange keeps it, and must not keep the whole content alive.
    byte[] head = Arrays.copyOf(content.array(), (int) seen);
    Occasion occasion =
        conversation
            .occasion(Stage.CONTENT)
            .size(size)
            .message(ParsedMessage.headersOf(head, head.length))
            .build();
    conversation.answer(occasion, Bytes.EMPTY, decision -> null, this::take);
  }

  private void take(Answering answering) {
    boolean goesOn =
        !answering.byRule()
            || answering.decision().outcome().effectiveAnswer() instanceof Answer.Default;
    if (goesOn) {
      Transaction transaction = conversation.state().transaction();
      if (transaction != null) {
        transaction.bounced().addAll(Bounced.by(answering, transaction.recipients()));
      }
      return;
    }
    decided = true;
    // As much as the rule was told of, however the bytes were cut into segments.
    answering.occasion().size().ifPresent(content::truncate);
    Outcome outcome = answering.decision().outcome();
    boolean drains = outcome.drain() != Boolean.FALSE && outcome.close() != Close.RESET;
    new Delivery(conversation, content, true).settle(answering);
    // Before FIN; with a stall the client is left with the rest in its hands until that is over.
    if (drains && outcome.stall() == null) {
      answering.beforeFaults(discardRest);
    }
  }
}
