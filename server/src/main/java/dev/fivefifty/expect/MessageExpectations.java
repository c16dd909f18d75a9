package dev.fivefifty.expect;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.journal.ReceivedMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The questions about stored messages. Immutable and thread-safe. */
public final class MessageExpectations {
  private final MessageFilter filter;

  MessageExpectations(MessageFilter filter) {
    this.filter = filter;
  }

  private String meant() {
    return filter.toString().isEmpty() ? "" : " " + filter;
  }

  /**
   * How many messages are stored.
   *
   * @param number how many
   * @return the expectation
   */
  public Expectation stored(Times number) {
    String sentence = "a message" + meant() + " was stored " + number;
    return new Fact(sentence, evidence -> count(number, evidence));
  }

  /**
   * No message is stored.
   *
   * @return the expectation
   */
  public Expectation noneStored() {
    return new Fact(
        "no message" + meant() + " is stored", evidence -> count(Times.never(), evidence));
  }

  private Judgement count(Times number, Evidence evidence) {
    List<ReceivedMessage> all = evidence.messages();
    List<ReceivedMessage> fitting = all.stream().filter(filter::fits).toList();
    if (number.include(fitting.size())) {
      return Judgement.yes();
    }
    if (all.isEmpty()) {
      return Judgement.no("no message was stored" + attempted(evidence)).about(evidence.attempts());
    }
    if (fitting.isEmpty()) {
      ReceivedMessage nearest =
          all.stream()
              .min(Comparator.comparingInt(message -> filter.differences(message).size()))
              .orElseThrow();
      return Judgement.no(
              (all.size() == 1
                      ? "the only stored message differs in "
                      : "none of "
                          + all.size()
                          + " stored messages fits; the nearest, message "
                          + nearest.number()
                          + ", differs in ")
                  + String.join("; ", filter.differences(nearest)))
          .about(attemptsOf(evidence, List.of(nearest)))
          .inSessions(List.of(nearest.session()));
    }
    List<String> numbers =
        fitting.stream()
            .map(message -> message.toString() + ", session " + message.session())
            .toList();
    return Judgement.no(
            "it was stored "
                + Times.exactly(fitting.size())
                + ":"
                + Judgement.NEXT_LINE
                + String.join(Judgement.NEXT_LINE, shown(numbers)))
        .about(attemptsOf(evidence, fitting))
        .inSessions(fitting.stream().map(ReceivedMessage::session).toList())
        .finallySo(fitting.size() > number.most());
  }

  private static List<String> shown(List<String> lines) {
    int most = 12;
    if (lines.size() <= most) {
      return lines;
    }
    List<String> some = new ArrayList<>(lines.subList(0, most));
    some.add("… " + most + " of " + lines.size());
    return some;
  }

  private static String attempted(Evidence evidence) {
    int count = evidence.attempts().size();
    if (count == 0) {
      return evidence.sessions().isEmpty()
          ? ", and no client has connected"
          : ", and nothing was attempted in " + Says.count(evidence.sessions().size(), "session");
    }
    return "; the last of "
        + Says.count(count, "attempt")
        + " was "
        + Says.outcome(evidence.attempts().get(count - 1));
  }

  private static List<Attempt> attemptsOf(Evidence evidence, List<ReceivedMessage> messages) {
    List<Long> numbers = messages.stream().map(ReceivedMessage::number).toList();
    return evidence.attempts().stream()
        .filter(attempt -> attempt.message().isPresent())
        .filter(attempt -> numbers.contains(attempt.message().getAsLong()))
        .toList();
  }
}
