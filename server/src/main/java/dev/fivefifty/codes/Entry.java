package dev.fivefifty.codes;

import dev.fivefifty.rule.Stage;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A record of the table, as it stands there.
 *
 * @param name a code, an enhanced code, a range of those, or a code with an enhanced one
 * @param texts by key, in their order
 */
record Entry(String name, Map<String, List<String>> texts) {
  /** RFC 5321 §4.3.2: any command may get 500, 501 and 421. */
  private static final Set<Stage> COMMANDS =
      Collections.unmodifiableSet(
          EnumSet.complementOf(
              EnumSet.of(
                  Stage.CONNECT,
                  Stage.CHALLENGE,
                  Stage.HANDSHAKE,
                  Stage.CONTENT,
                  Stage.MESSAGE,
                  Stage.IDLE)));

  List<String> all(String key) {
    return texts.getOrDefault(key, List.of());
  }

  Optional<String> one(String key) {
    return all(key).stream().findFirst();
  }

  /** A text that every record has, but for pairs. */
  String text(String key) {
    return one(key).orElseThrow(() -> new IllegalStateException("'" + name + "' has no " + key));
  }

  /** What stands in one line between blanks. */
  List<String> words(String key) {
    return one(key)
        .filter(line -> !line.isEmpty())
        .map(line -> List.of(line.split(" +")))
        .orElse(List.of());
  }

  List<String> rfcs() {
    return List.of(text("rfc").split(", "));
  }

  Set<Stage> stages(String key) {
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    for (String word : words(key)) {
      if (word.equals("commands")) {
        stages.addAll(COMMANDS);
      } else {
        stages.add(
            Stage.of(word)
                .orElseThrow(() -> new IllegalStateException("'" + name + "': no stage " + word)));
      }
    }
    return stages;
  }

  static Set<Stage> commands() {
    return COMMANDS;
  }
}
