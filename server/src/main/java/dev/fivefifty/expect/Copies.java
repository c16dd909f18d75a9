package dev.fivefifty.expect;

import dev.fivefifty.journal.ReceivedMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Counts what was stored more than once for one recipient. */
final class Copies {
  private Copies() {}

  /**
   * How often each message was stored for each recipient: a message sent to two of them in two
   * transactions is no copy.
   */
  static Map<String, Long> of(List<ReceivedMessage> messages, Predicate<String> recipients) {
    Map<String, Long> copies = new LinkedHashMap<>();
    for (ReceivedMessage message : messages) {
      // Those without one cannot be told apart, so that two of them are one too many.
      String id = message.messageId().orElse("a message without Message-ID");
      message.recipientAddresses().stream()
          .filter(recipients)
          .forEach(to -> copies.merge(id + " for " + to, 1L, Long::sum));
    }
    return copies;
  }

  static String repeated(Map<String, Long> copies) {
    return copies.entrySet().stream()
        .filter(copy -> copy.getValue() > 1)
        .map(copy -> copy.getValue() + " copies of " + copy.getKey())
        .collect(Collectors.joining(", "));
  }
}
