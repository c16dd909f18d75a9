package dev.fivefifty.smtp;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** BDAT (RFC 3030): the chunk is read first, whatever becomes of it, and then answered. */
final class BdatVerb implements Verb {

  /** The argument, or null where it is none. */
  private record Chunk(long size, boolean last) {
    static @Nullable Chunk parse(String argument) {
      String[] words = argument.strip().split(" +");
      boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
      if (!words[0].matches("\\d{1,18}") || words.length > 1 && !last) {
        return null;
      }
      return new Chunk(Long.parseLong(words[0]), last);
    }
  }

  @Override
  public void run(Conversation conversation, CommandLine command) {
    Chunk chunk = Chunk.parse(command.argument());
    if (chunk == null) {
      // How many bytes follow is not known, so they will be taken for commands.
      plain(conversation, command, Reply.of(501, "5.5.4", "Syntax: BDAT size [LAST]"), false);
      return;
    }
    Transaction transaction = conversation.state().transaction();
    Reply outOfSequence = DataVerb.outOfSequence(conversation);
    if (transaction != null && transaction.failed()) {
      outOfSequence = Reply.of(503, "5.5.1", "A chunk was refused, RSET first");
    }
    Transaction.Chunks chunks = chunksOf(conversation, outOfSequence == null ? transaction : null);
    ContentBuffer content = chunks.content();
    ChunkReader reader = new ChunkReader(content, chunk.size());
    while (!reader.done()) {
      if (!conversation.wire().feed(reader)) {
        conversation.noteContent(content);
        return;
      }
      if (content.endless()) {
        new Delivery(conversation, content, false).answer(command.bytes(), command.text(), true);
        // Whatever a rule says: what comes next is content, and no command.
        conversation.wire().finish();
        return;
      }
    }
    if (outOfSequence != null) {
      plain(conversation, command, outOfSequence, chunk.last());
    } else if (chunks.stage().ask(chunk.last())) {
      failAfterContent(conversation, chunk);
    } else if (chunk.last()) {
      new Delivery(conversation, content, false).answer(command.bytes(), command.text(), false);
    } else {
      plain(conversation, command, Reply.of(250, "2.0.0", chunk.size() + " bytes received"), false);
    }
  }

  /** The chunks so far; without a transaction they are read and thrown away. */
  private static Transaction.Chunks chunksOf(
      Conversation conversation, @Nullable Transaction transaction) {
    Transaction.Chunks chunks = transaction == null ? null : transaction.chunks();
    if (chunks != null) {
      return chunks;
    }
    long limit = conversation.server().options().size();
    long declared = transaction == null ? -1 : Parameters.declaredSize(transaction.parameters());
    ContentBuffer content = new ContentBuffer(transaction == null ? 0 : limit, declared);
    chunks = new Transaction.Chunks(content, new ContentStage(conversation, content, () -> {}));
    if (transaction != null) {
      transaction.chunks(chunks);
    }
    return chunks;
  }

  /**
   * An answer that ends no message: rules are asked at `bdat`, or at `message` for the last chunk.
   */
  private static void plain(
      Conversation conversation, CommandLine command, Reply own, boolean last) {
    conversation.answer(
        conversation.occasion(last ? Stage.MESSAGE : Stage.BDAT).line(command.text()).build(),
        command.bytes(),
        decision -> own,
        answering -> take(conversation, answering));
  }

  private static void take(Conversation conversation, Answering answering) {
    Transaction transaction = conversation.state().transaction();
    if (answering.saysPositive() || transaction == null || transaction.failed()) {
      return;
    }
    answering.attempts(
        conversation
            .attempts()
            .decideAll(
                transaction.addresses(),
                answering.verdict(),
                answering.at(),
                Optional.empty(),
                OptionalLong.empty()));
    transaction.fail();
  }

  /** A rule at `content` has answered this chunk already; those that still come are refused. */
  private static void failAfterContent(Conversation conversation, Chunk chunk) {
    if (!chunk.last()) {
      Transaction failed = new Transaction("", Map.of());
      failed.fail();
      conversation.state().transaction(failed);
    }
  }
}
