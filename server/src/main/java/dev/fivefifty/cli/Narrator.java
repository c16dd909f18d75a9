package dev.fivefifty.cli;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Discarded;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Durations;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells what happens, a line each. Nothing a client sends gets into a line as it is. */
final class Narrator {
  private static final int LONGEST_COMMAND = 300;
  private static final int LONGEST_REPLY = 500;
  private static final int MOST_RECIPIENTS = 3;

  private final Palette palette;
  private final ZoneId zone;

  Narrator(Palette palette, ZoneId zone) {
    this.palette = palette;
    this.zone = zone;
  }

  String began(Session session) {
    return start(session.begun(), session.id(), session.client(), "session")
        + "begins, from port "
        + session.clientPort();
  }

  String ended(Session session) {
    return start(session.ended().orElseThrow(), session.id(), session.client(), "session")
        + "ends: "
        + switch (session.end().orElseThrow()) {
          case QUIT -> "QUIT";
          case CLIENT_CLOSED -> "the client closed the connection";
          case CLIENT_RESET -> "the client reset the connection";
          case SERVER_CLOSED -> "the server closed the connection";
          case SERVER_STOPPED -> "the server was stopped";
          case FAILED -> "an error";
        };
  }

  /** What was asked, what was answered, by which rule, and what else was done. */
  String exchange(Exchange exchange) {
    String command = Printable.of(command(exchange), LONGEST_COMMAND);
    return start(
            exchange.at(),
            exchange.session(),
            exchange.occasion().client(),
            exchange.stage().keyword())
        + command
        + (command.isEmpty() ? "-> " : " -> ")
        + answer(exchange)
        + "  "
        + exchange
            .rule()
            .map(name -> palette.bold("[" + Printable.safe(name) + "]"))
            .orElseGet(() -> palette.dim("default"))
        + remarks(exchange);
  }

  String stored(Exchange exchange, long number, Optional<ReceivedMessage> message) {
    return start(exchange.at(), exchange.session(), exchange.occasion().client(), "stored")
        + "message "
        + number
        + message.map(Narrator::envelope).orElse(", no longer held");
  }

  private static String envelope(ReceivedMessage message) {
    List<String> to = message.recipientAddresses();
    String shown =
        to.stream()
            .limit(MOST_RECIPIENTS)
            .map(address -> "<" + address + ">")
            .collect(Collectors.joining(", "));
    int more = to.size() - MOST_RECIPIENTS;
    return ", "
        + message.size()
        + " bytes, from "
        + Printable.of("<" + message.sender() + ">", LONGEST_COMMAND)
        + " to "
        + Printable.of(shown, LONGEST_COMMAND)
        + (more > 0 ? " and " + more + " more" : "")
        + (message.truncated() ? ", truncated" : "");
  }

  /** What became of it all, as far as the journal still knows. */
  String summary(long sessions, Journal journal) {
    Map<Attempt.Result, Integer> results = new EnumMap<>(Attempt.Result.class);
    journal.attempts().forEach(attempt -> results.merge(attempt.result(), 1, Integer::sum));
    Discarded gone = journal.discarded();
    String attempts =
        results.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return "stopped: "
        + count(sessions, "session")
        + ", "
        + count(journal.messages().size() + gone.messages(), "message")
        + " stored; attempts: "
        + (attempts.isEmpty() ? "none" : attempts)
        + (gone.isNothing()
            ? ""
            : "; beyond the journal's limits, and not counted: "
                + count(gone.attempts(), "attempt"));
  }

  static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private String start(Instant at, long session, InetAddress client, String stage) {
    LocalTime time = LocalTime.ofInstant(at, zone);
    String clock =
        String.format(
            Locale.ROOT,
            "%02d:%02d:%02d.%03d",
            time.getHour(),
            time.getMinute(),
            time.getSecond(),
            time.getNano() / 1_000_000);
    return palette.dim(clock)
        + String.format(Locale.ROOT, " #%-3d %s %-9s ", session, client.getHostAddress(), stage);
  }

  /** What the client said or did, without secrets; empty if the server spoke first. */
  static String command(Exchange exchange) {
    Optional<String> line = exchange.occasion().line();
    return switch (exchange.stage()) {
      case CONNECT, IDLE -> "";
      case HANDSHAKE -> "(TLS)";
      case CONTENT -> "(" + exchange.occasion().size().orElse(0) + " bytes so far)";
      case MESSAGE ->
          line.filter(text -> text.regionMatches(true, 0, "BDAT", 0, 4))
              .orElseGet(() -> "(" + exchange.occasion().size().orElse(0) + " bytes)");
      // What came in may be a secret; in the line it is blanked out.
      case AUTH, CHALLENGE ->
          exchange.answersChallenge() ? "(answers the challenge)" : line.orElse("(a secret)");
      default -> line.orElseGet(() -> exchange.received().text());
    };
  }

  private String answer(Exchange exchange) {
    if (exchange.sent().length() == 0) {
      return palette.dim("nothing");
    }
    Reply reply = exchange.reply().map(Reply::withUsualText).orElse(null);
    if (reply == null) {
      return Printable.of(exchange.sent().text(), LONGEST_REPLY);
    }
    String text =
        reply.code()
            + (reply.enhanced() == null ? "" : " " + reply.enhanced())
            + " "
            + String.join(" | ", reply.lines());
    return palette.reply(reply.code(), Printable.of(text, LONGEST_REPLY));
  }

  private String remarks(Exchange exchange) {
    List<String> remarks = whatElse(exchange);
    return remarks.isEmpty() ? "" : palette.dim("  (" + String.join(", ", remarks) + ")");
  }

  /** What was done beside the reply, such as the faults of a rule. */
  static List<String> whatElse(Exchange exchange) {
    Outcome outcome = exchange.decision().outcome();
    List<String> remarks = new ArrayList<>();
    if (outcome.delay() != null) {
      Duration delay = outcome.delay().sample(exchange.decision().draw());
      remarks.add("after a delay of " + Durations.format(delay.truncatedTo(ChronoUnit.MILLIS)));
    }
    onTheWire(outcome, remarks);
    if (outcome.message() == MessageFate.DISCARD && exchange.message().isEmpty()) {
      remarks.add("message discarded");
    }
    if (outcome.stall() != null) {
      remarks.add("stall " + outcome.stall());
    }
    if (outcome.close() != null) {
      remarks.add("close " + outcome.close().keyword());
    } else if (closes(exchange)) {
      remarks.add("close");
    }
    return remarks;
  }

  private static void onTheWire(Outcome outcome, List<String> remarks) {
    if (outcome.dribble() != null) {
      remarks.add("dribble");
    }
    if (outcome.cut() != null) {
      remarks.add("cut after " + count(outcome.cut(), "byte"));
    }
    if (outcome.bandwidth() != null) {
      remarks.add("bandwidth " + outcome.bandwidth());
    }
    if (outcome.handshake() != null) {
      remarks.add("handshake " + keyword(outcome.handshake()));
    }
    if (outcome.certificate() != null) {
      remarks.add("certificate " + keyword(outcome.certificate()));
    }
    if (outcome.protocols() != null) {
      remarks.add("protocols " + String.join(", ", outcome.protocols()));
    }
    if (Boolean.TRUE.equals(outcome.oldTls())) {
      remarks.add("old TLS");
    }
  }

  private static String keyword(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean closes(Exchange exchange) {
    int code = exchange.reply().map(Reply::code).orElse(0);
    return code == 421 || code == 221 && exchange.stage() == Stage.QUIT;
  }
}
