package dev.fivefifty.journal;

import dev.fivefifty.rule.Decision;
import dev.fivefifty.rule.MessageView;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Outcome;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.RuleBook;
import dev.fivefifty.rule.RuleSet;
import dev.fivefifty.rule.Stage;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the tests of the journal record. */
final class Fixtures {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final RuleSet NO_RULES = new RuleBook(1).current();

  private Fixtures() {}

  static SessionRecorder begin(JournalRecorder journal) {
    return journal.begin(InetAddress.getLoopbackAddress(), 40_000, "smtp", NOW);
  }

  /** An exchange at NOOP that tells how many bytes it is. */
  static Exchange exchange(SessionRecorder session, int received) {
    return exchange(session, Stage.NOOP, "NOOP", new byte[received], "250 OK\r\n", null);
  }

  static Exchange exchange(
      SessionRecorder session, Stage stage, String line, String sent, String rule) {
    byte[] received = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
    return exchange(session, stage, line, received, sent, rule);
  }

  private static Exchange exchange(
      SessionRecorder session,
      Stage stage,
      String line,
      byte[] received,
      String sent,
      String rule) {
    Occasion occasion = Occasion.at(stage).session(session.id()).now(NOW).line(line).build();
    return exchange(session, occasion, received, sent, rule, OptionalLong.empty(), NO_RULES);
  }

  static Exchange exchange(
      SessionRecorder session,
      Occasion occasion,
      byte[] received,
      String sent,
      String rule,
      OptionalLong message,
      RuleSet rules) {
    Decision decision =
        rule == null
            ? Decision.BY_DEFAULT
            : new Decision(rule, null, Outcome.DEFAULT, 0, List.of());
    return new Exchange(
        session.nextExchangeNumber(),
        0,
        Bytes.wrap(received),
        Bytes.wrap(sent.getBytes(StandardCharsets.UTF_8)),
        Optional.empty(),
        true,
        message,
        occasion,
        decision,
        rules,
        Optional.empty());
  }

  /** The exchange at the final dot, whose occasion shows the message. */
  static Exchange messageExchange(
      SessionRecorder session, MessageView view, OptionalLong message, RuleSet rules) {
    Occasion occasion = Occasion.at(Stage.MESSAGE).session(session.id()).message(view).build();
    return exchange(session, occasion, new byte[0], "250 OK\r\n", null, message, rules);
  }

  static ReceivedMessage message(JournalRecorder journal, SessionRecorder session, byte[] content) {
    return new ReceivedMessage(
        journal.nextMessageNumber(),
        session.id(),
        NOW,
        "a@a.example",
        List.of(new ReceivedMessage.Recipient("b@b.example", Map.of())),
        Map.of(),
        "client.example",
        Optional.empty(),
        false,
        content,
        content.length,
        false,
        Optional.empty(),
        Optional.empty());
  }

  static ReceivedMessage store(JournalRecorder journal, SessionRecorder session, int size) {
    ReceivedMessage message = message(journal, session, new byte[size]);
    session.store(message);
    return message;
  }

  static Attempt attempt(long session, String to, Instant at) {
    return new Attempt(
        session,
        Optional.of("a@a.example"),
        Optional.of(to),
        Attempt.Result.DEFERRED,
        Optional.of(Reply.parse("450 4.7.1 Later")),
        Optional.of("greylisting"),
        at,
        Optional.empty(),
        OptionalLong.empty(),
        true,
        Optional.empty());
  }
}
