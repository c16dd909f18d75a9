package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.JournalWriter;
import dev.fivefifty.file.JsonText;
import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.journal.ReceivedMessage;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a running server has stored. */
@Command(
    name = "messages",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    sortOptions = false,
    description = {
      "Lists the messages that a running server has stored, or writes one byte for byte.",
      "A filter is a pattern as in a rule: with * for anything, ignoring case."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {Commands.DONE, Commands.FAILED_THERE, Commands.USAGE})
final class MessagesCommand implements Callable<Integer> {
  private static final int LONGEST = 300;

  @Mixin private TaggedServer server = new TaggedServer();

  @Option(names = "--to", paramLabel = "PATTERN", description = "A recipient of the envelope.")
  private @Nullable String to;

  @Option(names = "--from", paramLabel = "PATTERN", description = "The envelope's sender.")
  private @Nullable String from;

  @Option(names = "--subject", paramLabel = "PATTERN", description = "The decoded subject.")
  private @Nullable String subject;

  @Option(names = "--json", description = "JSON, a line for each message.")
  private boolean json;

  @Option(
      names = "--raw",
      paramLabel = "N",
      description = "Write the message of this number, byte for byte.")
  private @Nullable Long raw;

  private final Io io;

  MessagesCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    return server.use(io, raw == null ? this::list : this::raw);
  }

  private int raw(FiveFifty there) {
    long number = raw == null ? 0 : raw;
    Optional<ReceivedMessage> message = there.journal().message(number);
    if (message.isEmpty()) {
      Server.complain(io, "fivefifty: there is no message " + number + ", or no longer");
      return Main.EXIT_FAILED;
    }
    byte[] content = message.get().content();
    io.out().write(content, 0, content.length);
    io.out().flush();
    return Main.EXIT_DONE;
  }

  private int list(FiveFifty there) {
    MessageFilter filter = MessageFilter.ANY;
    filter = to == null ? filter : filter.to(to);
    filter = from == null ? filter : filter.from(from);
    filter = subject == null ? filter : filter.subject(subject);
    for (ReceivedMessage message : there.journal().messages(filter)) {
      io.out().println(json ? JsonText.inOneLine(JournalWriter.summary(message)) : line(message));
    }
    return Main.EXIT_DONE;
  }

  private static String line(ReceivedMessage message) {
    return message.number()
        + "  "
        + message.at()
        + "  "
        + message.size()
        + " bytes  <"
        + Printable.of(message.sender(), LONGEST)
        + "> to <"
        + Printable.of(String.join(">, <", message.recipientAddresses()), LONGEST)
        + ">  "
        + Printable.of(message.subject().orElse("(no subject)"), LONGEST);
  }
}
