package dev.fivefifty.smtp;

import dev.fivefifty.journal.Bytes;
import dev.fivefifty.rule.Reply;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Short commands and replies that come again and again: the journal holds very many exchanges, and
 * each of these once. Thread-safe.
 */
final class Repeats {
  private static final int SLOTS = 256;
  private static final int LONGEST_COMMAND = 64;
  private static final int LONGEST_REPLY = 512;
  private static final Said NOTHING = new Said(Optional.empty(), new byte[0], Bytes.EMPTY);

  // What falls into a slot takes the place of what was there: bounded, and never stale.
  private final AtomicReferenceArray<@Nullable CommandLine> commands =
      new AtomicReferenceArray<>(SLOTS);
  private final AtomicReferenceArray<@Nullable Said> replies = new AtomicReferenceArray<>(SLOTS);

  /**
   * A reply to be said.
   *
   * @param reply the reply, or empty for none
   * @param bytes on the wire; nobody changes them
   * @param recorded the same, for the journal
   */
  record Said(Optional<Reply> reply, byte[] bytes, Bytes recorded) {}

  Said said(@Nullable Reply reply) {
    if (reply == null) {
      return NOTHING;
    }
    int slot = Math.floorMod(reply.hashCode(), SLOTS);
    Said known = replies.get(slot);
    if (known != null && known.reply.filter(reply::equals).isPresent()) {
      return known;
    }
    byte[] bytes = reply.toBytes();
    Said said = new Said(Optional.of(reply), bytes, Bytes.wrap(bytes));
    if (bytes.length <= LONGEST_REPLY) {
      replies.set(slot, said);
    }
    return said;
  }

  /** An equal command; one with credentials is not kept. */
  CommandLine command(CommandLine command) {
    if (command.bytes().length() > LONGEST_COMMAND || !command.secret().text().isEmpty()) {
      return command;
    }
    int slot = Math.floorMod(command.bytes().hashCode(), SLOTS);
    CommandLine known = commands.get(slot);
    if (command.equals(known)) {
      return known;
    }
    commands.set(slot, command);
    return command;
  }
}
