package dev.fivefifty.journal;

import dev.fivefifty.rule.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes sessions down for people; credentials are left out. */
final class Transcript {
  private static final int LONGEST_VERB = 20;

  private Transcript() {}

  /** A whole session: what the client said, what the server said, and on whose behalf. */
  static String of(Session session) {
    StringBuilder text = new StringBuilder("-- ").append(session).append('\n');
    if (session.discardedExchanges() > 0) {
      text.append("-- ")
          .append(session.discardedExchanges())
          .append(" earlier exchanges discarded\n");
    }
    for (Exchange exchange : session.exchanges()) {
      String command = command(exchange);
      if (!command.isEmpty()) {
        text.append("C: ").append(command).append('\n');
      }
      answer(exchange, text);
    }
    session.end().ifPresent(end -> text.append("-- ").append(end).append('\n'));
    return text.toString();
  }

  private static void answer(Exchange exchange, StringBuilder text) {
    String[] lines =
        new String(exchange.sent().toByteArray(), StandardCharsets.ISO_8859_1).split("(?<=\n)", -1);
    String remarks = remarks(exchange);
    boolean said = false;
    for (String line : lines) {
      if (!line.isEmpty()) {
        String shown = line.endsWith("\r\n") ? line.substring(0, line.length() - 2) : line;
        text.append("S: ").append(Bytes.wrap(shown.getBytes(StandardCharsets.ISO_8859_1)));
        text.append(remarks).append('\n');
        // Beside the first line is enough.
        remarks = "";
        said = true;
      }
    }
    if (!said && (!remarks.isEmpty() || exchange.stage() != Stage.CONTENT)) {
      text.append("S: (nothing)").append(remarks).append('\n');
    }
  }

  /** What the client said, empty if the server spoke first. */
  static String command(Exchange exchange) {
    return switch (exchange.stage()) {
      case CONNECT, IDLE -> "";
      case HANDSHAKE -> "(TLS handshake)";
      case CONTENT -> "(content, " + size(exchange) + " so far)";
      case MESSAGE -> isBdat(exchange) ? line(exchange) : "(content, " + size(exchange) + ")";
      // What came in may be a secret; only the line has it blanked out.
      case AUTH, CHALLENGE ->
          exchange.answersChallenge()
              ? "(answers the challenge)"
              : exchange.occasion().line().map(Transcript::escaped).orElse("(a secret)");
      default -> line(exchange);
    };
  }

  /** The rule, and what kept the answer back, for the end of a line. */
  static String remarks(Exchange exchange) {
    String rule =
        exchange.rule().map(name -> "   [rule '" + name + "']").orElse("")
            + exchange.note().map(note -> "   [" + note + "]").orElse("");
    return exchange.written() || exchange.sent().length() == 0
        ? rule
        : rule + "   [not all written]";
  }

  private static String size(Exchange exchange) {
    return exchange.occasion().size().orElse(0) + " bytes";
  }

  private static String line(Exchange exchange) {
    return exchange
        .occasion()
        .line()
        .map(Transcript::escaped)
        .orElseGet(() -> exchange.received().toString());
  }

  private static String escaped(String line) {
    boolean plain = line.length() <= 400 && line.chars().noneMatch(Character::isISOControl);
    return plain ? line : Bytes.wrap(line.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static boolean isBdat(Exchange exchange) {
    return exchange
        .occasion()
        .line()
        .filter(line -> line.regionMatches(true, 0, "BDAT", 0, 4))
        .isPresent();
  }

  /** The verbs of a session's commands, in upper case. */
  static List<String> commands(List<Exchange> exchanges) {
    List<String> verbs = new ArrayList<>();
    boolean authenticating = false;
    for (Exchange exchange : exchanges) {
      switch (exchange.stage()) {
        case CONNECT, HANDSHAKE, CONTENT, IDLE -> {}
        case CHALLENGE, AUTH -> {
          // Challenges come before the final answer, and belong to the same command.
          if (!authenticating) {
            verbs.add("AUTH");
          }
          authenticating = exchange.stage() == Stage.CHALLENGE;
        }
        case MESSAGE -> {
          if (isBdat(exchange)) {
            verbs.add("BDAT");
          }
        }
        default -> {
          authenticating = false;
          verbs.add(verb(exchange));
        }
      }
    }
    return List.copyOf(verbs);
  }

  private static String verb(Exchange exchange) {
    if (exchange.stage() != Stage.UNKNOWN) {
      return exchange.stage().name();
    }
    String word = line(exchange).strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
    return word.length() > LONGEST_VERB ? word.substring(0, LONGEST_VERB) + "…" : word;
  }
}
