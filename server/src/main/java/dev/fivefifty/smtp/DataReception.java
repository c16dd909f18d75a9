package dev.fivefifty.smtp;

import dev.fivefifty.journal.Bytes;
import java.nio.charset.StandardCharsets;

/** Reads the content after a 354, up to the final dot. */
final class DataReception {
  private static final Bytes FINAL_DOT = Bytes.wrap(".\r\n".getBytes(StandardCharsets.US_ASCII));
  private static final int BLOCK = 64 * 1024;

  private final Conversation conversation;
  private final ContentBuffer content;
  private final DotReader reader;

  DataReception(Conversation conversation) {
    this.conversation = conversation;
    Transaction transaction = conversation.state().transaction();
    long declared = transaction == null ? -1 : Parameters.declaredSize(transaction.parameters());
    this.content = new ContentBuffer(conversation.server().options().size(), declared);
    this.reader = new DotReader(content);
  }

  void run() {
    try {
      read();
    } finally {
      conversation.wire().unthrottle();
      conversation.input().resize(RawInput.BUFFER);
    }
  }

  private void read() {
    ContentStage stage = new ContentStage(conversation, content, this::discardRest);
    while (!reader.done()) {
      if (!conversation.wire().feed(reader)) {
        conversation.noteContent(content);
        return;
      }
      if (stage.ask(reader.done())) {
        discardRest();
        return;
      }
      if (content.endless()) {
        new Delivery(conversation, content, false).answer(Bytes.EMPTY, null, true);
        // Whatever a rule says: what comes next is content, and no command.
        conversation.wire().finish();
        return;
      }
      if (content.received() >= BLOCK && !conversation.wire().throttled()) {
        // Not at once: for a small message the larger buffer costs more than all the rest.
        conversation.input().resize(BLOCK);
      }
    }
    new Delivery(conversation, content, false).answer(FINAL_DOT, null, false);
  }

  /** After an early answer the rest is read and dropped; its final dot gets no second answer. */
  private void discardRest() {
    content.dropRest();
    while (!reader.done() && !conversation.isOver() && !content.endless()) {
      if (!conversation.wire().feed(reader)) {
        return;
      }
    }
    if (!reader.done()) {
      conversation.wire().finish();
    }
  }
}
