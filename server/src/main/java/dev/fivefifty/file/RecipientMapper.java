package dev.fivefifty.file;

import dev.fivefifty.expect.Expectation;
import dev.fivefifty.expect.Expectations;
import dev.fivefifty.expect.RecipientExpectations;
import dev.fivefifty.expect.ReplyPattern;
import dev.fivefifty.expect.Times;
import dev.fivefifty.file.SentExpectations.Draft;
import dev.fivefifty.journal.Attempt.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the questions about one recipient, about all, or about those that nobody named. */
final class RecipientMapper {
  private static final List<String> WHO = List.of("address", "any", "unknown");
  static final List<String> KEYS =
      List.of(
          "address",
          "any",
          "unknown",
          "attempts",
          "accepted",
          "acceptedAt",
          "refused",
          "refusedWith",
          "deferred",
          "deferredWith",
          "lost",
          "abandoned",
          "stored",
          "oneCopy",
          "retried",
          "retriedOn",
          "gaps");
  static final List<String> CONNECTIONS = List.of("same-connection", "new-connection");
  static final List<String> GAPS = List.of("atLeast", "atMost");

  private final ExpectationMapper mapper;

  RecipientMapper(ExpectationMapper mapper) {
    this.mapper = mapper;
  }

  void map(Node.Mapping mapping, Place place) {
    int before = mapper.problems().errors();
    Map<String, Node> keys = mapper.keys(mapping, KEYS);
    RecipientExpectations who = who(keys, place);
    if (who == null) {
      return;
    }
    if (WHO.containsAll(keys.keySet())) {
      if (mapper.problems().errors() > before) {
        return;
      }
      mapper
          .problems()
          .error(place, "nothing is asked about the recipient (such as \"accepted\": true)");
      return;
    }
    Draft draft = mapper.draft();
    attempts(keys, who);
    result(keys, "accepted", who, Result.ACCEPTED);
    result(keys, "refused", who, Result.REFUSED);
    result(keys, "deferred", who, Result.DEFERRED);
    result(keys, "lost", who, Result.LOST);
    result(keys, "abandoned", who, Result.ABANDONED);
    if (keys.containsKey("acceptedAt")) {
      Integer at =
          mapper.values().integer("acceptedAt", keys.get("acceptedAt"), 1, Integer.MAX_VALUE);
      draft.add(at == null ? null : who.acceptedAt(at));
    }
    draft.add(replied(keys, "refusedWith", 5, who));
    draft.add(replied(keys, "deferredWith", 4, who));
    if (mapper.asked(keys, "stored")) {
      draft.add(who.stored());
    }
    if (mapper.asked(keys, "oneCopy")) {
      draft.add(who.oneCopy());
    }
    retried(keys, who);
    gaps(keys, who);
  }

  private @Nullable RecipientExpectations who(Map<String, Node> keys, Place place) {
    if (keys.keySet().stream().filter(WHO::contains).count() != 1) {
      mapper.problems().error(place, "'recipient' expects one of address, any, unknown");
      return null;
    }
    if (mapper.asked(keys, "any")) {
      return Expectations.anyRecipient();
    }
    if (mapper.asked(keys, "unknown")) {
      return Expectations.unknownRecipient();
    }
    Node address = keys.get("address");
    return address == null
        ? null
        : mapper
            .values()
            .made(
                "address", address, "an address such as bob@example.com", Expectations::recipient);
  }

  private void attempts(Map<String, Node> keys, RecipientExpectations who) {
    Node node = keys.get("attempts");
    Times times = node == null ? null : mapper.times("attempts", node);
    if (node != null && times != null) {
      if (times.most() == 0) {
        mapper.draft().addNegative(who.notAttempted(), node.place());
      } else {
        mapper.add(times, node.place(), who.attempted(times));
      }
    }
  }

  private void result(
      Map<String, Node> keys, String key, RecipientExpectations who, Result result) {
    if (mapper.asked(keys, key)) {
      mapper.draft().add(who.result(result));
    }
  }

  private @Nullable Expectation replied(
      Map<String, Node> keys, String key, int firstDigit, RecipientExpectations who) {
    Node node = keys.get(key);
    ReplyPattern pattern =
        node == null
            ? null
            : mapper.values().made(key, node, "a reply such as \"550 5.1.1\"", ReplyPattern::parse);
    if (node == null || pattern == null) {
      return null;
    }
    if (pattern.code() / 100 != firstDigit) {
      mapper
          .problems()
          .error(
              node.place(),
              "'%s' expects a code from %d00 to %d99, not %d"
                  .formatted(key, firstDigit, firstDigit, pattern.code()));
      return null;
    }
    return who.repliedWith(pattern);
  }

  private void retried(Map<String, Node> keys, RecipientExpectations who) {
    Node retried = keys.get("retried");
    Boolean so = retried == null ? null : mapper.values().bool("retried", retried);
    if (retried != null && Boolean.FALSE.equals(so)) {
      mapper.draft().addNegative(who.notRetried(), retried.place());
    } else if (so != null) {
      mapper.draft().add(who.retried());
    }
    Node where = keys.get("retriedOn");
    String connection =
        where == null ? null : mapper.values().word("retriedOn", where, CONNECTIONS, word -> word);
    if (connection != null) {
      mapper
          .draft()
          .add(
              connection.equals("same-connection")
                  ? who.retriedOnSameConnection()
                  : who.retriedOnNewConnection());
    }
  }

  private void gaps(Map<String, Node> keys, RecipientExpectations who) {
    Node node = keys.get("gaps");
    if (node == null) {
      return;
    }
    if (!(node instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
      mapper.values().wrongKind("gaps", node, "bounds such as {\"atLeast\": \"1s\"}");
      return;
    }
    Map<String, Node> bounds = mapper.keys(mapping, GAPS);
    Node least = bounds.get("atLeast");
    Node most = bounds.get("atMost");
    Duration atLeast = least == null ? null : mapper.values().duration("atLeast", least);
    Duration atMost = most == null ? null : mapper.values().duration("atMost", most);
    mapper.draft().add(atLeast == null ? null : who.gapsOfAtLeast(atLeast));
    mapper.draft().add(atMost == null ? null : who.gapsOfAtMost(atMost));
  }
}
