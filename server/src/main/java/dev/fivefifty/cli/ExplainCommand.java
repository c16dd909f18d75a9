package dev.fivefifty.cli;

import dev.fivefifty.codes.ReplyCodes;
import dev.fivefifty.codes.ReplyMeaning;
import dev.fivefifty.file.JsonText;
import dev.fivefifty.file.MeaningWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what reply codes mean. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    sortOptions = false,
    description = {
      "Explains a reply code, an enhanced code, both, or a whole reply of a server:",
      "'explain 550', 'explain 550 5.7.1', 'explain 5.7.1', 'explain 550-5.1.1 User unknown'.",
      "Two codes stand beside each other: 'explain 250 550'.",
      "It needs no running server."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {Commands.DONE, "2:wrong usage, or no code"})
final class ExplainCommand implements Callable<Integer> {
  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 40;
  private static final int MOST_WIDTH = 200;

  private static final String CODE = "\\d{3}([ -].*)?";
  private static final String ENHANCED = "\\d\\.\\d{1,3}\\.\\d{1,3}";

  @Parameters(
      arity = "1..*",
      paramLabel = "CODE",
      description = "One or two codes, each with an enhanced code if there is one.")
  private List<String> words = List.of();

  @Option(names = "--json", description = "JSON; of two codes, a line for each.")
  private boolean json;

  @Option(
      names = "--width",
      paramLabel = "N",
      description =
          "The most characters of a line, 40 to 200; COLUMNS or 80 without it. Two codes stand one"
              + " below the other where it is less than 72.")
  private @Nullable Integer width;

  private final Io io;

  ExplainCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    List<ReplyMeaning> meanings;
    int columns;
    try {
      meanings = replies(words).stream().map(ReplyCodes::explain).toList();
      columns = columns();
    } catch (IllegalArgumentException e) {
      Server.complain(io, "fivefifty: " + e.getMessage());
      return Main.EXIT_USAGE;
    }
    if (json) {
      boolean alone = meanings.size() == 1;
      for (ReplyMeaning meaning : meanings) {
        Map<String, Object> tree = MeaningWriter.tree(meaning);
        io.out().print(alone ? JsonText.of(tree) : JsonText.inOneLine(tree) + "\n");
      }
    } else if (meanings.size() == 1) {
      io.out().println(meanings.get(0).text(columns));
    } else {
      io.out().println(meanings.get(0).beside(meanings.get(1), columns));
    }
    io.out().flush();
    return Main.EXIT_DONE;
  }

  /** Puts the words together to one or two replies; what follows a text belongs to it. */
  static List<String> replies(List<String> words) {
    List<StringBuilder> replies = new ArrayList<>();
    boolean enhanced = false;
    boolean text = false;
    for (String word : words) {
      boolean code = word.matches(CODE);
      boolean closer = word.matches(ENHANCED);
      if (replies.isEmpty() || !text && (code || closer && enhanced)) {
        replies.add(new StringBuilder(word));
        enhanced = closer || word.matches("\\d{3}[ -] *" + ENHANCED + ".*");
        text = code && word.matches("\\d{3}[ -](?! *" + ENHANCED + "$).+");
      } else {
        replies.get(replies.size() - 1).append(' ').append(word);
        enhanced |= closer;
        text |= !closer;
      }
    }
    if (replies.size() > 2) {
      throw new IllegalArgumentException(
          "these are "
              + replies.size()
              + " codes (expected one, or two to compare, such as 250 550)");
    }
    return replies.stream().map(StringBuilder::toString).toList();
  }

  private int columns() {
    if (width != null) {
      if (width < LEAST_WIDTH || width > MOST_WIDTH) {
        throw new IllegalArgumentException("--width is 40 to 200, not " + width);
      }
      return width;
    }
    // Shells seldom export it; where one does, it is the terminal's.
    String columns = io.environment().getOrDefault("COLUMNS", "");
    return columns.matches("\\d{1,4}")
        ? Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, Integer.parseInt(columns)))
        : USUAL_WIDTH;
  }
}
