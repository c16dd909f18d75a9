package dev.fivefifty.file;

import dev.fivefifty.expect.Expectations;
import dev.fivefifty.expect.SessionExpectations;
import dev.fivefifty.file.SentExpectations.Draft;
import dev.fivefifty.journal.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the questions about one session: that of a number, or the last. */
final class SessionMapper {
  static final List<String> KEYS =
      List.of(
          "number",
          "says",
          "saysInOrder",
          "saidQuit",
          "ended",
          "underTls",
          "authenticatedAs",
          "helo");

  private final ExpectationMapper mapper;

  SessionMapper(ExpectationMapper mapper) {
    this.mapper = mapper;
  }

  void map(Node.Mapping mapping, Place place) {
    Map<String, Node> keys = mapper.keys(mapping, KEYS);
    Node number = keys.get("number");
    SessionExpectations session = Expectations.sessions().last();
    if (number != null) {
      Integer which = mapper.values().integer("number", number, 1, Integer.MAX_VALUE);
      if (which == null) {
        return;
      }
      session = Expectations.sessions().number(which);
    }
    Draft draft = mapper.draft();
    if (keys.isEmpty() || keys.keySet().equals(Set.of("number"))) {
      draft.add(session.exists());
    }
    String[] says = verbs(keys, "says");
    draft.add(says == null ? null : session.says(says));
    String[] inOrder = verbs(keys, "saysInOrder");
    draft.add(inOrder == null ? null : session.saysInOrder(inOrder));
    if (mapper.asked(keys, "saidQuit")) {
      draft.add(session.saidQuit());
    }
    if (mapper.asked(keys, "underTls")) {
      draft.add(session.underTls());
    }
    Node ended = keys.get("ended");
    Session.End end =
        ended == null
            ? null
            : mapper
                .values()
                .word("ended", ended, List.of(Session.End.values()), SessionMapper::keyword);
    draft.add(end == null ? null : session.ended(end));
    String user = text(keys, "authenticatedAs");
    draft.add(user == null ? null : session.authenticatedAs(user));
    String helo = text(keys, "helo");
    draft.add(helo == null ? null : session.helo(helo));
  }

  static String keyword(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private @Nullable String text(Map<String, Node> keys, String key) {
    Node node = keys.get(key);
    Node.Scalar scalar = node == null ? null : mapper.values().scalar(key, node, "a text");
    return scalar == null ? null : scalar.text();
  }

  private String @Nullable [] verbs(Map<String, Node> keys, String key) {
    Node node = keys.get(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof Node.Sequence list) || list.items().isEmpty()) {
      mapper.values().wrongKind(key, node, "a list of verbs such as [\"EHLO\", \"QUIT\"]");
      return null;
    }
    List<String> verbs = new ArrayList<>();
    for (Node item : list.items()) {
      Node.Scalar verb = mapper.values().scalar(key, item, "verbs");
      if (verb != null) {
        verbs.add(verb.text());
      }
    }
    return verbs.toArray(String[]::new);
  }
}
